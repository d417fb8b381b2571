import { createTestHost, type TestDevice } from '@jackfield/core/testing';
import '@jackfield/core/matchers';
import { Refused } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);
const router = (frr: object, files: { readonly [path: string]: string } = {}): TestDevice => ({ files, ssh: { machine: { frr: { hostname: 'edge-1', ...frr } } } });
const bridge = (ports: { readonly [port: string]: { readonly up?: boolean; readonly shutdown?: boolean } }): TestDevice => ({ ssh: { machine: { openVSwitch: { bridges: { br0: { ports } } } } } });
const open = (device: TestDevice, settings = {}) => createTestHost({ plugin, directory, devices: { device }, settings });

describe('routing', () => {
  test('what is not configured is not red', async () => {
    await using host = await open(router({}));
    expect(await host.check('routing', 'device')).toBeOk('2 daemons run, 0 neighbours');
  });

  test('a daemon that the start file switches on must run, one that the settings name too', async () => {
    await using host = await open(router({}, { '/etc/frr/daemons': '#bgpd=yes\nospfd="yes"\nripd=no\nbfdd=1\nvtysh_enable=yes\n' }), { routing: { daemons: ['pimd'] } });
    expect(await host.check('routing', 'device')).toMatchObject({ state: 'critical', items: [{ name: 'bfdd' }, { name: 'ospfd' }, { name: 'pimd' }] });
  });

  test('a login that may not read the start file is told what vtysh says', async () => {
    await using host = await open(router({}, { '/etc/frr/daemons': 'ospfd=yes\n' }));
    host.intercept = async ({ op }, perform) => {
      if (op === 'ssh.readFile') throw new Refused('/etc/frr/daemons: permission denied');
      return perform();
    };
    expect(await host.check('routing', 'device')).toBeOk('2 daemons run');
  });

  test('a neighbour that is lost is critical, one that was shut down or is ignored is not', async () => {
    const bgp = { '192.0.2.1': { as: 1, prefixes: 800 }, '192.0.2.2': { as: 2, state: 'Connect', description: 'Carrier' }, '192.0.2.3': { as: 3, state: 'Idle (Admin)' }, '192.0.2.4': { as: 4, state: 'Active' } };
    await using host = await open(router({ daemons: ['zebra', 'staticd', 'bgpd'], bgp }), { routing: { ignore: String.raw`\.4$` } });
    const found = await host.check('routing', 'device');
    expect(found).toBeCritical('BGP 192.0.2.2: Connect, Carrier');
    expect(found.items.map(({ name, state }) => [name, state])).toEqual([['BGP 192.0.2.1', 'ok'], ['BGP 192.0.2.2', 'critical'], ['BGP 192.0.2.3', 'ok']]);
    expect(found).toHaveMetric('prefixes.received', 800);
    expect(found).toHaveMetric('neighbours.down', 1);
  });

  test('OSPF forgets who is gone: too few are critical', async () => {
    const frr = { daemons: ['zebra', 'staticd', 'ospfd'], ospf: { '10.0.0.2': { interface: 'eth1' }, '10.0.0.3': { interface: 'eth1', state: '2-Way/DROther' } } };
    await using host = await open(router(frr), { routing: { ospfNeighbours: 3 } });
    expect(await host.check('routing', 'device')).toBeCritical('OSPF: 2 of 3 neighbours');
  });

  test('without FRRouting there is nothing to look at; with none of its daemons nothing is known', async () => {
    await using host = await open(bridge({}));
    expect(await host.check('routing', 'device')).toBeOk('no FRRouting here');
    await using resting = await open(router({ daemons: [] }));
    await expect(resting.check('routing', 'device')).rejects.toBeOutcome('NotReady');
  });
});

describe('switching', () => {
  test('a port without link is a warning, critical where it is watched; one that is shut down or ignored is neither', async () => {
    const ports = { eth1: {}, eth2: { up: false }, eth3: { up: false }, eth4: { shutdown: true }, tap9: { up: false } };
    await using host = await open(bridge(ports), { switching: { watch: '/eth3$', ignore: '/tap' } });
    const found = await host.check('switching', 'device');
    expect(found).toBeCritical('br0/eth2: no link; br0/eth3: no link');
    expect(found.items.map(({ name, state }) => [name, state])).toEqual([['br0/eth1', 'ok'], ['br0/eth2', 'warning'], ['br0/eth3', 'critical'], ['br0/eth4', 'ok']]);
    expect(found.metrics).toEqual([{ name: 'ports.up', value: 1 }, { name: 'ports.down', value: 3 }, { name: 'ports.failed', value: 0 }]);
  });

  test('a database without its switch is critical; a machine without either is none', async () => {
    await using stopped = await open({ ssh: { machine: { openVSwitch: { daemon: false } } } });
    expect(await stopped.check('switching', 'device')).toBeCritical('ovs-vswitchd does not run');
    await using host = await open(router({}));
    expect(await host.check('switching', 'device')).toBeOk('no Open vSwitch here');
  });
});
