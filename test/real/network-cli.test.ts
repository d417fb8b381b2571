import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { startHost } from '../../core/src/host/index.ts';
import { mayStartMachines, type RealMachine } from './machine.ts';
import { networkUnits, startNetworkMachine } from './network-machine.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSystemdMachine } from './systemd-machine.ts';

/** What of a trial is on a machine: none of it, when the trial is over. */
const traces = 'ls -A /var/lib/jackfield/cli-trials 2>/dev/null; ls /etc/local.d /etc/cron.d 2>/dev/null | grep jackfield; ps -e -o args= | grep -E "[s]leep [0-9]+$"; true';
const configuration = "vtysh -c 'show running-config no-header'";
const startup = 'cat /etc/frr/frr.conf';
const ports = 'ovs-vsctl --format=csv --columns=name,tag,trunks,vlan_mode list Port | sort; ovs-vsctl list-br; ovs-vsctl list-ports br0';

class Bench implements AsyncDisposable {
  readonly machine: RealMachine;
  readonly host: RealHost;

  private constructor(machine: RealMachine, host: RealHost) {
    this.machine = machine;
    this.host = host;
  }

  static async open({ plugins = ['network-cli'], on }: { readonly plugins?: readonly string[]; readonly on?: RealMachine } = {}): Promise<Bench> {
    const machine = on ?? (await startNetworkMachine('127.0.81.5'));
    const host = await startRealHost({
      networks: ['127.0.81.4/30'],
      plugins: Object.fromEntries(plugins.map((plugin) => [plugin, { enabled: true, grant: 'write' }])),
      credentials: { lab: { kind: 'ssh', user: machine.user, privateKey: { file: machine.privateKeyFile } } },
      transports: { ssh: { port: machine.port, credentials: 'lab', connectTimeoutMs: 5_000, timeoutMs: 10_000 } },
      devices: [{ name: 'edge-1', address: machine.address }],
    });
    await host.services.discovery.run({});
    return new Bench(machine, host);
  }

  device(): ReturnType<RealHost['services']['inventory']['devices']>[number] | undefined {
    return this.host.services.inventory.devices()[0];
  }

  async check(name: string): Promise<Awaited<ReturnType<RealHost['services']['health']['checkNow']>>[number] | undefined> {
    return (await this.host.services.health.checkNow(this.device()?.id ?? '', { check: name }))[0];
  }

  async apply(trial: string, ...pushes: readonly (readonly [resource: string, spec: object])[]): ReturnType<RealHost['services']['changes']['apply']> {
    const changes = pushes.map(([resource, spec]) => ({ device: 'edge-1', resource: `network-cli/${resource}`, spec }));
    const plan = await this.host.services.changes.plan({ text: stringify({ title: 'Network', trial, health: { checks: ['network-cli/switching'] }, changes }), file: 'change.yaml', person: 'ann' });
    return this.host.services.changes.apply({ plan, person: 'ann' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host[Symbol.asyncDispose]();
    await this.machine[Symbol.asyncDispose]();
  }
}

const cuts = [
  { of: 'its port into another VLAN', push: ['vlan-port', { bridge: 'br0', port: 'eth1', tag: 99 }] as const, seen: 'ovs-vsctl get Port eth1 tag', cut: '99', before: '10' },
  { of: 'its interface down', push: ['interface', { interface: 'mgmt', shutdown: true }] as const, seen: "vtysh -c 'show running-config no-header' | grep -c '^ shutdown' || true", cut: '1', before: '0' },
];

describeWith(['sshd', 'ssh-keygen', 'fping', 'vtysh', 'ovs-vsctl', 'ethtool', 'systemd-nspawn'], 'a real machine with FRRouting and Open vSwitch', () => {
  describe.skipIf(!mayStartMachines)('that is well', () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await Bench.open();
      await vi.waitUntil(async () => (await bench.machine.run("vtysh -c 'show bgp summary json'")).includes('"Established"'), { timeout: 30_000, interval: 100 });
    }, 60_000);
    afterAll(() => bench[Symbol.asyncDispose]());

    test('is found as both, with its interfaces, addresses and neighbours', async () => {
      await bench.host.services.discovery.run({});
      const [, version] = /FRRouting (\S+)/.exec(await bench.machine.run("vtysh -c 'show version'")) ?? [];
      const device = bench.device();
      expect(device).toMatchObject({ kind: 'router', vendor: 'FRRouting', model: 'FRR', os: 'FRRouting', version, plugins: [{ id: 'network-cli', discovery: 'frr' }, { id: 'network-cli', discovery: 'open-vswitch' }] });
      expect(device?.interfaces.map(({ name }) => name)).toEqual(expect.arrayContaining(['eth1', 'eth2', 'mgmt']));
      expect(device?.addresses).toContain('10.99.0.1');
    });

    test('is well by its checks, which say what vtysh says', async () => {
      expect(await bench.check('routing')).toMatchObject({ state: 'ok', items: [{ name: 'BGP 10.99.0.2', state: 'ok', summary: expect.stringContaining('Established, 1 prefixes') }] });
      expect(await bench.check('switching')).toMatchObject({ state: 'ok', items: expect.arrayContaining([expect.objectContaining({ name: 'br0/eth1', summary: 'up' })]) });
    });

    test('a neighbour that is gone, a daemon that is gone, a port without its device: each is told', { timeout: 120_000 }, async () => {
      await bench.machine.run('kill $(cat /run/frr/far/bgpd.pid)');
      await expect.poll(async () => (await bench.check('routing'))?.state, { timeout: 30_000 }).toBe('critical');
      expect(await bench.check('routing')).toMatchObject({ summary: expect.stringMatching(/^BGP 10\.99\.0\.2: /) });
      await bench.machine.run('ovs-vsctl --timeout=10 add-port br0 nosuch0 2>/dev/null; true');
      expect(await bench.check('switching')).toMatchObject({ state: 'critical', summary: expect.stringContaining('br0/nosuch0: could not open network device') });
      await bench.machine.run('ovs-vsctl --timeout=10 del-port br0 nosuch0');
      await bench.machine.run('kill $(cat /run/frr/bgpd.pid); while [ -d /proc/$(cat /run/frr/bgpd.pid 2>/dev/null || echo none) ]; do :; done');
      expect(await bench.check('routing')).toMatchObject({ state: 'critical', items: [{ name: 'bgpd', summary: 'does not run' }] });
    });

    test('is configured in one change of routes and VLANs, saved when it is kept, and put back with it', { timeout: 120_000 }, async () => {
      const before = await Promise.all([configuration, startup, ports].map((command) => bench.machine.run(command)));
      const change = await bench.apply('5m',
        ['interface', { interface: 'eth2', description: 'To the lab', addresses: ['192.0.2.1/24', '2001:db8::1/64'] }],
        ['route', { prefix: '10.8.0.0/16', nextHops: [{ gateway: '192.0.2.9' }, { gateway: '192.0.2.10', interface: 'eth2', distance: 200 }] }],
        ['route', { prefix: '10.9.0.0/16', nextHops: [] }],
        ['bridge', { bridge: 'lab', datapath: 'netdev', rstp: true }],
        ['vlan-port', { bridge: 'br0', port: 'phones', type: 'internal', mode: 'native-untagged', tag: 20, trunks: [40, 30] }]);
      expect(change).toMatchObject({ state: 'kept', message: null });
      for (const text of [await bench.machine.run(configuration), await bench.machine.run(startup)]) {
        expect(text).toContain(' description To the lab\n ip address 192.0.2.1/24\n ipv6 address 2001:db8::1/64\n');
        expect(text).toContain('ip route 10.8.0.0/16 192.0.2.9\n');
        expect(text).toContain('ip route 10.8.0.0/16 192.0.2.10 eth2 200\n');
        expect(text).not.toContain('10.9.0.0');
      }
      expect(await bench.machine.run(ports)).toMatch(/phones,20,"\[30, 40\]",native-untagged[^]*\nlab\n/);
      expect(await bench.machine.run('ovs-vsctl get Bridge lab rstp_enable datapath_type')).toBe('true\nnetdev\n');
      expect(await bench.machine.run(traces)).toBe('');
      await bench.host.services.changes.undo({ change: change.id, person: 'ann' });
      const after = await Promise.all([configuration, ports].map((command) => bench.machine.run(command)));
      expect(after).toEqual([before[0], before[2]]);
      expect(await bench.machine.run(startup)).toContain('ip route 10.9.0.0/16 blackhole\n');
      expect(await bench.machine.run(startup)).not.toContain('192.0.2.1');
      expect(await bench.machine.run(traces)).toBe('');
    });

    test('what it refuses is not there afterwards, and the change says why', { timeout: 120_000 }, async () => {
      const before = await bench.machine.run(ports);
      const change = await bench.apply('5m', ['vlan-port', { bridge: 'br0', port: 'nosuch1', tag: 20 }]);
      expect(change.state).toBe('reverted-verified');
      expect(JSON.stringify(change)).toContain('could not open network device nosuch1');
      expect(await bench.machine.run(ports)).toBe(before);
      await expect(bench.apply('5m', ['interface', { interface: 'nosuch1', description: 'Nowhere' }])).rejects.toThrow('there is no interface nosuch1');
      await expect(bench.apply('5m', ['bridge', { bridge: 'br0', exists: false }])).rejects.toThrow('br0 has ports');
      expect(await bench.machine.run(traces)).toBe('');
    });

    test.each(['dash', 'bash --posix', 'busybox sh'])('the trial script runs on %s, to each of its ends', { timeout: 60_000 }, async (shell) => {
      const script = resolve(import.meta.dirname, '../../plugins/network-cli/scripts/trial.sh');
      const tag = 'ovs-vsctl get Port eth1 other_config:jackfield 2>/dev/null || echo none';
      const act = (args: string): Promise<string> => bench.machine.run(`status=0; ${shell} -s -- ${args} <${script} 2>&1 || status=$?; echo "$status"`);
      const begin = (seconds: number, forward = "'--\nset\nPort\neth1\nother_config:jackfield=a b'"): Promise<string> => act(`run ovs t ${seconds} "$(printf ${forward})" "$(printf -- '--\nremove\nPort\neth1\nother_config\njackfield')"`);
      const printf = "-- '--\nset\nPort\neth1\nother_config:jackfield=\"a b\"'";
      expect(await begin(60, printf)).toBe('0\n');
      expect(await bench.machine.run(tag)).toBe('"a b"\n');
      expect(await begin(60, printf)).toBe('75\n');
      expect(await act('back t')).toBe('0\n');
      expect(await bench.machine.run(tag)).toBe('none\n');
      expect(await act('back t')).toBe('76\n');
      expect(await begin(60, printf)).toBe('0\n');
      expect(await act('confirm ovs t')).toBe('0\n');
      expect(await act('confirm ovs t')).toBe('76\n');
      expect(await bench.machine.run(tag)).toBe('"a b"\n');
      expect(await begin(60, "-- '--\nset\nPort\nnowhere\ntag=5'")).toMatch(/no row "nowhere"[^]*\n65\n$/);
      expect(await bench.machine.run(tag)).toBe('none\n');
      expect(await begin(1, printf)).toBe('0\n');
      await expect.poll(() => bench.machine.run(tag), { timeout: 10_000 }).toBe('none\n');
      await expect.poll(() => bench.machine.run(traces), { timeout: 10_000 }).toBe('');
      expect(await act("run frr t 60 'interface eth2\n bogus' 'no description'")).toMatch(/Unknown command[^]*\n65\n$/);
      // As FRRouting from 9 on says when another session has its configuration: Debian's has no such locks.
      await bench.machine.run(`mkdir -p /run/locked; printf '#!/bin/sh\\necho "%% Can\\047t enter config; candidate datastore locked by another session"\\n' >/run/locked/vtysh; chmod 755 /run/locked/vtysh`);
      expect(await bench.machine.run(`status=0; PATH=/run/locked:$PATH ${shell} -s -- run frr t 60 'interface eth2' 'no description' <${script} 2>&1 || status=$?; echo "$status"`)).toMatch(/locked by another session\n79\n$/);
      expect(await bench.machine.run(traces)).toBe('');
    });

    test('the whole suite of rules about devices holds on it', { timeout: 300_000 }, async () => {
      const terminal = new RecordingTerminal();
      const plugin = resolve(import.meta.dirname, '../../plugins/network-cli');
      const code = await run(['--config', bench.host.configuration, 'plugin', 'check', plugin, '--quick', '--device', 'edge-1', '--as', 'both-1'], terminal, new AbortController().signal);
      expect({ code, output: terminal.output + terminal.errors }).toEqual({ code: 0, output: expect.not.stringContaining('broken') });
    });
  });

  test.skipIf(!mayStartMachines)('is managed by linux-server too, which says what machine it is', { timeout: 60_000 }, async () => {
    await using bench = await Bench.open({ plugins: ['linux-server', 'network-cli'] });
    const [, os] = /^NAME="(.+)"$/m.exec(await bench.machine.run('cat /etc/os-release')) ?? [];
    expect(bench.device()).toMatchObject({ kind: 'server', os });
    expect(bench.device()?.plugins.map(({ id, discovery }) => `${id}/${discovery}`).sort()).toEqual(['linux-server/server', 'network-cli/frr', 'network-cli/open-vswitch']);
  });

  describe.each(cuts)('that a change cuts off by $of', ({ push, seen, cut, before }) => {
    test.skipIf(!mayStartMachines)('takes it back, and the change says so', { timeout: 120_000 }, async () => {
      await using bench = await Bench.open();
      expect(await bench.apply('8s', push)).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored' }] });
      expect((await bench.machine.run(seen)).trim()).toBe(before);
      expect(await bench.machine.run(traces)).toBe('');
    });

    test.skipIf(!mayStartMachines)('takes it back with the host gone, and the next start finds everything as it was', { timeout: 120_000 }, async () => {
      await using bench = await Bench.open();
      const applying = bench.apply('8s', push);
      applying.catch(() => undefined);
      await expect.poll(async () => (await bench.machine.run(seen)).trim(), { timeout: 20_000 }).toBe(cut);
      await bench.host.stop();
      await expect.poll(async () => (await bench.machine.run(seen)).trim(), { timeout: 20_000 }).toBe(before);
      await using next = await startHost({ directory: bench.host.configuration });
      await expect.poll(async () => (await next.services.changes.list())[0]?.state, { timeout: 30_000 }).toBe('reverted-verified');
    });
  });

  test.skipIf(!mayStartMachines)('that loses its power while a VLAN is on trial starts with the old one, and the change says so', { timeout: 180_000 }, async () => {
    const machine = await startSystemdMachine('127.0.81.5', networkUnits);
    const tag = 'ovs-vsctl get Port p1 tag 2>&1; true';
    await expect.poll(() => machine.run('ovs-appctl version 2>&1; true'), { timeout: 20_000 }).toContain('ovs-vswitchd (Open vSwitch)');
    await using bench = await Bench.open({ on: machine });
    const applying = bench.apply('10m', ['vlan-port', { bridge: 'br0', port: 'p1', tag: 99 }], ['interface', { interface: 'lo', description: 'Tried' }]);
    await expect.poll(() => machine.run(tag), { timeout: 20_000 }).toBe('99\n');
    await machine.cutPower();
    await expect.poll(() => machine.run(tag), { timeout: 30_000 }).toBe('[]\n');
    expect(await applying).toMatchObject({ state: 'reverted-verified' });
    expect(await machine.run(configuration)).not.toContain('Tried');
    expect(await machine.run(`${traces}; ls /etc/systemd/system | grep jackfield; true`)).toBe('');
  });
});
