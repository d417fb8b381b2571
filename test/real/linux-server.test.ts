import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSshd, type RealSshServer } from './sshd.ts';

describeWith(['sshd', 'ssh-keygen', 'fping'], 'a real Linux server over sshd', () => {
  let server: RealSshServer;
  let host: RealHost;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-files-'));
    await mkdir(join(folder, 'jobs'));
    server = await startSshd('127.0.72.2');
    host = await startRealHost({
      networks: ['127.0.72.0/30'],
      // What stands in jobs/ must parse as a shell script before it takes its place.
      plugins: { 'linux-server': { enabled: true, grant: 'write', settings: { file: { validate: { [join(folder, 'jobs/')]: 'sh' } } } } },
      credentials: { lab: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } } },
      transports: { ssh: { port: server.port, credentials: 'lab' } },
    });
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const device = () => host.services.inventory.devices()[0];
  const file = (path: string, content: string, more: object = {}) => [{ device: device()?.name, resource: 'linux-server/file', spec: { path, content, ...more } }];

  test('discovery finds it with its system, addresses and host key', async () => {
    await host.services.discovery.run({});
    expect(device()).toMatchObject({ kind: 'server', name: hostname(), address: '127.0.72.2', plugins: [{ id: 'linux-server' }], os: expect.any(String), version: expect.any(String) });
    expect(device()?.interfaces).toContainEqual(expect.objectContaining({ name: 'lo' }));
    expect(device()?.keys).toContainEqual(expect.objectContaining({ type: 'sshHostKey', value: expect.stringMatching(/^sha256:/i) }));
  });

  test('every check looks and says what it saw: all but the slow ones in one round trip', async () => {
    const operations = async () => (await host.services.plugins.status()).find(({ id }) => id === 'linux-server')?.operations ?? 0;
    const before = await operations();
    const statuses = await host.services.health.checkNow(device()?.id ?? '');
    // One for all quick checks and one for each of the four slow ones; as many again where the schedule looks at the same time.
    expect((await operations()) - before).toBeLessThanOrEqual(10);
    expect(statuses.map(({ check }) => check).sort()).toEqual(['certificates', 'clock', 'disks', 'drives', 'kernel', 'load', 'logins', 'memory', 'raid', 'services', 'sockets', 'support', 'timers', 'updates', 'uptime']);
    const measured = statuses.filter(({ check }) => ['disks', 'load', 'memory'].includes(check));
    expect(measured.map(({ code }) => code)).toEqual([null, null, null]);
    expect(measured.every(({ metrics, items }) => metrics.length > 0 || items.some((item) => (item.metrics?.length ?? 0) > 0))).toBe(true);
  });

  test('a new file appears with its mode, and its undo takes it away', async () => {
    const path = join(folder, 'motd');
    const change = await host.push('A greeting', file(path, 'Welcome to Leeds\n', { mode: '0640' }));
    expect(change).toMatchObject({ state: 'kept' });
    expect(await server.run(`cat ${path}`)).toBe('Welcome to Leeds\n');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('an existing file is changed and put back byte for byte', async () => {
    const path = join(folder, 'hosts');
    await writeFile(path, '127.0.0.1 localhost\n', { mode: 0o604 });
    const change = await host.push('Another host', file(path, '127.0.0.1 localhost\n10.0.0.1 pbx\n'));
    expect(await readFile(path, 'utf8')).toContain('pbx');
    await host.services.changes.undo({ change: change.id, person: 'ann' });
    expect(await readFile(path, 'utf8')).toBe('127.0.0.1 localhost\n');
    expect((await stat(path)).mode & 0o777).toBe(0o604);
  });

  test('a script that does not parse is refused by the server\'s own shell, and nothing stays of it', async () => {
    const path = join(folder, 'jobs/nightly');
    await writeFile(path, '#!/bin/sh\necho fine\n');
    const change = await host.push('A broken job', file(path, '#!/bin/sh\nif then\n'));
    expect(change.state).toBe('reverted-verified');
    expect(await readFile(path, 'utf8')).toBe('#!/bin/sh\necho fine\n');
  });

  test('of two files in one change, the second fails: the first is put back', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'jobs/second')];
    await writeFile(first, 'old');
    const change = await host.push('Two files', [...file(first, 'new'), ...file(second, 'if then\n')]);
    expect(change).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored' }, {}] });
    expect(await readFile(first, 'utf8')).toBe('old');
    await expect(stat(second)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a file that somebody changed after the plan is not overwritten', async () => {
    const path = join(folder, 'contested');
    await writeFile(path, 'one');
    const text = `title: Mine\nchanges:\n  - device: ${device()?.name}\n    resource: linux-server/file\n    spec: {path: ${path}, content: mine}\n`;
    const plan = await host.services.changes.plan({ text, file: 'change.yaml', person: 'ann' });
    await writeFile(path, 'theirs');
    await expect(host.services.changes.apply({ plan, person: 'ann' })).rejects.toMatchObject({ code: expect.stringMatching(/^JF6/) });
    expect(await readFile(path, 'utf8')).toBe('theirs');
  });

  test('outside of the paths that the manifest names nothing is read or written', async () => {
    await expect(host.push('Root', file('/root/.profile', 'x'))).rejects.toThrow(/JF0007|may not|Refused/);
  });

  test('a reinstalled server is not spoken to until a person accepts its new key', async () => {
    await server.reinstall();
    const [load] = await host.services.health.checkNow(device()?.id ?? '', { check: 'load' });
    expect(load).toMatchObject({ state: 'unknown', code: expect.stringMatching(/JF000[12]/) });
    const [again] = await host.services.health.checkNow(device()?.id ?? '', { check: 'load' });
    expect(again).toMatchObject({ state: 'unknown', code: 'JF0002', summary: expect.stringContaining('host key') });
    const changed = async () => (await host.services.health.incidents({ status: 'open' })).filter(({ check }) => check.startsWith('host key'));
    // What opens it is told of by an event of its own, behind the answer of the check.
    await expect.poll(changed).toMatchObject([{ device: device()?.id, state: 'critical', summary: expect.stringContaining(`jackfield accept-hostkey ${server.address} --port ${server.port}`) }]);
    await host.services.transports.acceptHostKey(server.address, server.port);
    const [after] = await host.services.health.checkNow(device()?.id ?? '', { check: 'load' });
    expect(after?.code).toBeNull();
    await expect.poll(changed).toEqual([]);
  });
});
