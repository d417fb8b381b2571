import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HttpResponse } from '@jackfield/sdk';
import { beforeAll, expect, test } from 'vitest';
import type { Operation } from '../operations.ts';
import { serve } from '../testing/http-server.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { HttpDevice } from './http-device.ts';

type Get = Extract<Operation, { op: 'http.get' }>;
type Send = Extract<Operation, { op: 'http.send' }>;

const credentials = memoryCredentials({
  basic: { kind: 'http-basic', user: 'ada', password: 'open-sesame' },
  token: { kind: 'http-token', header: 'x-api-key', token: 'abc' },
  pbx: { kind: 'ami', user: 'ada', secret: 'x' },
});

async function ask(device: { readonly port: number }, operation: Partial<Get> | Send, settings: object = {}, timeoutMs?: number): Promise<HttpResponse> {
  using progress = startProgress(timeoutMs);
  const whole: Get | Send = operation.op === 'http.send' ? operation : { op: 'http.get', path: '/', query: {}, headers: {}, ...operation };
  return await new HttpDevice(localTarget({ http: { port: device.port, tls: false, ...settings } }), credentials).perform(whole, progress);
}

let certificate = { key: '', cert: '', fingerprint: '' };
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=widget']);
  const text = await readFile(cert, 'utf8');
  certificate = { key: await readFile(key, 'utf8'), cert: text, fingerprint: new X509Certificate(text).fingerprint256 };
  await rm(folder, { recursive: true });
});

test('a request has path, query, headers and credentials; the answer its status, headers and body', async () => {
  await using device = await serve((_request, response) => response.writeHead(203, { 'x-model': 'Widget 3' }).end('Grüße'));
  const answer = await ask(device, { path: '/api/status', query: { unit: '1&2' }, headers: { accept: 'text/plain' } }, { credentials: 'basic' });
  expect(answer).toMatchObject({ status: 203, headers: { 'x-model': 'Widget 3' }, body: 'Grüße' });
  const [request] = device.requests;
  expect(request?.url).toBe('/api/status?unit=1%262');
  expect(request?.headers).toMatchObject({ accept: 'text/plain', authorization: `Basic ${Buffer.from('ada:open-sesame').toString('base64')}` });
});

test('what a plugin sets never takes the place of the credentials', async () => {
  await using device = await serve((_request, response) => response.end());
  await ask(device, { headers: { 'x-api-key': 'mine' } }, { credentials: 'token' });
  expect(device.requests[0]?.headers).toMatchObject({ 'x-api-key': 'abc' });
});

test('a body is sent as JSON', async () => {
  let body = '';
  await using device = await serve((request, response) => {
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => response.end('{}'));
  });
  await ask(device, { op: 'http.send', method: 'PUT', path: '/port/1', query: {}, headers: {}, body: { name: 'Büro' } });
  expect({ method: device.requests[0]?.method, type: device.requests[0]?.headers['content-type'], body }).toEqual({ method: 'PUT', type: 'application/json', body: '{"name":"Büro"}' });
});

test('a redirect is an answer and is not followed', async () => {
  await using elsewhere = await serve((_request, response) => response.end('elsewhere'));
  await using device = await serve((_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${elsewhere.port}/` }).end());
  expect(await ask(device, {}, { credentials: 'basic' })).toMatchObject({ status: 302, headers: { location: `http://127.0.0.1:${elsewhere.port}/` } });
  expect(elsewhere.connections).toBe(0);
});

test('a body longer than the cap is Unsupported, also one without end', async () => {
  await using device = await serve((_request, response) => {
    const flood = (): void => void response.write('x'.repeat(10_000), (error) => error ?? flood());
    flood();
  });
  await expect(ask(device, { maxBytes: 25_000 })).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('25000 bytes') });
});

test('silence and a body that stalls spend the deadline; a closed port and garbage are Unreachable', async () => {
  await using silent = await serve(() => undefined);
  await expect(ask(silent, {}, {}, 100)).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('100 ms'), data: { layer: 'request' } });
  await using stalling = await serve((_request, response) => response.write('begun'));
  await expect(ask(stalling, {}, {}, 100)).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'request' } });
  await using garbage = await serve((request) => request.socket.end('% Unknown command\r\n'));
  await expect(ask(garbage, {})).rejects.toMatchObject({ kind: 'Unreachable', message: `the operation: what answers on port ${garbage.port} does not speak HTTP`, hint: expect.stringContaining('port right') });
  await expect(ask({ port: 1 }, {})).rejects.toMatchObject({ kind: 'Unreachable', message: 'the operation: nobody listens on port 1', data: { layer: 'connect' } });
  await using hangingUp = await serve((request) => request.socket.destroy());
  await expect(ask(hangingUp, {})).rejects.toMatchObject({ kind: 'Unreachable', message: `the operation: the device closed the connection on port ${hangingUp.port} before it had answered` });
  await using halfway = await serve((request, response) => response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy()));
  await expect(ask(halfway, {})).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('closed the connection') });
});

test('credentials of another kind are named, nothing is sent', async () => {
  await using device = await serve((_request, response) => response.end());
  await expect(ask(device, {}, { credentials: 'pbx' })).rejects.toMatchObject({ code: 'JF3002', place: { device: '127.0.0.1' } });
  expect(device.connections).toBe(0);
});

test('a pinned certificate is trusted, with colons or without', async () => {
  await using device = await serve((_request, response) => response.end('secure'), certificate);
  for (const fingerprint of [certificate.fingerprint, certificate.fingerprint.replaceAll(':', '').toLowerCase()]) {
    expect(await ask(device, {}, { tls: true, fingerprint, credentials: 'basic' })).toMatchObject({ status: 200, body: 'secure' });
  }
});

test('another certificate than the pinned, or one of nobody, is AuthFailed before any request', async () => {
  await using device = await serve((_request, response) => response.end('secure'), certificate);
  await expect(ask(device, {}, { tls: true, fingerprint: 'ab'.repeat(32), credentials: 'basic' })).rejects.toMatchObject({ kind: 'AuthFailed', hint: expect.stringContaining(certificate.fingerprint.replaceAll(':', '').toLowerCase()) });
  await expect(ask(device, {}, { tls: true, credentials: 'basic' })).rejects.toMatchObject({ kind: 'AuthFailed', hint: expect.stringContaining('Pin') });
  expect(device.requests).toEqual([]);
});

test('a port that does not speak TLS is Unreachable', async () => {
  await using device = await serve((_request, response) => response.end());
  await expect(ask(device, {}, { tls: true })).rejects.toMatchObject({ kind: 'Unreachable', message: `the operation: what answers on port ${device.port} does not speak TLS as this host does`, data: { layer: 'connect' } });
});
