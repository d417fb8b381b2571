import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { startHost } from '../../core/src/host/index.ts';
import { mayStartMachines, startMachine, type RealMachine } from './machine.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';

const open = 'flush ruleset\n';
/** Lets nobody in any more, not even those who are. */
const cut = 'flush ruleset\ntable inet filter {\n  chain input { type filter hook input priority 0; policy drop; }\n}\n';
const fine = 'flush ruleset\ntable inet filter {\n  chain input { type filter hook input priority 0; policy drop; tcp dport 22 accept; tcp sport 22 accept; }\n}\n';

describeWith(['sshd', 'ssh-keygen', 'fping', 'nft'], 'a real machine with a packet filter of its own', () => {
  let machine: RealMachine;
  let host: RealHost;
  beforeEach(async () => {
    if (!mayStartMachines) return;
    machine = await startMachine('127.0.73.9');
    await machine.run(`printf '%s' '${open}' >/etc/nftables.conf; rm -rf /etc/nftables.d`);
    host = await startRealHost({
      networks: ['127.0.73.8/30'],
      plugins: { 'linux-server': { enabled: true, grant: 'write' } },
      credentials: { lab: { kind: 'ssh', user: machine.user, privateKey: { file: machine.privateKeyFile } } },
      transports: { ssh: { port: machine.port, credentials: 'lab', connectTimeoutMs: 2_000, timeoutMs: 3_000 } },
    });
    await host.services.discovery.run({});
  });
  afterEach(async () => {
    if (!mayStartMachines) return;
    await host[Symbol.asyncDispose]();
    await machine[Symbol.asyncDispose]();
  });

  const settings = (): Promise<string> => machine.run('cat /etc/nftables.conf');
  const rules = (): Promise<string> => machine.run('nft list ruleset');
  const plan = (content: string, trial: string) => {
    const device = host.services.inventory.devices()[0]?.name;
    const change = { title: 'Packet filter', trial, changes: [{ device, resource: 'linux-server/network', spec: { path: '/etc/nftables.conf', content } }] };
    return host.services.changes.plan({ text: stringify(change), file: 'change.yaml', person: 'ann' });
  };

  test.skipIf(!mayStartMachines)('new rules that let us in are kept, and nothing is left behind', { timeout: 60_000 }, async () => {
    const change = await host.services.changes.apply({ plan: await plan(fine, '1m'), person: 'ann' });
    expect(change).toMatchObject({ state: 'kept' });
    expect(await settings()).toBe(fine);
    expect(await rules()).toContain('tcp dport 22 accept');
    expect(await machine.run('ls -A /var/lib/jackfield/trials; ps -e -o args= | grep -c "[s]leep" || true')).toBe('0\n');
    await host.services.changes.undo({ change: change.id, person: 'ann' });
    expect(await settings()).toBe(open);
    expect(await rules()).toBe('');
  });

  test.skipIf(!mayStartMachines)('rules that cut us off are taken back by the machine, and the change says so', { timeout: 120_000 }, async () => {
    const change = await host.services.changes.apply({ plan: await plan(cut, '8s'), person: 'ann' });
    expect(change).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored' }] });
    expect(await settings()).toBe(open);
    expect(await rules()).toBe('');
  });

  test.skipIf(!mayStartMachines)('they are taken back with the host gone, and the next start finds everything as it was', { timeout: 120_000 }, async () => {
    const made = await plan(cut, '8s');
    const applying = host.services.changes.apply({ plan: made, person: 'ann' });
    applying.catch(() => undefined);
    await expect.poll(rules, { timeout: 20_000 }).toContain('policy drop');
    await host.stop();
    await expect.poll(rules, { timeout: 20_000 }).toBe('');
    expect(await settings()).toBe(open);
    await using next = await startHost({ directory: host.configuration });
    await expect.poll(async () => (await next.services.changes.list())[0]?.state, { timeout: 30_000 }).toBe('reverted-verified');
  });
});
