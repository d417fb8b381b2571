import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { startRealHost } from '../real/real-host.ts';

const port = 1188;
const noSnmp = { code: 'JF0001', message: expect.stringContaining('it answers what is no SNMP'), hint: expect.stringContaining('another service') };

test('what answers garbage is named: in discovery, known or not, and by the checks of a device', { timeout: 60_000 }, async () => {
  await using folder = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-garbage-'));
  folder.defer(() => rm(directory, { recursive: true }));
  const agent = (last: number, faults: object) => ({
    title: `switch ${last}`, address: `127.0.88.${last}`, snmp: { port, community: 'public', faults, model: { name: `sw-${last}`, descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', ports: [{ name: 'Gi1/0/1' }] } },
  });
  await writeFile(join(directory, 'simulators.yaml'), stringify({ devices: [agent(2, {}), agent(3, { garbage: true })] }));
  await using simulators = await startSimulators(join(directory, 'simulators.yaml'));
  await using host = await startRealHost({
    networks: ['127.0.88.0/29'],
    plugins: { 'snmp-switch': { enabled: true, grant: 'read' } },
    credentials: { switches: { kind: 'snmp-community', community: { plain: 'public' } } },
    transports: { snmp: { port, credentials: 'switches', timeoutMs: 200, retries: 0 } },
  });
  const { discovery, health } = host.services;
  const problemsOf = async (address: string) => (await discovery.run({})).problems.filter((problem) => problem.address === address);
  expect(await problemsOf('127.0.88.3')).toMatchObject([noSnmp]);
  expect(await problemsOf('127.0.88.2')).toEqual([]);

  const known = simulators.devices.get('127.0.88.2')?.snmp;
  if (known === undefined || known === null) throw new Error('the switch is not there');
  known.faults = { garbage: true };
  expect(await problemsOf('127.0.88.2')).toContainEqual(expect.objectContaining(noSnmp));
  const { message: summary, ...rest } = noSnmp;
  // Others may have looked before, and remember for an hour what the device has none of.
  for (const check of ['ports', 'traffic', 'uptime']) expect(await health.checkNow('sw-2', { check })).toMatchObject([{ ...rest, summary, state: 'unknown' }]);
});
