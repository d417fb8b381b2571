import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeServices } from '../testing/index.ts';
import { createApi } from './api.ts';

let directory: string;
let fake: FakeServices;
let stack: AsyncDisposableStack;
const certificate = (): string => join(directory, 'cert.pem');
const key = (): string => join(directory, 'key.pem');

const make = (name: string): Promise<unknown> =>
  promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key(), '-out', certificate(), '-days', '2', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-https-'));
  fake = new FakeServices(directory, join(directory, 's.sock'));
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(directory, { recursive: true, force: true });
});

async function open(): Promise<number> {
  const { listen } = stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0, tls: { certificate: certificate(), key: key() } } }, stop: () => {} }));
  return listen.port;
}

/** Status, and the name in the certificate that was shown. */
async function get(port: number, path: string, headers: { readonly [name: string]: string } = {}): Promise<string> {
  const asked = request({ host: '127.0.0.1', port, path, ca: await readFile(certificate()), agent: false, rejectUnauthorized: false, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  const name = response.socket instanceof TLSSocket ? response.socket.getPeerCertificate().subject.CN : '';
  response.resume();
  await once(response, 'end');
  // Over TLS every answer has browsers come back over TLS.
  expect(response.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  return `${response.statusCode} ${name}`;
}

test('the API is served with the certificate of the configuration, and with a renewed one from the next reload on', async () => {
  await make('first');
  const port = await open();
  expect(await get(port, '/api/openapi.json')).toBe('200 first');
  await make('second');
  fake.services.events.emit('configuration.unchanged', { person: 'ada', mended: false });
  expect(await get(port, '/api/openapi.json')).toBe('200 second');
  await writeFile(key(), 'no key');
  const kept: unknown[] = [];
  fake.services.events.on('certificate.kept', (event) => kept.push(event));
  fake.services.events.emit('configuration.unchanged', { person: 'ada', mended: false });
  expect(kept).toMatchObject([{ code: 'JF8010', where: certificate() }]);
  expect(await get(port, '/api/openapi.json')).toBe('200 second');
});

test('files that are no certificate keep the daemon from starting, and name it', async () => {
  await writeFile(certificate(), 'no certificate');
  await writeFile(key(), 'no key');
  await expect(open()).rejects.toMatchObject({ code: 'JF8010', where: certificate() });
});

test('metrics and health ask for no login, and answer this machine alone: not whom a proxy on it asks for', async () => {
  await make('first');
  const port = await open();
  for (const path of ['/metrics', '/healthz']) expect([await get(port, path), await get(port, path, { 'x-forwarded-for': '203.0.113.9' })]).toEqual(['200 first', '404 first']);
});
