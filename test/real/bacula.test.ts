import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBacula, type RealBacula } from './bacula.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSshd, type RealSshServer } from './sshd.ts';

describeWith(['bacula-dir', 'bacula-sd', 'bacula-fd', 'bconsole', 'sshd', 'ssh-keygen', 'fping'], 'a real Director of Bacula behind a real sshd', () => {
  let bacula: RealBacula;
  let server: RealSshServer;
  let host: RealHost;
  beforeAll(async () => {
    bacula = await startBacula('127.0.75.2');
    server = await startSshd('127.0.75.2');
    host = await startRealHost({
      networks: ['127.0.75.0/30'],
      plugins: { 'backup-appliance': { enabled: true, settings: { repositories: [{ product: 'bacula', path: 'director', passwordFile: bacula.consoleFile, objects: [{ host: 'files', path: 'docs' }, { host: 'away', path: 'lost' }] }] } } },
      credentials: { lab: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } } },
      transports: { ssh: { port: server.port, credentials: 'lab' } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await bacula[Symbol.asyncDispose]();
  });

  const check = async (name: string) => (await host.services.health.checkNow(host.services.inventory.devices()[0]?.id ?? '', { check: name }))[0];

  test('before any job has run, every object is critical', async () => {
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ name: 'files:docs', summary: 'No copy at all' }, { name: 'away:lost' }] });
  });

  test('a job that ran is a copy; one whose client is away failed, and is none', async () => {
    await bacula.console('run job=docs yes', 'wait', 'run job=lost yes', 'wait');
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ name: 'files:docs', state: 'ok' }, { name: 'away:lost', state: 'critical', summary: 'Its only copy is empty or incomplete' }] });
    expect(await check('outcomes')).toMatchObject({ state: 'critical', items: [{ state: 'ok' }, { state: 'critical', summary: expect.stringContaining('failed') }] });
  });
});
