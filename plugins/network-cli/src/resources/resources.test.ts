import { createTestHost, type TestHost } from '@jackfield/core/testing';
import '@jackfield/core/matchers';
import { FakeClock } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);
const startup = '!\nip route 10.10.0.0/16 192.0.2.9 eth1 tag 7\n!\ninterface eth1\n description Uplink\nexit\n!\n';

async function open(clock = new FakeClock()): Promise<TestHost> {
  const machine = {
    frr: { hostname: 'edge-1', interfaces: [{ name: 'eth1' }, { name: 'eth2' }] },
    openVSwitch: { devices: ['eth7'], bridges: { br0: { ports: { eth3: { tag: 10 }, bond0: { externalIds: { owner: 'libvirt' } } } }, br1: { ports: { eth4: {} } } } },
  };
  return createTestHost({ plugin, directory, devices: { edge: { files: { '/etc/frr/frr.conf': startup }, ssh: { machine } } }, clock });
}

const saved = (host: TestHost): string | null => host.device('edge').files.text('/etc/frr/frr.conf');

test('what is on trial is not saved; what is confirmed is', async () => {
  await using host = await open();
  const plan = await host.plan('interface', 'edge', { interface: 'eth1', description: 'To the carrier' });
  await host.apply('interface', 'edge', plan);
  expect(saved(host)).toBe(startup);
  await host.confirm('interface', 'edge', plan);
  expect(saved(host)).toContain(' description To the carrier\n');
});

test('of two on trial, the one that is confirmed saves both, and the other is saved again when it is taken back', async () => {
  const clock = new FakeClock();
  await using host = await open(clock);
  await host.apply('interface', 'edge', await host.plan('interface', 'edge', { interface: 'eth1', description: 'Never confirmed' }));
  const kept = await host.push('interface', 'edge', { interface: 'eth2', description: 'Kept' });
  expect(kept.wanted).toMatchObject({ description: 'Kept' });
  expect(saved(host)).toContain('Never confirmed');
  await clock.advance(3_600_000);
  expect(await host.read('interface', 'edge', { interface: 'eth1' })).toMatchObject({ description: 'Uplink' });
  expect(saved(host)).not.toContain('Never confirmed');
  expect(saved(host)).toContain('Kept');
});

test('a line that a specification cannot say is put back as it was', async () => {
  await using host = await open();
  const plan = await host.push('route', 'edge', { prefix: '10.10.0.0/16', nextHops: [{ gateway: '192.0.2.1' }] });
  expect(plan.current).toEqual({ nextHops: ['192.0.2.9 eth1 tag 7'] });
  await host.restore('route', 'edge', plan);
  expect(await host.read('route', 'edge', { prefix: '10.10.0.0/16' })).toEqual(plan.current);
});

test.each([
  ['route', { prefix: '10.10.0.1/16', nextHops: [] }, 'SettingsInvalid', 'is not how FRRouting writes a network'],
  ['route', { prefix: '10.11.0.0/16', nextHops: [{ drop: 'silently', gateway: '192.0.2.1' }] }, 'SettingsInvalid', 'a next hop is'],
  ['route', { prefix: '10.11.0.0/16', nextHops: [{ distance: 5 }] }, 'SettingsInvalid', 'a next hop is'],
  ['interface', { interface: 'eth9', shutdown: true }, 'Unsupported', 'there is no interface eth9'],
  ['bridge', { bridge: 'br0', exists: false }, 'Conflict', 'br0 has ports'],
  ['bridge', { bridge: 'br9', exists: false, stp: true }, 'SettingsInvalid', 'is to be removed and has settings'],
  ['vlan-port', { bridge: 'br0', port: 'bond0', exists: false }, 'Conflict', 'could not be put back'],
  ['vlan-port', { bridge: 'br0', port: 'eth4', tag: 5 }, 'Conflict', 'eth4 is a port of br1'],
  ['vlan-port', { bridge: 'br0', port: 'br0', tag: 5 }, 'Unsupported', 'is the bridge itself'],
  ['vlan-port', { bridge: 'br0', port: 'eth3', type: 'internal' }, 'SettingsInvalid', 'cannot become internal'],
  ['vlan-port', { bridge: 'br0', port: 'eth3', exists: false, tag: 5 }, 'SettingsInvalid', 'is to be taken out and has settings'],
] as const)('%s %j is refused: %s', async (resource, spec, outcome, text) => {
  await using host = await open();
  await expect(host.push(resource, 'edge', spec)).rejects.toBeOutcome(outcome, text);
});

test('a port that cannot be opened is refused by the device, and is not there', async () => {
  await using host = await open();
  await expect(host.push('vlan-port', 'edge', { bridge: 'br0', port: 'eth8', tag: 5 })).rejects.toBeOutcome('Refused', 'could not open network device eth8');
  expect(await host.read('vlan-port', 'edge', { bridge: 'br0', port: 'eth8' })).toEqual({ exists: false });
});

test('a port that is removed comes back as it was', async () => {
  await using host = await open();
  const plan = await host.push('vlan-port', 'edge', { bridge: 'br0', port: 'eth3', exists: false });
  await host.restore('vlan-port', 'edge', plan);
  expect(await host.read('vlan-port', 'edge', { bridge: 'br0', port: 'eth3' })).toEqual({ exists: true, type: 'system', mode: null, tag: 10, trunks: [] });
  expect(host.device('edge').files.text('/open-vswitch.json')).toBeNull();
});

test('what somebody else changed since it was read is left alone', async () => {
  await using host = await open();
  const plan = await host.plan('interface', 'edge', { interface: 'eth1', description: 'Mine' });
  const other = await host.push('interface', 'edge', { interface: 'eth1', description: 'Theirs' });
  expect(other.current).toEqual(plan.current);
  await expect(host.apply('interface', 'edge', plan)).rejects.toBeOutcome('Conflict', 'not as it was when read');
});
