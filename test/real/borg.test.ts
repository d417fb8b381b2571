import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createBorg, type RealBorg } from './borg.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSshd, type RealSshServer } from './sshd.ts';

describeWith(['borg', 'sshd', 'ssh-keygen', 'fping'], 'a real Borg repository behind a real sshd', () => {
  let repository: RealBorg;
  let server: RealSshServer;
  let host: RealHost;
  beforeAll(async () => {
    repository = await createBorg();
    await repository.backup('office', 30);
    await repository.backup('office', 4);
    server = await startSshd('127.0.74.2');
    const { path, passwordFile } = repository;
    host = await startRealHost({
      networks: ['127.0.74.0/30'],
      plugins: { 'backup-appliance': { enabled: true, grant: 'write', settings: { repositories: [{ product: 'borg', path, passwordFile, objects: [{ host: hostname(), path: 'office' }, { path: 'mail' }] }] } } },
      credentials: { lab: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } } },
      transports: { ssh: { port: server.port, credentials: 'lab' } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
  });

  const check = async (name: string) => (await host.services.health.checkNow(host.services.inventory.devices()[0]?.id ?? '', { check: name }))[0];

  test('each series is an object with an age; one that no job backs up is critical', async () => {
    expect(await check('copies')).toMatchObject({
      state: 'critical',
      items: [{ name: `${hostname()}:office`, state: 'ok', summary: expect.stringContaining('4 h') }, { name: 'mail', state: 'critical', summary: 'No copy at all' }],
    });
  });

  test('its room and its clock are told', async () => {
    expect(await check('capacity')).toMatchObject({ items: [{ name: repository.path, summary: expect.stringContaining('% used') }] });
    expect(await check('clock')).toMatchObject({ state: 'ok' });
  });

  test('an exclusive lock that was left behind is seen; two people take it away, and an archive with it', async () => {
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: 'No locks' });
    const lock = join(repository.path, 'lock.exclusive');
    await mkdir(lock);
    const holder = join(lock, 'files@52230015432.4127-0');
    await writeFile(holder, '');
    await utimes(holder, 0, Date.now() / 1_000 - 30 * 3_600);
    expect(await check('locks')).toMatchObject({ items: [{ summary: expect.stringMatching(/^Exclusive lock of files, /) }] });
    const [archive = ''] = (await repository.borg('--bypass-lock', 'list', '--short', repository.path)).split('\n');
    const entry = (resource: string, spec: object) => ({ device: host.services.inventory.devices()[0]?.name, resource: `backup-appliance/${resource}`, spec: { repository: repository.path, ...spec } });
    const text = stringify({ title: 'Room', health: { checks: ['backup-appliance/clock'] }, changes: [entry('unlock', {}), entry('deletion', { copy: archive })] });
    const plan = await host.services.changes.plan({ text, file: 'change.yaml', person: 'ann' });
    await host.services.changes.approve({ plan, person: 'bob' });
    expect(await host.services.changes.apply({ plan, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: 'No locks' });
    expect(await repository.borg('list', '--short', repository.path)).toMatch(/^office-\S+\n$/);
  });

  test('a wrong passphrase is said to be one', async () => {
    await writeFile(repository.passwordFile, 'wrong\n');
    expect(await check('copies')).toMatchObject({ state: 'unknown', code: 'JF0002' });
  });
});
