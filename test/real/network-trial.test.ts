import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { startHost } from '../../core/src/host/index.ts';
import { mayStartMachines, startMachine, type RealMachine } from './machine.ts';
import { describeWith, type Program } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSystemdMachine, type SystemdMachine } from './systemd-machine.ts';

const trialScript = join(import.meta.dirname, '../../plugins/linux-server/scripts/trial.sh');
const open = 'flush ruleset\n';
/** Lets nobody in any more, not even those who are. */
const cut = 'flush ruleset\ntable inet filter {\n  chain input { type filter hook input priority 0; policy drop; }\n}\n';
const fine = 'flush ruleset\ntable inet filter {\n  chain input { type filter hook input priority 0; policy drop; tcp dport 22 accept; tcp sport 22 accept; }\n}\n';

/** What of a trial is on a machine: none of it, when the trial is over. A check of the machine's load sleeps for a second; what a trial waits for takes longer. */
const traces = 'ls -A /var/lib/jackfield/trials; ls /etc/systemd/system /etc/systemd/system/multi-user.target.wants /etc/local.d /etc/cron.d 2>/dev/null | grep jackfield; ps -e -o args= | grep -E "[s]leep ([2-9]|[0-9][0-9]+)$"; true';

class Bench implements AsyncDisposable {
  readonly machine: RealMachine;
  readonly host: RealHost;

  private constructor(machine: RealMachine, host: RealHost) {
    this.machine = machine;
    this.host = host;
  }

  static async open(machine: RealMachine): Promise<Bench> {
    await machine.run(`printf '%s' '${open}' >/etc/nftables.conf; rm -rf /etc/nftables.d; nft -f /etc/nftables.conf`);
    const host = await startRealHost({
      networks: ['127.0.73.8/30'],
      plugins: { 'linux-server': { enabled: true, grant: 'write' } },
      credentials: { lab: { kind: 'ssh', user: machine.user, privateKey: { file: machine.privateKeyFile } } },
      transports: { ssh: { port: machine.port, credentials: 'lab', connectTimeoutMs: 5_000, timeoutMs: 10_000 } },
    });
    await host.services.discovery.run({});
    return new Bench(machine, host);
  }

  settings(): Promise<string> {
    return this.machine.run('cat /etc/nftables.conf');
  }

  rules(): Promise<string> {
    return this.machine.run('nft list ruleset');
  }

  plan(content: string, trial: string): ReturnType<RealHost['services']['changes']['plan']> {
    const device = this.host.services.inventory.devices()[0]?.name;
    // Load and disks are those of the machine that all tests share: what else runs there decides nothing here.
    const change = { title: 'Packet filter', waves: { sizes: ['100%'], soak: '1s' }, trial, health: { checks: ['linux-server/services'] }, changes: [{ device, resource: 'linux-server/firewall', spec: { path: '/etc/nftables.conf', content } }] };
    return this.host.services.changes.plan({ text: stringify(change), file: 'change.yaml', person: 'ann' });
  }

  async apply(content: string, trial: string): ReturnType<RealHost['services']['changes']['apply']> {
    return this.host.services.changes.apply({ plan: await this.plan(content, trial), person: 'ann' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host[Symbol.asyncDispose]();
    await this.machine[Symbol.asyncDispose]();
  }
}

const programs: readonly Program[] = ['sshd', 'ssh-keygen', 'fping', 'nft'];

describe.each([
  { of: 'a real machine with a packet filter of its own', start: (): Promise<RealMachine> => startMachine('127.0.73.9'), needs: programs },
  { of: 'a real machine that systemd runs', start: (): Promise<RealMachine> => startSystemdMachine('127.0.73.9'), needs: [...programs, 'systemd-nspawn'] satisfies Program[] },
])('on $of', ({ of, start, needs }) => {
  describeWith(needs, of, () => {
    test.skipIf(!mayStartMachines)('new rules that let us in are kept, and nothing is left behind', { timeout: 180_000 }, async () => {
      await using bench = await Bench.open(await start());
      const change = await bench.apply(fine, '5m');
      expect(change).toMatchObject({ state: 'kept', message: null });
      expect(await bench.settings()).toBe(fine);
      expect(await bench.rules()).toContain('tcp dport 22 accept');
      expect(await bench.machine.run(traces)).toBe('');
      await bench.host.services.changes.undo({ change: change.id, person: 'ann' });
      expect(await bench.settings()).toBe(open);
      expect(await bench.rules()).toBe('');
      expect(await bench.machine.run(traces)).toBe('');
    });

    test.skipIf(!mayStartMachines)('rules that cut us off are taken back by the machine, and the change says so', { timeout: 180_000 }, async () => {
      await using bench = await Bench.open(await start());
      const change = await bench.apply(cut, '8s');
      expect(change).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored' }] });
      expect(await bench.settings()).toBe(open);
      expect(await bench.rules()).toBe('');
      expect(await bench.machine.run(traces)).toBe('');
    });

    test.skipIf(!mayStartMachines)('they are taken back with the host gone, and the next start finds everything as it was', { timeout: 180_000 }, async () => {
      await using bench = await Bench.open(await start());
      const applying = bench.apply(cut, '8s');
      applying.catch(() => undefined);
      await expect.poll(() => bench.rules(), { timeout: 20_000 }).toContain('policy drop');
      await bench.host.stop();
      await expect.poll(() => bench.rules(), { timeout: 20_000 }).toBe('');
      expect(await bench.settings()).toBe(open);
      await using next = await startHost({ directory: bench.host.configuration });
      await expect.poll(async () => (await next.services.changes.list())[0]?.state, { timeout: 30_000 }).toBe('reverted-verified');
    });
  });
});

describeWith([...programs, 'systemd-nspawn'], 'a machine that loses its power', () => {
  let machine: SystemdMachine;
  beforeEach(async () => {
    if (mayStartMachines) machine = await startSystemdMachine('127.0.73.9');
  });

  test.skipIf(!mayStartMachines)('while rules are on trial starts with the old ones, and the change says so', { timeout: 180_000 }, async () => {
    await using bench = await Bench.open(machine);
    const applying = bench.apply(cut, '10m');
    await expect.poll(() => bench.rules(), { timeout: 20_000 }).toContain('policy drop');
    await machine.cutPower();
    expect(await bench.settings()).toBe(open);
    expect(await bench.rules()).toBe('');
    expect(await bench.machine.run(traces)).toBe('');
    expect(await applying).toMatchObject({ state: 'reverted-verified' });
  });

  test.skipIf(!mayStartMachines)('after they were confirmed starts with the new ones', { timeout: 180_000 }, async () => {
    await using bench = await Bench.open(machine);
    expect(await bench.apply(fine, '5m')).toMatchObject({ state: 'kept' });
    await machine.cutPower();
    expect(await bench.settings()).toBe(fine);
    expect(await bench.rules()).toContain('tcp dport 22 accept');
  });
});

describeWith(programs, 'a real machine that somebody else is at work on', () => {
  test.skipIf(!mayStartMachines)('what somebody typed and did not write down, a table of another program, a file that is open in an editor: a push says whose it is, and overwrites none', { timeout: 120_000 }, async () => {
    await using bench = await Bench.open(await startMachine('127.0.73.9'));
    for (const [person, typed, taken] of [
      ['table inet filter is not as in the file', `printf '%s' '${fine}' >/etc/nftables.conf; nft -f /etc/nftables.conf; nft add rule inet filter input tcp dport 8080 accept`, 'nft -f /etc/nftables.conf'],
      ['ann has /etc/nftables.conf open in ', 'ln -s ann@elsewhere.1 /etc/.#nftables.conf', 'rm /etc/.#nftables.conf'],
    ] as const) {
      await bench.machine.run(typed);
      const rules = await bench.rules();
      expect(await bench.apply(`${fine}# again\n`, '5m')).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining(person) });
      expect([await bench.settings(), await bench.rules(), await bench.machine.run(traces)]).toEqual([fine, rules, '']);
      await bench.machine.run(taken);
    }
  });

  test.skipIf(!mayStartMachines)('a file is compared with all that is loaded with it; tables of others count where "flush ruleset" is new', { timeout: 60_000 }, async () => {
    await using machine = await startMachine('127.0.73.9');
    const armed = (path: string, takes: string) => machine.run(`sh ${trialScript} arm t ${path} 600 nftables ${takes} 2>&1; echo $?; sh ${trialScript} confirm t 2>/dev/null; nft list tables | grep probe; true`);
    const [whole, fragment] = ['/etc/nftables.conf', '/etc/nftables.d/site.nft'];
    const shared = 'table inet filter {\n  chain input { type filter hook input priority 0; policy accept; }\n}\n';
    await machine.run(`mkdir -p /etc/nftables.d; printf '${shared}include "/etc/nftables.d/*.nft"\n' >${whole}; printf 'table inet filter { chain input { tcp dport 22 accept; }; }' >${fragment}; nft -f ${whole}`);
    expect(await armed(fragment, 'own')).toBe('0\n');
    await machine.run('nft add table ip of-others');
    expect(await armed(fragment, 'own')).toBe('0\n');
    expect(await armed(fragment, 'all')).toBe('table ip of-others is not of the file\n79\n');
    await machine.run('nft add rule inet filter input tcp dport 8080 accept');
    expect(await armed(fragment, 'own')).toBe('table inet filter is not as in the file\n79\n');
    // All are flushed each time already: nobody's tables outlive a start.
    await machine.run(`sed -i '1i flush ruleset' ${whole}; nft -f ${whole}; nft add table ip of-others; nft add table inet of-others`);
    expect(await armed(whole, 'all')).toBe('0\n');
    await machine.run(`sed -i '1s/.*/flush ruleset ip/' ${whole}; nft flush ruleset; nft -f ${whole}; nft add table ip of-others; nft add table inet of-others`);
    expect(await armed(fragment, 'all')).toBe('table inet of-others is not of the file\n79\n');
  });
});
