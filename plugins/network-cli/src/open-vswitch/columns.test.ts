import { expect, test } from 'vitest';
import { openVSwitch } from '../drivers/open-vswitch.ts';
import { columnArguments } from './columns.ts';

const { port, bridge } = openVSwitch;

test('only what differs is touched: what shall be unset is cleared, the rest is set', () => {
  const from = { mode: 'trunk', tag: null, trunks: [20, 30] };
  expect(columnArguments('Port', 'eth2', port, from, from)).toEqual([]);
  expect(columnArguments('Port', 'eth2', port, from, { mode: null, tag: 10, trunks: [] })).toEqual(['--', 'clear', 'Port', 'eth2', 'vlan_mode', 'trunks', '--', 'set', 'Port', 'eth2', 'tag=10']);
  expect(columnArguments('Port', 'eth2', port, { mode: null, tag: 10, trunks: [] }, from)).toEqual(['--', 'clear', 'Port', 'eth2', 'tag', '--', 'set', 'Port', 'eth2', 'vlan_mode=trunk', 'trunks=20,30']);
});

test('false is a value and not the lack of one', () => {
  const from = { datapath: '', failMode: null, stp: true, rstp: false, multicastSnooping: false };
  expect(columnArguments('Bridge', 'br0', bridge, from, { ...from, stp: false })).toEqual(['--', 'set', 'Bridge', 'br0', 'stp_enable=false']);
});
