import { chmod } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { mayStartMachines, startMachine } from './machine.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost } from './real-host.ts';

const scripts = resolve(import.meta.dirname, '../../plugins/linux-server/scripts');
const copies = '/usr/local/lib/jackfield';
const names = ['state', 'read-file', 'settle', 'trial', 'put-file'];
const line = `keeper ALL=(root) NOPASSWD: ${names.map((name) => `${copies}/${name}.sh`).join(', ')}`;

// What of /usr is the machine's own is forgotten with it.
const prepare = `set -e
mount -t tmpfs tmpfs /usr/local/lib
useradd -p '*' -M -d /var/lib/keeper -s /bin/sh keeper
mkdir -p /var/lib/keeper && chown keeper: /var/lib/keeper
printf 'flush ruleset\\n' >/etc/nftables.conf
printf 'secret\\n' >/etc/site.key && chmod 600 /etc/site.key`;
const install = `install -D -o root -g root -m 755 -t ${copies} ${names.map((name) => join(scripts, `${name}.sh`)).join(' ')}`;

describeWith(['sshd', 'ssh-keygen', 'fping', 'nft', 'sudo'], 'a login that is not root', () => {
  test.skipIf(!mayStartMachines)('pushes what sudo lets it, by the packaged scripts and nothing else, and says which line is missing', { timeout: 180_000 }, async () => {
    await using machine = await startMachine('127.0.101.1');
    // The server looks for the keys of an account as that account.
    await chmod(dirname(machine.privateKeyFile), 0o711);
    await machine.run(prepare);
    await using host = await startRealHost({
      networks: ['127.0.101.0/30'],
      plugins: { 'linux-server': { enabled: true, grant: 'write', settings: { file: { validate: { '/etc/jobs/': 'sh' } } } } },
      credentials: { lab: { kind: 'ssh', user: 'keeper', privateKey: { file: machine.privateKeyFile } } },
      transports: { ssh: { port: machine.port, credentials: 'lab' } },
    });
    const { discovery, inventory, changes } = host.services;
    await discovery.run({});
    const device = inventory.devices()[0]?.name;
    const apply = async (...specs: readonly (readonly [resource: string, spec: object])[]) => {
      const text = stringify({ title: 'As keeper', trial: '5m', health: { checks: ['linux-server/memory'] }, changes: specs.map(([resource, spec]) => ({ device, resource: `linux-server/${resource}`, spec })) });
      return changes.apply({ plan: await changes.plan({ text, file: 'change.yaml', person: 'ann' }), person: 'ann' });
    };
    const motd = ['file', { path: '/etc/jobs.motd', content: 'Hello\n', mode: '0640' }] as const;

    await expect(apply(['sysctl', { name: 'net.ipv4.conf.all.rp_filter', value: '2' }])).rejects.toThrow(`no ${copies}/settle.sh of this version`);
    await machine.run(install);
    expect(await apply(motd)).toMatchObject({ state: 'reverted-verified', message: expect.stringMatching(/sudo does not let keeper run \S+put-file\.sh without a password/) });

    await machine.run(`echo '${line}' >/etc/sudoers.d/jackfield && chmod 440 /etc/sudoers.d/jackfield && mkdir /etc/jobs`);
    const change = await apply(
      motd,
      ['file', { path: '/etc/site.key', content: 'other\n' }],
      ['sysctl', { name: 'net.ipv4.conf.all.rp_filter', value: '2' }],
      ['user', { name: 'orchard', uid: 4_243, groups: ['adm'], keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhc2VsaW5l ann@example.org'] }],
      ['firewall', { path: '/etc/nftables.conf', content: 'flush ruleset\ntable inet site {}\n' }],
    );
    expect(change).toMatchObject({ state: 'kept', message: null });
    const seen = () => machine.run("stat -c '%a %U' /etc/jobs.motd /etc/site.key; cat /etc/site.key /proc/sys/net/ipv4/conf/all/rp_filter; id -Gn orchard; nft list tables; ls -A /etc /tmp | grep '[.]jackfield-\\|^jackfield-[0-9a-f]\\{16\\}$'; true");
    expect(await seen()).toBe('640 root\n600 root\nother\n2\norchard adm\ntable inet site\n');

    const broken = await apply(['file', { path: '/etc/jobs/nightly', content: 'if then\n' }]);
    expect(broken).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('sh refuses the new content') });

    expect(await changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await machine.run('cat /etc/site.key; ls -d /etc/jobs/* /etc/jobs.motd 2>/dev/null; getent passwd orchard; nft list tables; true')).toBe('secret\n');
  });
});
