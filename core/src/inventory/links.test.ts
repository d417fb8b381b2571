import type { ArpEntry, Neighbour, NetworkInterface, Station } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arpAddresses } from './arp-addresses.ts';
import type { ManagedDevice } from './inventory.ts';
import { linksOf, type Link } from './links.ts';
import { macIn, stationsAt } from './station-places.ts';

const port = (name: string, index: number, more: Partial<NetworkInterface> = {}): NetworkInterface => ({
  index, name, description: name.replace(/^Gi/, 'GigabitEthernet'), alias: null, type: null, adminStatus: null, operStatus: null, speed: null, mtu: null, mac: null, ...more,
});

function device(name: string, ports: readonly NetworkInterface[], neighbours: readonly Partial<Neighbour>[] = [], stations: readonly Station[] = [], arp: readonly ArpEntry[] = []): ManagedDevice {
  return {
    id: `dev-${name}`, name, site: 'leeds', kind: 'switch', address: '', addresses: [], vendor: null, model: null, os: null, version: null, serial: null, labels: {}, plugins: [], keys: [],
    firstSeen: '', lastSeen: '', interfaces: ports, stations, arp,
    neighbours: neighbours.map((one) => ({ protocol: 'lldp', localPort: null, remoteName: null, remotePort: null, remoteChassis: null, ...one })),
  };
}

const text = ({ ends: [one, other], proof }: Link): string => `${one.device.slice(4)} ${one.port} - ${other.device.slice(4)} ${other.port}: ${proof}`;

describe('links that devices tell of', () => {
  test('told by both ends is one link, whichever name of a port each uses; told by one end is less', () => {
    const core = device('core', [port('Gi1', 1), port('Gi2', 2)], [{ localPort: 'Gi1', remoteName: 'access', remotePort: 'GigabitEthernet7' }, { localPort: 'Gi2', remoteName: 'other', remotePort: 'x1' }]);
    const access = device('access', [port('Gi7', 7)], [{ localPort: 'Gi7', remoteName: 'core', remotePort: 'GigabitEthernet1', protocol: 'cdp' }]);
    expect(linksOf([core, access, device('other', [])]).map(text)).toEqual(['core Gi1 - access Gi7: both', 'core Gi2 - other x1: one']);
  });

  test('two cables between two devices stay two, and each finds its own other end', () => {
    const left = device('left', [port('Gi1', 1, { aggregate: 'Po1' }), port('Gi2', 2, { aggregate: 'Po1' })], [{ localPort: 'Gi1', remoteName: 'right', remotePort: 'Gi4' }, { localPort: 'Gi2', remoteName: 'right', remotePort: 'Gi3' }]);
    const right = device('right', [port('Gi3', 3), port('Gi4', 4)], [{ localPort: 'Gi3', remoteName: 'left', remotePort: 'Gi2' }, { localPort: 'Gi4', remoteName: 'left', remotePort: 'Gi1' }]);
    const links = linksOf([left, right]);
    expect(links.map(text)).toEqual(['left Gi1 - right Gi4: both', 'left Gi2 - right Gi3: both']);
    expect(links.map(({ ends: [end] }) => end.aggregate)).toEqual(['Po1', 'Po1']);
  });

  test('ends that contradict each other are two links by half', () => {
    const left = device('left', [port('Gi1', 1), port('Gi2', 2)], [{ localPort: 'Gi1', remoteName: 'right', remotePort: 'Gi3' }]);
    const right = device('right', [port('Gi3', 3), port('Gi4', 4)], [{ localPort: 'Gi4', remoteName: 'left', remotePort: 'Gi2' }]);
    expect(linksOf([left, right]).map(({ proof }) => proof)).toEqual(['one', 'one']);
  });

  test('a name that two devices have joins nobody', () => {
    const twins = [device('twin', []), { ...device('twin', []), id: 'dev-twin2' }];
    expect(linksOf([device('core', [port('Gi1', 1)], [{ localPort: 'Gi1', remoteName: 'twin' }]), ...twins])).toEqual([]);
  });

  test('the links do not hang on the order of the devices, and nobody is linked to itself', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const claims = fc.array(fc.record({ from: names, at: fc.constantFrom('Gi1', 'Gi2'), to: names, other: fc.constantFrom('Gi1', 'Gi2', 'eth9', null) }), { maxLength: 8 });
    const count = (devices: readonly ManagedDevice[]) => linksOf(devices).map(({ proof, ends }) => `${ends.map((end) => end.device).sort().join('-')} ${proof}`).sort();
    fc.assert(fc.property(claims, (all) => {
      const devices = ['a', 'b', 'c', 'd'].map((name) => device(name, [port('Gi1', 1), port('Gi2', 2)], all.filter(({ from }) => from === name).map(({ at, to, other }) => ({ localPort: at, remoteName: to, remotePort: other }))));
      const links = linksOf(devices);
      expect(links.every(({ ends: [one, other] }) => one.device !== other.device)).toBe(true);
      expect(count(devices.toReversed()).map((one) => one.split(' ')[0])).toEqual(expect.arrayContaining(count(devices).map((one) => one.split(' ')[0])));
    }));
  });
});

describe('addresses behind ports', () => {
  const mac = '02:4c:45:07:00:31';
  const phone = device('phone', [port('eth0', 1, { mac })]);
  const seen = (of: string): Station => ({ mac, port: of, vlan: 20 });

  test('an address at an edge port joins what hangs there, and is found there', () => {
    const access = device('access', [port('Gi3', 3), port('Gi7', 7)], [{ localPort: 'Gi7', remoteName: 'core', remotePort: 'Gi1' }], [seen('Gi3')]);
    const core = device('core', [port('Gi1', 1)], [{ localPort: 'Gi1', remoteName: 'access', remotePort: 'Gi7' }], [seen('Gi1')]);
    const devices = [access, core, phone];
    const links = linksOf(devices);
    expect(links.map(text)).toEqual(['access Gi7 - core Gi1: both', 'access Gi3 - phone eth0: address']);
    expect(stationsAt(new Set([mac]), devices, links).map((place) => [place.device.name, place.port, place.vlan, place.isEdge])).toEqual([['access', 'Gi3', 20, true], ['core', 'Gi1', 20, false]]);
  });

  test('an address at two edge ports joins nobody: something between them tells nothing', () => {
    expect(linksOf([device('one', [port('Gi1', 1)], [], [seen('Gi1')]), device('two', [port('Gi1', 1)], [], [seen('Gi1')]), phone])).toEqual([]);
  });

  test('of several edge ports the one with the fewest addresses is it: a bridge on the way sees more', () => {
    const other = { ...seen('Gi1'), mac: '02:4c:45:07:00:32' };
    const far = device('far', [port('Gi1', 1)], [], [seen('Gi1'), other]);
    const near = device('near', [port('Gi1', 1), port('Gi2', 2)], [], [seen('Gi1'), { ...other, port: 'Gi2' }]);
    const links = linksOf([far, near, phone]);
    expect(links.map(text)).toEqual(['near Gi1 - phone eth0: address']);
    expect(stationsAt(new Set([mac]), [far, near, phone], links).map((place) => [place.device.name, place.isEdge])).toEqual([['near', true], ['far', false]]);
  });

  test('an address that two devices share joins nobody', () => {
    const copy = device('copy', [port('eth0', 1, { mac })]);
    expect(linksOf([device('access', [port('Gi3', 3)], [], [seen('Gi3')]), phone, copy])).toEqual([]);
  });

  test('what a neighbour tells comes before an address', () => {
    const access = device('access', [port('Gi3', 3)], [{ localPort: 'Gi3', remoteName: 'phone', remotePort: 'eth0' }], [seen('Gi3')]);
    expect(linksOf([access, phone]).map(text)).toEqual(['access Gi3 - phone eth0: one']);
  });

  test.each([['02-4C-45-07-00-31', mac], ['024c.4507.0031', mac], ['024c45070031', mac], ['leeds-core-1', null], ['10.0.0.1', null], ['', null]])('%s is the address %s', (said, meant) => {
    expect(macIn(said)).toBe(meant);
  });
});

describe('a phone that tells no hardware address', () => {
  const mac = '02:4c:45:07:00:31';
  const at = (name: string, address: string, more: Partial<ManagedDevice> = {}): ManagedDevice => ({ ...device(name, []), address, addresses: [address], ...more });
  const phone = at('phone', '192.0.2.21');
  const router = (...arp: readonly ArpEntry[]): ManagedDevice => device('router', [port('vlan20', 1, { mac: '02:4c:45:01:00:00' })], [], [], arp);
  const access = device('access', [port('Gi3', 3)], [], [{ mac, port: 'Gi3', vlan: 20 }]);

  test('is found by the ARP table of its site: at the port where its address was learnt', () => {
    const devices = [router({ address: '192.0.2.21', mac: mac.toUpperCase() }), access, phone];
    expect(linksOf(devices).map(text)).toEqual(['access Gi3 - phone null: address']);
    expect(arpAddresses(devices)).toEqual(new Map([['dev-phone', [mac]]]));
  });

  test('that a neighbour tells of is where that one says', () => {
    const told = device('told', [port('Gi9', 9)], [{ localPort: 'Gi9', remoteChassis: mac }]);
    expect(linksOf([router({ address: '192.0.2.21', mac }), access, told, phone]).map(text)).toEqual(['told Gi9 - phone null: one']);
  });

  test.each([
    ['of another site', [{ ...router({ address: '192.0.2.21', mac }), site: 'york' }, access, phone]],
    ['with which a router answers for others', [router({ address: '192.0.2.21', mac }, { address: '192.0.2.22', mac }), access, phone, at('other', '192.0.2.22')]],
    ['that is a port of another device', [router({ address: '192.0.2.21', mac }), access, phone, device('switch', [port('Gi1', 1, { mac })])]],
    ['of what tells its own', [router({ address: '192.0.2.21', mac }), access, at('phone', '192.0.2.21', { keys: [{ type: 'mac', value: '02:4c:45:07:00:99' }] })]],
  ])('is not found by an address %s', (_what, devices) => {
    expect(linksOf(devices).flatMap(({ ends }) => ends.map((end) => end.device))).not.toContain('dev-phone');
  });
});
