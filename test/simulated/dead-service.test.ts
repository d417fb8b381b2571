import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const address = '127.0.79.2';
const ports = { ssh: 2279, ami: 5079, snmp: 1179 };

let folder: string;
let simulators: Simulators;
let host: RealHost;

/** A Dell with a PBX and an agent on it, or whatever else is put in its place. */
async function stand(serial: string, pbx: boolean): Promise<void> {
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{
      title: 'pbx', address,
      ssh: {
        port: ports.ssh, users: [{ name: 'jackfield', password: 'orchard' }], faults: { changedHostKey: !pbx },
        machine: { linux: { hostname: 'pbx', hardware: { vendor: 'Dell Inc.', model: 'PowerEdge R250', serial }, memoryMB: { total: 8192, available: 6100 } } },
      },
      ...(pbx ? {
        ami: { port: ports.ami, asterisk: { version: '22.5.2', systemName: 'pbx', users: [{ name: 'jackfield', secret: 'orchard' }] } },
        snmp: { port: ports.snmp, community: 'public', model: { name: 'pbx', descr: 'Linux pbx', objectID: '1.3.6.1.4.1.8072.3.2.10', ports: [{ name: 'eno1' }] } },
      } : {}),
    }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-dead-'));
  await stand('7QK3L14', true);
  host = await startRealHost({
    networks: ['127.0.79.0/30'],
    plugins: { asterisk: { enabled: true, grant: 'read' }, 'linux-server': { enabled: true, grant: 'read' }, 'snmp-switch': { enabled: true, grant: 'read' } },
    credentials: {
      pbx: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } }, shell: { kind: 'ssh', user: 'jackfield', password: { plain: 'orchard' } },
      agents: { kind: 'snmp-community', community: { plain: 'public' } },
    },
    transports: { ami: { port: ports.ami, credentials: 'pbx' }, ssh: { port: ports.ssh, credentials: 'shell' }, snmp: { port: ports.snmp, credentials: 'agents', timeoutMs: 300, retries: 0 } },
  });
  await host.services.discovery.run({});
});
afterEach(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const device = () => host.services.inventory.devices().find((one) => one.address === address);
const managing = (): string[] => (device()?.plugins ?? []).map(({ id }) => id).sort();
const running = () => simulators.devices.get(address);
const openOf = async (plugin: string) => (await host.services.health.incidents({ status: 'open' })).filter((one) => one.plugin === plugin);
const all = ['asterisk', 'linux-server', 'snmp-switch'];

test('a PBX whose manager died stays a PBX, and its one incident stays open, through every discovery; it ends when the manager is back', async () => {
  expect(managing()).toEqual(all);
  const before = device();
  expect(before).toMatchObject({ kind: 'pbx', os: 'Asterisk', version: '22.5.2' });
  await running()?.ami?.[Symbol.asyncDispose]();
  for (let time = 0; time < 3; time += 1) await host.services.health.checkNow(before?.id ?? '');
  const blind = /^pbx does not answer over ami: nobody listens on port 5079; 9 checks are blind: Calls, Calls that succeed, /;
  await vi.waitFor(async () => expect(await openOf('jackfield')).toMatchObject([{ check: 'reachability over ami', state: 'unknown', summary: expect.stringMatching(blind) }]), { timeout: 10_000 });
  const terminal = new RecordingTerminal();
  await run(['incidents', '--config', host.configuration], terminal, new AbortController().signal);
  expect(terminal.output.match(/does not answer over ami/g)).toHaveLength(1);

  const report = await host.services.discovery.run({});
  expect(report.problems).toMatchObject([{ address, plugin: 'asterisk', code: 'JF4103', message: expect.stringContaining('stays') }]);
  expect(managing()).toEqual(all);
  expect(device()).toMatchObject({ id: before?.id, kind: 'pbx', os: 'Asterisk', version: '22.5.2', serial: '7QK3L14' });
  await host.services.health.checkNow(before?.id ?? '');
  expect(await openOf('jackfield')).toHaveLength(1);
  expect(await openOf('asterisk')).toEqual([]);
  await simulators[Symbol.asyncDispose]();
  await stand('7QK3L14', true);
  await host.services.health.checkNow(before?.id ?? '');
  await vi.waitFor(async () => expect(await openOf('jackfield')).toEqual([]));
});

test('neither a wrong secret nor a shell and an agent that ended take a plugin away; its ports are remembered', async () => {
  const file = join(host.configuration, 'credentials.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('secret:\n    plain: orchard', 'secret:\n    plain: tulip'));
  expect(await host.services.configuration.reload('ann')).toMatchObject({ kind: 'swapped' });
  await host.services.transports.reloadCredentials();
  const refused = await host.services.discovery.run({});
  expect(refused.problems).toMatchObject([{ plugin: 'asterisk', code: 'JF0002' }]);
  expect(managing()).toEqual(all);

  const interfaces = device()?.interfaces;
  await running()?.ssh?.[Symbol.asyncDispose]();
  await running()?.snmp?.[Symbol.asyncDispose]();
  await host.services.discovery.run({});
  expect(managing()).toEqual(all);
  expect(device()?.interfaces).toEqual(interfaces);
  expect(interfaces).not.toEqual([]);
});

test('another machine at the address takes its place: the old one is kept by its serial, managed no longer, and that is told', async () => {
  const told: string[] = [];
  host.services.events.on('device.unassigned', ({ name, plugin, reason }) => told.push(`${name} ${plugin} ${reason}`));
  const before = device();
  await simulators[Symbol.asyncDispose]();
  await stand('8XX9Z99', false);
  // Until a person accepts its host key nothing is known of it.
  await host.services.discovery.run({});
  expect(managing()).toEqual(all);
  await host.services.transports.acceptHostKey(address, ports.ssh);
  await host.services.discovery.run({});
  const now = device();
  expect(now).toMatchObject({ serial: '8XX9Z99', plugins: [{ id: 'linux-server' }] });
  expect(now?.id).not.toBe(before?.id);
  expect(host.services.inventory.find(before?.id ?? '')).toMatchObject({ serial: '7QK3L14', address: '', plugins: [], name: expect.stringContaining('replaced') });
  expect(told.sort()).toEqual(all.map((plugin) => `pbx (replaced) ${plugin} another device stands at ${address} now: pbx, serial 8XX9Z99`));
  await vi.waitFor(async () => expect((await host.services.audit.list()).filter(({ action }) => action === 'device.unassigned')).toHaveLength(3));
  await vi.waitFor(async () => expect(host.services.health.statuses({ device: before?.id ?? '' })).toEqual([]));
});

test('a plugin that nobody enables any more leaves, and that is told', async () => {
  const told: string[] = [];
  host.services.events.on('device.unassigned', ({ plugin, reason }) => told.push(`${plugin}: ${reason}`));
  const file = join(host.configuration, 'organization.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('asterisk:\n    enabled: true', 'asterisk:\n    enabled: false'));
  await host.services.configuration.reload('ann');
  await vi.waitFor(() => expect(managing()).toEqual(['linux-server', 'snmp-switch']), { timeout: 10_000 });
  expect(told).toEqual(['asterisk: asterisk is not enabled there any more']);
});
