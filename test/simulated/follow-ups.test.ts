import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { startHost } from '../../core/src/host/index.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const address = '127.0.75.2';

let folder: string;
let simulators: Simulators;
let host: RealHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-follow-'));
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{
      title: 'switch', address,
      snmp: { community: 'public', writeCommunity: 'example', model: { name: 'sw', descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', ports: [{ name: 'Gi1/0/[1-4]' }] } },
    }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
  host = await startRealHost({
    networks: ['127.0.75.0/30'],
    plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
    credentials: { switches: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'example' } } },
    transports: { snmp: { port: 1161, credentials: 'switches' } },
  });
  await host.services.discovery.run({});
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const device = () => host.services.inventory.devices().find((one) => one.address === address);
const port = (name: string) => device()?.interfaces.find((one) => one.name === name);

test('after a push the device shows what it has now', async () => {
  expect(port('Gi1/0/2')?.adminStatus).toBe('up');
  const change = await host.push('Close a port', [{ device: device()?.name, resource: 'snmp-switch/port', spec: { port: 'Gi1/0/2', adminStatus: 'down' } }]);
  expect(change.state).toBe('kept');
  await vi.waitFor(() => expect(port('Gi1/0/2')?.adminStatus).toBe('down'), { timeout: 10_000 });
  // What was written is found under the device, whatever it is called by then.
  const [written, probed, ...more] = await host.services.audit.list({ device: device()?.id ?? '' });
  expect([written, probed, more]).toMatchObject([{ action: 'operation.write', plugin: 'snmp-switch', change: change.id, outcome: 'done' }, { action: 'operation.probe', plugin: 'snmp-switch', outcome: 'done' }, []]);
});

test('a second start on the same configuration says who runs, before it opens anything', async () => {
  await expect(startHost({ directory: host.configuration })).rejects.toMatchObject({ code: 'JF8002', message: expect.stringMatching(new RegExp(`^already running: the daemon with pid ${process.pid}, since `)) });
  expect(host.services.health.schedule().unsaved).toBe(0);
});

test('a reload is audited with its person, refused or not; a device named in it is there at once', async () => {
  const file = join(host.configuration, 'sites/leeds.yaml');
  const before = await readFile(file, 'utf8');
  await writeFile(file, `${before}plugins:\n  snmp-swich: { enabled: true }\n`);
  expect(await host.services.configuration.reload('ann')).toMatchObject({ kind: 'refused' });
  // What only the plugins know to be wrong comes with what the files' shape shows.
  await writeFile(file, `${before.replace('Leeds', '[Leeds]')}plugins:\n  snmp-swich: { enabled: true }\n`);
  expect(await host.services.configuration.reload('eve')).toMatchObject({ kind: 'refused', errors: [{ code: 'JF1006' }, { code: 'JF2010' }] });
  await writeFile(file, before.replace('devices: []', 'devices: [{ name: door, address: 127.0.75.1 }]'));
  expect(await host.services.configuration.reload('bob')).toMatchObject({ kind: 'swapped' });
  await vi.waitFor(() => expect(host.services.inventory.find('door')).toMatchObject({ address: '127.0.75.1', lastSeen: null }));
  // The host itself sees the files change too, sooner or later.
  const reloads = (await host.services.audit.list()).filter(({ action, person }) => action === 'configuration.reload' && person !== 'jackfield');
  expect(reloads.map(({ person, outcome }) => `${person} ${outcome}`).sort()).toEqual(['ann refused', 'bob done', 'eve refused']);
  expect(reloads.find(({ person }) => person === 'ann')?.detail).toContain('JF2010 sites/leeds.yaml:');
});
