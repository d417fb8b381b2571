import { createTestHost, type TestDevice } from '@jackfield/core/testing';
import '@jackfield/core/matchers';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);
const bridges = { br0: { ports: { eth2: { mac: '00:16:3e:06:00:02' }, tap0: { mac: '02:16:3e:06:00:03' } } } };
const devices: { readonly [name: string]: TestDevice } = {
  router: { ssh: { machine: { frr: {
    hostname: 'edge-1', version: '8.4.4', daemons: ['zebra', 'bgpd'],
    interfaces: [{ name: 'eth0', mac: '00:16:3e:05:00:00', address: '192.0.2.1/24' }, { name: 'tun0', mac: '02:00:00:00:00:01', address: 'fe80::1/64' }],
    bgp: { '192.0.2.9': { as: 65_000, description: 'Carrier' }, '198.51.100.9': { as: 65_000 } },
  } } } },
  resting: { ssh: { machine: { frr: { hostname: 'resting', daemons: [] } } } },
  switch: { ssh: { machine: { openVSwitch: { hostname: 'sw-1', bridges } } } },
  stopped: { ssh: { machine: { openVSwitch: { daemon: false, bridges } } } },
  both: { ssh: { machine: { frr: { hostname: 'both-1' }, openVSwitch: { hostname: 'both-1', bridges } } } },
  server: { ssh: { machine: { linux: { hostname: 'web-1', memoryMB: { total: 2_048, available: 1_500 } } } } },
  otherVtysh: { ssh: { machine: { commands: { vtysh: 'Quagga 1.2.4 (old-1).\n', 'ovs-vsctl': { code: 126, stderr: 'Permission denied\n' } } } } },
};
const open = () => createTestHost({ plugin, directory, devices });

test('a router is known by its burnt-in addresses and its name; a neighbour that is several routers away is at no port', async () => {
  await using host = await open();
  expect(await host.inspect('frr', 'router')).toMatchObject({
    kind: 'router', name: 'edge-1', vendor: 'FRRouting', version: '8.4.4', keys: [{ type: 'mac', value: '00:16:3e:05:00:00' }, { type: 'name', value: 'edge-1' }],
    addresses: ['192.0.2.1'], neighbours: [{ localPort: 'eth0', remoteName: null }],
  });
  expect(await host.identify('open-vswitch', 'router')).toBeNull();
});

test('a switch is known by what is burnt into its ports', async () => {
  await using host = await open();
  expect(await host.inspect('open-vswitch', 'switch')).toMatchObject({
    kind: 'switch', name: 'sw-1', vendor: 'Open vSwitch', keys: [{ type: 'mac', value: '00:16:3e:06:00:02' }, { type: 'name', value: 'sw-1' }], interfaces: [{ name: 'eth2', operStatus: 'up' }, { name: 'tap0' }],
  });
  expect(await host.identify('frr', 'switch')).toBeNull();
});

test('a machine that does both is found as both', async () => {
  await using host = await open();
  expect(await host.identify('frr', 'both')).toMatchObject({ kind: 'router' });
  expect(await host.identify('open-vswitch', 'both')).toMatchObject({ kind: 'switch' });
});

test.each(['server', 'otherVtysh'])('%s is nobody of ours', async (name) => {
  await using host = await open();
  expect(await host.identify('frr', name)).toBeNull();
  expect(await host.identify('open-vswitch', name)).toBeNull();
});

test('what is installed and does not run is no device, and does not lose its plugin either', async () => {
  await using host = await open();
  await expect(host.identify('frr', 'resting')).rejects.toBeOutcome('NotReady', 'reaches no daemon');
  await expect(host.identify('open-vswitch', 'stopped')).rejects.toBeOutcome('NotReady', 'ovs-vswitchd does not run');
});
