import { request as ask } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeOrganization } from '../access/index.ts';
import { FakeServices } from '../testing/index.ts';
import { createApi } from './api.ts';

let directory: string;
let port: number;
let token: string;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-web-'));
  const fake = new FakeServices(directory, join(directory, 's.sock'));
  const api = stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
  port = api.listen.port;
  token = (await fake.people.tokens.create({ title: 't', binding: { role: 'viewer', at: wholeOrganization }, madeBy: 'ada', person: null, lifeMs: 3_600_000 })).secret;
});
afterAll(async () => {
  await stack.disposeAsync();
  await rm(directory, { recursive: true });
});

async function headersOf(path: string, { method = 'GET', ...headers }: { readonly [name: string]: string } = {}) {
  const sent = ask({ host: '127.0.0.1', port, path, method, headers, agent: false });
  sent.end();
  const [response] = await once(sent, 'response');
  response.resume();
  return { status: response.statusCode, headers: response.headers };
}

const consolePolicy = /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/]{22}=='; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/;
const nothingRuns = /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/;
const ownScriptAlone = /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/;

test.each([
  ['what anyone may ask', '/api/session/ways', 200], ['the document of the API', '/api/openapi.json', 200], ['what takes a login', '/api/devices', 200], ['a list of people', '/api/people', 403], ['what is not there', '/api/nothing', 404],
  ['events', '/api/events', 200], ['health', '/healthz', 200], ['metrics', '/metrics', 200], ['what is not of the API', '/nothing', 404], ['a file of the console that is not there', '/assets/nothing.js', 404], ['an address that is none', '/%zz', 400], ['a name as long as names may be', `/api/devices/${encodeURIComponent('=name'.repeat(51))}`, 404], ['the page of an identity provider', '/oidc', 200],
])('%s is kept out of caches, frames, other sites and guesses of its type', async (_class, path, status) => {
  const answer = await headersOf(path, { authorization: `Bearer ${token}` });
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'permissions-policy': expect.any(String),
  });
  expect(answer.headers['content-security-policy']).toMatch(path === '/oidc' ? ownScriptAlone : nothingRuns);
  expect(answer.headers['strict-transport-security']).toBeUndefined();
});

test('the console runs its own files alone, and each page of it has a nonce of its own', async () => {
  const pages = [await headersOf('/'), await headersOf('/set-up'), await headersOf('/devices/x', { accept: 'text/html' })];
  for (const { headers } of pages) {
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toMatch(consolePolicy);
  }
  expect(pages[0]?.headers['content-security-policy']).not.toBe(pages[1]?.headers['content-security-policy']);
});

test.each([['POST', '/api/session', 415], ['POST', '/api/plans', 401], ['DELETE', '/api/session', 401], ['TRACE', '/api/session', 404]])('a refusal too: %s %s', async (method, path, status) => {
  const answer = await headersOf(path, { method, 'content-type': 'text/plain', 'x-forwarded-proto': 'https' });
  expect(answer.headers['content-security-policy']).toMatch(nothingRuns);
  expect([answer.status, answer.headers['cache-control'], answer.headers['x-content-type-options']]).toEqual([status, 'no-store', 'nosniff']);
  // Whoever came encrypted stays so.
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
});

test('what is no HTTP gets no page', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.end('GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n');
  const said = Buffer.concat(await socket.toArray()).toString();
  expect(said).toMatch(/^HTTP\/1\.1 400 /);
  expect(said).not.toContain('text/html');
});
