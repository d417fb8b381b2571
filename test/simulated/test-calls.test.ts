import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { freeTcpPort } from '../real/daemon.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const [leeds, quiet] = ['127.0.76.1', '127.0.76.2'];

let folder: string;
let simulators: Simulators;
let host: RealHost;

// Two PBXs of one site; a manager lets the first be used for test calls, and not the second.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-calls-'));
  const port = await freeTcpPort('0.0.0.0');
  const users = [{ name: 'jackfield', secret: 'orchard' }];
  const callees = { '8600@internal': { outcome: 'answered', afterMs: 20 }, '8700@internal': { outcome: 'busy' } };
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{ title: 'pbx-leeds', address: leeds, ami: { port, asterisk: { systemName: 'pbx-leeds', users, callees } } }, { title: 'pbx-quiet', address: quiet, ami: { port, asterisk: { systemName: 'pbx-quiet', users, callees } } }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
  const call = (name: string, extension: string): object => ({ name, extension, context: 'internal', seconds: 2 });
  host = await startRealHost({
    networks: ['127.0.76.0/29'],
    plugins: { asterisk: { enabled: true, grant: 'write', settings: { testCalls: { targets: ['york', 'hull', 'ripon'] } } } },
    credentials: { pbx: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } } },
    transports: { ami: { port, credentials: 'pbx', calls: [call('york', '8600'), call('hull', '8700'), call('ripon', '8800')] } },
    devices: [{ name: 'pbx-leeds', address: leeds, plugins: { asterisk: { calls: true } } }, { name: 'pbx-quiet', address: quiet }],
  });
  await host.services.discovery.run({});
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const checked = async (name: string) => {
  const device = host.services.inventory.devices().find((one) => one.name === name);
  return (await host.services.health.checkNow(device?.id ?? '')).find(({ check }) => check === 'call');
};
const placed = async () => (await host.services.audit.list()).filter(({ action }) => action === 'operation.call');

test('a PBX calls what the site names, tells what came of each, and every call is in the audit, once a minute', async () => {
  expect(await checked('pbx-leeds')).toMatchObject({ code: null, summary: 'hull: not answered: busy; ripon: not answered: there is no way to it; 1 of 3 test calls answered' });
  await checked('pbx-leeds');
  expect((await placed()).map(({ detail, outcome, plugin, change }) => [detail, outcome, plugin, change]).sort()).toEqual(
    ['hull', 'ripon', 'york'].map((name) => [`ami.call ${name}`, 'done', 'asterisk', null]),
  );
});

test('where nobody granted calls none is placed, though everything else is granted', async () => {
  const before = simulators.devices.get(quiet)?.ami?.asterisk.nextCall();
  expect(await checked('pbx-quiet')).toMatchObject({ code: 'JF0007', summary: expect.stringContaining('test calls are not granted here') });
  // The numbers of calls go on without a gap: none was placed in between.
  expect(simulators.devices.get(quiet)?.ami?.asterisk.nextCall()).toBe((before ?? 0) + 1);
  expect(await placed()).toHaveLength(3);
});
