import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SmallHost } from './small-host.ts';

// One host for all: after each attack it is well.
let host: SmallHost;
let admin: string;
let manager: string;

beforeAll(async () => {
  host = await SmallHost.start();
  admin = await host.token('admin', 'organization');
  manager = await host.token('manager', 'leeds');
});
afterEach(async () => {
  if (!(await host.isWell())) throw new Error(`the host is not well any more: ${host.daemon.told}`);
});
afterAll(async () => host[Symbol.asyncDispose]());

async function dial(): Promise<Socket> {
  const socket = connect(host.port, '127.0.0.1');
  // What the host ends may be ended roughly.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** All that the host says to these bytes, until it ends the connection or was told to. */
async function said(bytes: string): Promise<string> {
  const socket = await dial();
  socket.end(bytes);
  return text(socket).catch(() => '');
}

const statuses = (answer: string): readonly string[] => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status);

test('no path leads to a file of the host', async () => {
  const ups = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '%252e%252e%252f', '..\\', '..%5c', '%c0%ae%c0%ae/', '....//', '..;/'];
  for (const up of ups) {
    for (const before of ['/', '/assets/', '/api/', '/api/schemas/']) {
      const answer = await said(`GET ${before}${up.repeat(12)}etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(`${before}${up}: ${statuses(answer)[0] ?? ''}`).toMatch(/: 40[0-4]$/);
      expect(answer).not.toContain('root:');
    }
  }
  for (const file of ['../config/jackfield.yaml', 'sites/../../../etc/passwd', '/etc/passwd', 'sites/leeds.yaml\0', '..\\jackfield.yaml', 'var/vault.key', 'sites%2f..%2fjackfield.yaml', './credentials.yaml']) {
    const answer = await fetch(`${host.place}/api/configuration/file?file=${encodeURIComponent(file)}`, { headers: { authorization: `Bearer ${admin}` } });
    expect(`${file}: ${answer.status}`).toMatch(/: (400|404|422)$/);
    await answer.body?.cancel();
  }
});

test.each([
  ['a length and chunks', 'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['chunks spelled oddly', 'Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n', '5c\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['chunks twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['two lengths', 'Content-Length: 0\r\nContent-Length: 40\r\n', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a length of several', 'Content-Length: 0, 40\r\n', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a signed length', 'Content-Length: +0\r\n', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a space before the colon', 'Content-Length : 0\r\n', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a folded header', 'X: a\r\n Transfer-Encoding: chunked\r\nContent-Length : 0\r\n', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a bare return', 'X: a\rContent-Length: 0\r\n', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a NUL', 'X: a\0b\r\n', ''],
  ['no host', '', ''],
])('a request with %s hides no second one', async (_name, headers, body) => {
  const first = `POST /api/session HTTP/1.1\r\n${headers === '' ? '' : 'Host: x\r\n'}Content-Type: application/json\r\n${headers}\r\n${body}`;
  const answer = await said(first);
  expect(statuses(answer)).toEqual(['400']);
  expect(answer).not.toContain('smuggled');
});

test('neither a host nor an address that somebody claims is believed', async () => {
  const answer = await said('GET http://evil.example/api/status HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\nConnection: close\r\n\r\n');
  expect(statuses(answer)[0]).toMatch(/^40[0-4]$/);
  expect(answer).not.toMatch(/^(location|access-control-[a-z-]+):/im);
  // Whoever says where a request is from, as a proxy does, is answered as that one: this machine's own pages are not for it.
  expect(statuses(await said('GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1, 198.51.100.7\r\nConnection: close\r\n\r\n'))).toEqual(['404']);
});

test('the manager of a site cannot point the host at what is not of the site', async () => {
  const ask = async (method: string, path: string, body: object): Promise<number> => {
    const answer = await fetch(`${host.place}/api${path}`, { method, headers: { authorization: `Bearer ${manager}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    await answer.body?.cancel();
    return answer.status;
  };
  const read = await fetch(`${host.place}/api/configuration/file?file=sites%2Fleeds.yaml`, { headers: { authorization: `Bearer ${manager}` } });
  const etag = (read.headers.get('etag') ?? '').replaceAll('"', '');
  await read.body?.cancel();
  const leeds = (networks: string, more = ''): object => ({ file: 'sites/leeds.yaml', etag, text: `site: leeds\ndistrict: yorkshire\nnetworks: [${networks}]\n${more}` });
  for (const address of ['169.254.169.254', '127.0.0.1', '127.99.2.1', '0.0.0.0', '::1', '::ffff:127.0.0.1', '2130706433', 'localhost', '0x7f000001', '127.99.1.1@127.0.0.1']) {
    const declared = await ask('PUT', '/configuration/file', leeds('127.99.1.0/28', `devices: [{ name: d, address: "${address}" }]\n`));
    expect({ address, declared, accepted: await ask('POST', '/hostkeys', { address, port: 22 }) }).toEqual({ address, declared: 422, accepted: 403 });
  }
  for (const network of ['169.254.0.0/16', '127.0.0.0/8', '0.0.0.0/0', '127.99.0.0/16']) expect(`${network}: ${await ask('PUT', '/configuration/file', leeds(network))}`).toMatch(/: (403|422)$/);
  // The same write within its networks is taken: what refused the others was where they lead.
  expect(await ask('PUT', '/configuration/file', leeds('127.99.1.0/28', 'devices: [{ name: d, address: 127.99.1.3 }]\n'))).toBe(200);
});

test('ten thousand connections that say nothing keep nobody out', async () => {
  await using stack = new AsyncDisposableStack();
  const rss = async (): Promise<number> => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${host.daemon.pid}/status`, 'utf8'))?.[1]);
  const before = await rss();
  const wells: boolean[] = [];
  for (let round = 0; round < 20; round += 1) {
    const sockets = await Promise.all(Array.from({ length: 500 }, dial));
    stack.defer(() => sockets.forEach((socket) => socket.destroy()));
    // Half of them begin a request and leave it there.
    for (const socket of sockets.slice(0, 250)) socket.write('GET /api/status HTTP/1.1\r\nHost: x\r\nX-');
    wells.push(await host.isWell());
  }
  expect(wells).not.toContain(false);
  expect((await rss() - before) / 1_024).toBeLessThan(200);
}, 60_000);
