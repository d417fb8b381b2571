import { expect, test } from 'vitest';
import { portRows } from './port-rows.ts';

type Detail = Parameters<typeof portRows>[0];

const port = (index: number, name: string): Detail['interfaces'][number] => ({ index, name, adminStatus: 'up', operStatus: 'up', speed: null, description: null, alias: null, type: null, mtu: null, mac: null });
const check = (items: Detail['checks'][number]['items']): Detail['checks'][number] => ({
  device: 'id-1', plugin: 'p', check: 'ports', title: 'Ports', state: 'critical', hard: true, attempt: 1, summary: '', items, metrics: [], since: null, lastRun: null, nextRun: null, elapsedMs: null, code: null, where: '', hint: '',
});
const device: Detail = {
  id: 'id-1', name: 'access-1', site: 'leeds', kind: 'switch', addresses: [], vendor: null, model: null, os: null, version: null, serial: null, plugins: [], state: null, address: '', labels: {}, keys: [], firstSeen: '', lastSeen: null,
  interfaces: [port(1, '1'), port(2, '2'), port(3, '3')], neighbours: [{ protocol: 'lldp', localPort: '2', remoteName: 'stranger', remotePort: 'x', remoteChassis: null }], parts: [], vlans: [], stations: [], arp: [], hardware: [], behind: null,
  checks: [check([{ name: '2', state: 'ok', summary: '' }, { name: '3', state: 'critical', summary: 'down' }]), check([{ name: '2', state: 'warning', summary: 'errors' }])], incidents: [], lately: [],
};

test('a port shows the worst that any check says of it, and those that are wrong stand first', () => {
  expect(portRows(device, []).map((row) => [row.port.name, row.state, row.summary])).toEqual([['3', 'critical', 'down'], ['2', 'warning', 'errors'], ['1', null, '']]);
});

test('what hangs at a port is a device of the inventory where it is known, else the name that it tells', () => {
  const link = { proof: 'both' as const, protocol: null, ends: [{ device: 'id-1', name: 'access-1', site: 'leeds', port: '3', aggregate: null }, { device: 'id-2', name: 'core-1', site: 'leeds', port: 'Te1', aggregate: null }] };
  expect(portRows(device, [link]).map((row) => row.neighbours)).toEqual([[{ device: 'id-2', name: 'core-1', port: 'Te1' }], [{ device: null, name: 'stranger', port: 'x' }], []]);
});
