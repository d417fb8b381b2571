import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { mayStartMachines, type RealMachine } from './machine.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startRpmMachine } from './rpm-machine.ts';

describeWith(['sshd', 'ssh-keygen', 'fping', 'dnf', 'zypper', 'rpmbuild', 'createrepo_c'], 'a server of RPMs', () => {
  let machine: RealMachine;
  let host: RealHost;
  beforeAll(async () => {
    if (!mayStartMachines) return;
    machine = await startRpmMachine('127.0.95.2');
    host = await startRealHost({
      networks: ['127.0.95.0/30'],
      plugins: { 'linux-server': { enabled: true, grant: 'write' } },
      credentials: { lab: { kind: 'ssh', user: machine.user, privateKey: { file: machine.privateKeyFile } } },
      transports: { ssh: { port: machine.port, credentials: 'lab' } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  const look = async (check: string) => (await host.services.health.checkNow(host.services.inventory.devices()[0]?.id ?? '', { check }))[0];
  const push = async (version: string) => {
    const changes = [{ device: host.services.inventory.devices()[0]?.name, resource: 'linux-server/package', spec: { name: 'jackfield-demo', version } }];
    const plan = await host.services.changes.plan({ text: stringify({ title: 'Another demo', health: { checks: ['linux-server/memory'] }, changes }), file: 'change.yaml', person: 'ann' });
    return host.services.changes.apply({ plan, person: 'ann' });
  };
  const installed = (): Promise<string> => machine.run("rpm -q --qf '%{VERSION}-%{RELEASE}' jackfield-demo");

  test.skipIf(!mayStartMachines).each([['dnf', 'jackfield-demo'], ['zypper', 'LAB-1']])('%s tells its updates and those for security, installs a version, and goes back to the one before', { timeout: 90_000 }, async (manager, advised) => {
    if (manager === 'zypper') await machine.run('mount --bind /dev/null /usr/bin/dnf');
    const waiting = await look('updates');
    expect(waiting).toMatchObject({ code: null, state: 'warning', items: expect.arrayContaining([{ name: 'security', state: 'warning', summary: `1 security updates wait: ${advised}` }, { name: 'updates', state: 'ok', summary: '1 wait' }]) });
    expect(waiting?.items.find(({ name }) => name === 'package lists')).toMatchObject({ state: 'ok' });
    const change = await push('2.0-1');
    expect(change).toMatchObject({ state: 'kept', message: null });
    expect(await installed()).toBe('2.0-1');
    const restart = manager === 'zypper' ? { state: 'warning', summary: 'needed' } : { state: 'ok', summary: 'not needed' };
    expect(await look('updates')).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: 'security', state: 'ok' }), { name: 'restart', ...restart }]) });
    expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await installed()).toBe('1.0-1');
  });
});
