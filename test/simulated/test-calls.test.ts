import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { freeTcpPort } from '../real/daemon.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const [leeds, quiet, depot, york] = ['127.0.76.1', '127.0.76.2', '127.0.76.3', '127.0.76.9'];

let folder: string;
let simulators: Simulators;
let host: RealHost;

// Three PBXs of one site and one of another; a manager lets all but one be used for test calls.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-calls-'));
  const port = await freeTcpPort('0.0.0.0');
  const users = [{ name: 'jackfield', secret: 'orchard' }];
  const callees = { '8600@internal': { outcome: 'answered', afterMs: 20 }, '8700@internal': { outcome: 'busy' } };
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{ title: 'pbx-leeds', address: leeds, ami: { port, asterisk: { systemName: 'pbx-leeds', users, callees } } }, { title: 'pbx-quiet', address: quiet, ami: { port, asterisk: { systemName: 'pbx-quiet', users, callees } } },
      { title: 'pbx-depot', address: depot, ami: { port, asterisk: { systemName: 'pbx-depot', users, callees: { '8100@internal': { channel: 'PJSIP/leeds' }, '8600@internal': { channel: 'PJSIP/leeds', rings: false } } } } },
      { title: 'pbx-york', address: york, ami: { port, asterisk: { systemName: 'pbx-york', users, callees: { '8100@internal': { channel: 'PJSIP/leeds' }, '8200@internal': { application: 'Playback' } } } } }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
  const call = (name: string, extension: string): object => ({ name, extension, context: 'internal', seconds: 2 });
  host = await startRealHost({
    networks: ['127.0.76.0/29'],
    plugins: { asterisk: { enabled: true, grant: 'write', settings: { testCalls: { targets: ['york', 'hull', 'ripon'] } } } },
    credentials: { pbx: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } } },
    transports: { ami: { port, credentials: 'pbx', calls: [call('york', '8600'), call('hull', '8700'), call('ripon', '8800')] } },
    devices: [{ name: 'pbx-leeds', address: leeds, plugins: { asterisk: { calls: true } } }, { name: 'pbx-quiet', address: quiet },
      // Of the same site, with calls of its own: to the other PBX of the site, and over it to York.
      { name: 'pbx-depot', address: depot, plugins: { asterisk: { calls: true, settings: { testCalls: { targets: ['leeds', 'york'], expected: { leeds: { channel: 'PJSIP/leeds', rings: true }, york: { rings: true } } } } } }, settings: { transports: { ami: { calls: [call('leeds', '8100'), call('york', '8600')] } } } }],
    sites: [{
      site: 'york', title: 'York', district: 'yorkshire', networks: ['127.0.76.8/29'], devices: [{ name: 'pbx-york', address: york }],
      plugins: { asterisk: { calls: true, settings: { testCalls: { targets: ['leeds', 'depot'] } } } },
      settings: { transports: { ami: { port, credentials: 'pbx', calls: [call('leeds', '8100'), call('depot', '8200')] } } },
    }],
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
  expect((await placed()).filter(({ device }) => host.services.inventory.find(device ?? '')?.name === 'pbx-leeds').map(({ detail, outcome, plugin, change }) => [detail, outcome, plugin, change]).sort()).toEqual(
    ['hull', 'ripon', 'york'].map((name) => [`ami.call ${name}`, 'done', 'asterisk', null]),
  );
});

test('between two PBXs of one site as between two sites: who answered is told, and a phone that does not ring or a greeting passes for none', async () => {
  expect(await checked('pbx-depot')).toMatchObject({ code: null, items: [
    { name: 'leeds', state: 'ok', summary: expect.stringMatching(/ by PJSIP\/leeds \(Dial\)$/) }, { name: 'york', state: 'critical', summary: expect.stringContaining('did not ring; expected a phone that rings') },
  ] });
  expect(await checked('pbx-york')).toMatchObject({ code: null, items: [
    { name: 'leeds', state: 'ok' }, { name: 'depot', state: 'warning', summary: expect.stringContaining('by the dialplan itself (Playback); nobody was called') },
  ] });
});

test('where nobody granted calls none is placed, though everything else is granted', async () => {
  const before = simulators.devices.get(quiet)?.ami?.asterisk.nextCall();
  expect(await checked('pbx-quiet')).toMatchObject({ code: 'JF0007', summary: expect.stringContaining('test calls are not granted here') });
  // The numbers of calls go on without a gap: none was placed in between.
  expect(simulators.devices.get(quiet)?.ami?.asterisk.nextCall()).toBe((before ?? 0) + 1);
  expect((await placed()).map(({ device }) => host.services.inventory.find(device ?? '')?.name)).not.toContain('pbx-quiet');
});
