import { mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
      plugins: { 'backup-appliance': { enabled: true, settings: { repositories: [{ product: 'borg', path, passwordFile, objects: [{ host: hostname(), path: 'office' }, { path: 'mail' }] }] } } },
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

  test('an exclusive lock that was left behind is seen', async () => {
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: 'No locks' });
    const lock = join(repository.path, 'lock.exclusive');
    await mkdir(lock);
    await writeFile(join(lock, 'files@52230015432.4127-0'), '');
    expect(await check('locks')).toMatchObject({ items: [{ summary: expect.stringMatching(/^Exclusive lock of files, /) }] });
    await rm(lock, { recursive: true });
  });

  test('a wrong passphrase is said to be one', async () => {
    await writeFile(repository.passwordFile, 'wrong\n');
    expect(await check('copies')).toMatchObject({ state: 'unknown', code: 'JF0002' });
  });
});
