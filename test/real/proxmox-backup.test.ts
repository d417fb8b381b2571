import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from './api-server.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';

const address = '127.0.76.2';
const token = 'PBSAPIToken=jackfield@pbs!watch:0b6e';

/** What the API viewer of Proxmox Backup Server says of these paths; time is now. */
function answer(path: string): object | null {
  const now = Math.floor(Date.now() / 1_000);
  switch (path) {
    case '/api2/json/version':
      return { version: '3.2', release: '7', repoid: 'f00' };
    case '/api2/json/admin/datastore/tank/snapshots':
      return [{ 'backup-type': 'vm', 'backup-id': '100', 'backup-time': now - 3 * 3_600, size: 4_096, protected: false, files: [] }];
    case '/api2/json/nodes/localhost/tasks':
      return [{ upid: 'UPID:pbs:1:1:1:1:prunejob:tank:root@pam:', node: 'pbs', worker_type: 'prunejob', worker_id: 'tank:daily', user: 'root@pam', starttime: now - 7_300, endtime: now - 7_200, status: 'datastore is read-only' }];
    case '/api2/json/status/datastore-usage':
      return [{ store: 'tank', total: 1_000, used: 900, avail: 100, 'estimated-full-date': now + 10 * 86_400 }];
    default:
      return null;
  }
}

describeWith(['openssl', 'fping'], 'an API as of Proxmox Backup Server, over TLS with a certificate of its own', () => {
  let folder: string;
  let server: ApiServer;
  let host: RealHost;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-pbs-'));
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, token, { mode: 0o600 });
    server = await startApiServer(address, 'pbs', (request, response) => {
      const path = request.url ?? '/';
      if (path === '/') return response.end('<html><head><title>pbs - Proxmox Backup Server</title></head></html>');
      if (request.headers.authorization !== token) return response.writeHead(401).end();
      const data = answer(path.replace(/\?.*/, ''));
      return response.writeHead(data === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
    });
    host = await startRealHost({
      networks: ['127.0.76.0/30'],
      plugins: { 'backup-appliance': { enabled: true, settings: { repositories: [{ product: 'proxmox', path: 'tank', objects: [{ path: 'vm/100' }, { path: 'vm/101' }] }] } } },
      credentials: { pbs: { kind: 'http-token', token: { file: tokenFile } } },
      transports: { http: { port: server.port, tls: true, fingerprint: server.fingerprint, credentials: 'pbs' } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  test('it is found, and guests, room and what was never verified are told', async () => {
    const [device] = host.services.inventory.devices();
    expect(device).toMatchObject({ kind: 'backup' });
    const check = async (name: string) => (await host.services.health.checkNow(device?.id ?? '', { check: name }))[0];
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ name: 'vm/100', state: 'ok' }, { name: 'vm/101', state: 'critical', summary: 'No copy at all' }] });
    expect(await check('capacity')).toMatchObject({ state: 'warning', items: [{ name: 'tank', summary: '90 % used, full in 10 days' }] });
    expect(await check('verification')).toMatchObject({ state: 'warning', items: [{ summary: 'Never verified' }] });
    expect(await check('outcomes')).toMatchObject({ items: expect.arrayContaining([
      expect.objectContaining({ name: 'tank: prune', state: 'warning', summary: 'Failed 2 h ago, 1 in a row: datastore is read-only' }), expect.objectContaining({ name: 'tank: garbage collection', state: 'warning' }),
    ]) });
    expect(await check('clock')).toMatchObject({ state: 'ok', summary: 'The clock is right' });
  });
});
