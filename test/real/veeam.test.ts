import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from './api-server.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';

const address = '127.0.93.2';
const password = 'orchard&pear';

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const nightly = (hours: number, result: string) => ({ id: `s${hours}`, jobId: 'j1', sessionType: 'BackupJob', creationTime: ago(hours), endTime: ago(hours - 0.5), state: 'Stopped', result: { result } });

/** What the reference of Veeam's API says of these paths; time is now. */
function rowsAt(path: string): readonly object[] | null {
  switch (path.replace('/api/v1/', '')) {
    case 'backupInfrastructure/repositories':
      return [{ id: 'r1', name: 'Hardened', type: 'LinuxHardened', repository: { makeRecentBackupsImmutableDays: 7 } }];
    case 'backupInfrastructure/repositories/states':
      return [{ id: 'r1', name: 'Hardened', type: 'LinuxHardened', capacityGB: 1_000, freeGB: 30, usedSpaceGB: 970 }];
    case 'backups':
      return [{ id: 'b1', jobId: 'j1', name: 'Nightly', repositoryId: 'r1' }, { id: 'b2', jobId: 'j2', name: 'Elsewhere', repositoryId: 'r2' }];
    case 'restorePoints':
      return [
        ...['files', 'mail'].flatMap((name) => [27, 3].map((hours) => ({ id: `${name}-${hours}`, name, backupId: 'b1', creationTime: ago(hours - 0.1) }))),
        { id: 'other', name: 'lab', backupId: 'b2', creationTime: ago(90) },
      ];
    case 'sessions':
      return [nightly(27, 'Success'), nightly(3, 'Warning')];
    case 'taskSessions':
      return [{ ...nightly(3, 'Success'), id: 't1', sessionId: 's3', name: 'files' }, { ...nightly(3, 'Warning'), id: 't2', sessionId: 's3', name: 'mail' }];
    default:
      return null;
  }
}

describeWith(['openssl', 'fping'], 'an API as of Veeam Backup & Replication, which gives tokens for user and password', () => {
  let folder: string;
  let server: ApiServer;
  let host: RealHost;
  let logins = 0;
  /** The token it takes; another one is forgotten. */
  let token = '';
  const methods = new Set<string>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-veeam-'));
    await writeFile(join(folder, 'password'), password, { mode: 0o600 });
    server = await startApiServer(address, 'Veeam Backup Server Certificate', async (request, response) => {
      const { pathname, searchParams: query } = new URL(request.url ?? '/', 'https://veeam');
      const say = (status: number, document: object): unknown => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
      if (pathname === '/') return say(404, {});
      if (request.headers['x-api-version'] !== '1.2-rev0') return say(400, { errorCode: 'UnexpectedContent' });
      if (pathname === '/api/oauth2/token') {
        const form = new URLSearchParams(await text(request));
        if (form.get('username') !== 'jackfield' || form.get('password') !== password) return say(401, { errorCode: 'AccessDenied' });
        logins += 1;
        token = `granted-${logins}`;
        return say(200, { access_token: token, token_type: 'bearer', refresh_token: 'r', expires_in: 900 });
      }
      if (request.headers.authorization !== `Bearer ${token}`) return say(401, {});
      methods.add(request.method ?? '');
      if (pathname === '/api/v1/serverInfo') return say(200, { vbrId: 'v', name: 'veeam', buildVersion: '12.3.0.310' });
      const rows = rowsAt(pathname);
      if (rows === null) return say(404, {});
      // Pages of two, whatever is asked for.
      const skip = Number(query.get('skip') ?? 0);
      const data = rows.slice(skip, skip + 2);
      return say(200, { data, pagination: { total: rows.length, count: data.length, skip, limit: 2 } });
    });
    host = await startRealHost({
      networks: ['127.0.93.0/30'],
      plugins: { 'backup-appliance': { enabled: true, settings: { repositories: [{ product: 'veeam', path: 'Hardened', objects: [{ path: 'files' }, { path: 'mail' }] }] } } },
      credentials: { veeam: { kind: 'http-oauth2', path: '/api/oauth2/token', user: 'jackfield', password: { file: join(folder, 'password') } } },
      transports: { http: { port: server.port, tls: true, fingerprint: server.fingerprint, credentials: 'veeam' } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const check = async (name: string) => (await host.services.health.checkNow(host.services.inventory.devices()[0]?.id ?? '', { check: name }))[0];

  test('it is found, and told are copies of each machine, what ended with a warning, room and what is said of deletion', async () => {
    expect(host.services.inventory.devices()).toMatchObject([{ kind: 'backup' }]);
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ name: 'files', state: 'ok' }, { name: 'mail', state: 'critical', summary: expect.stringContaining('27 h') }] });
    expect(await check('outcomes')).toMatchObject({ state: 'warning', items: [{ name: 'files', state: 'ok' }, { name: 'mail', state: 'warning' }] });
    expect(await check('capacity')).toMatchObject({ state: 'critical', items: [{ name: 'Hardened', summary: '97 % used' }] });
    expect(await check('immutability')).toMatchObject({ state: 'unknown', items: [{ summary: expect.stringContaining('7 days') }] });
    expect(await check('clock')).toMatchObject({ state: 'ok' });
    expect(await check('drill')).toMatchObject({ state: 'unknown' });
  });

  test('a token that Veeam has forgotten is replaced without a word, and the plugin only ever reads', async () => {
    const before = logins;
    token = 'restarted';
    expect(await check('capacity')).toMatchObject({ state: 'critical' });
    expect(logins).toBe(before + 1);
    expect([...methods]).toEqual(['GET']);
  });
});
