import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@jackfield/sdk/testing';
import { expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { startHost } from '../../core/src/host/index.ts';
import { writeTestConfiguration } from '../real/real-host.ts';

const variable = 'JACKFIELD_TEST_SWITCHES';
const port = 1186;

test('a secret that is missing is told as itself, with its place and the next step, wherever a plugin stands between', { timeout: 60_000 }, async () => {
  await using folder = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-missing-'));
  folder.defer(() => rm(directory, { recursive: true }));
  folder.defer(() => void Reflect.deleteProperty(process.env, variable));
  await writeFile(join(directory, 'simulators.yaml'), stringify({
    devices: [2, 3].map((last) => ({ title: `switch ${last}`, address: `127.0.86.${last}`, snmp: { port, community: 'public', model: { name: `sw-${last}`, descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', ports: [{ name: 'Gi1/0/1' }] } } })),
  }));
  await using _simulators = await startSimulators(join(directory, 'simulators.yaml'));
  const configuration = join(directory, 'config');
  await writeTestConfiguration(configuration, {
    networks: ['127.0.86.0/29'],
    plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
    credentials: { switches: { kind: 'snmp-community', community: { env: variable } } },
    transports: { snmp: { port, credentials: 'switches', timeoutMs: 300, retries: 0 } },
  });
  process.env[variable] = 'public';
  {
    await using host = await startHost({ directory: configuration });
    expect((await host.services.discovery.run({})).devices).toHaveLength(2);
  }

  Reflect.deleteProperty(process.env, variable);
  await using host = await startHost({ directory: configuration });
  const { discovery, health, changes, plugins, inventory } = host.services;
  const missing = { code: 'JF1022', where: 'credentials.yaml:1:1', message: expect.stringContaining(variable), hint: expect.stringMatching(/Set |jackfield vault set/) };
  // One file to mend, not one problem an address.
  expect((await discovery.run({})).problems.filter(({ code }) => code === 'JF1022')).toEqual([{ ...missing, address: '', plugin: null }]);
  const { message: summary, ...rest } = missing;
  for (const status of await health.checkNow('sw-2')) expect(status).toMatchObject({ ...rest, summary, state: 'unknown' });
  for (let time = 0; time < 2; time += 1) await health.checkNow('sw-2');
  const device = inventory.find('sw-2')?.id ?? '';
  await vi.waitFor(async () => expect(await health.incidents({ device, status: 'open' })).toMatchObject([{ check: 'reachability over snmp', summary: expect.stringMatching(/^sw-2 is not seen over snmp: .*; \d+ checks are blind: /) }]));
  const text = stringify({ title: 'Two', changes: [2, 3].map((last) => ({ device: `sw-${last}`, resource: 'snmp-switch/system', spec: { contact: 'ann' } })) });
  await expect(changes.plan({ text, file: 'change.yaml', person: 'ann' })).rejects.toMatchObject({ errors: [missing] });
  // It is no fault of the plugin.
  expect((await plugins.status()).flatMap(({ lastErrors }) => lastErrors)).toEqual([]);
  expect(await readFile(join(configuration, 'credentials.yaml'), 'utf8')).toContain(variable);
});
