import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Delivery } from './courier.ts';
import { destinationOf } from './destination.ts';
import { ThreadedCourier } from './threaded-courier.ts';

const at = (address: string) => async () => [{ address, family: address.includes(':') ? 6 : 4 }];

describe('where a webhook may lead', () => {
  test.each([
    '127.0.0.1', '127.8.9.1', '0.0.0.0', '169.254.169.254', '169.254.1.1', '100.100.100.200', '168.63.129.16', '224.0.0.1', '255.255.255.255', '192.0.0.192',
    '::1', '::', 'fe80::1', 'fd00:ec2::254', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1',
  ])('not to %s, by whatever name', async (address) => {
    await expect(destinationOf('https://hook.example.org/x', [], at(address))).rejects.toMatchObject({ code: 'JF5104' });
    const literal = address.includes(':') ? `[${address}]` : address;
    await expect(destinationOf(`https://${literal}/x`, [])).rejects.toMatchObject({ code: 'JF5104' });
    expect(await destinationOf('https://hook.example.org/x', ['hook.example.org'], at(address))).toMatchObject({ address });
  });

  test.each(['https://2130706433/', 'https://0x7f.1/', 'https://017700000001/', 'https://127.1/'])('not to this machine written as %s', async (url) => {
    await expect(destinationOf(url, [])).rejects.toMatchObject({ code: 'JF5104' });
  });

  test('not when one of several addresses may not be', async () => {
    const both = async () => [{ address: '93.184.216.34', family: 4 }, { address: '127.0.0.1', family: 4 }];
    await expect(destinationOf('https://hook.example.org', [], both)).rejects.toMatchObject({ code: 'JF5104' });
  });

  test.each(['http://chat.example.org/', 'ftp://chat.example.org/', 'file:///etc/passwd', 'https://ada:secret@chat.example.org/', 'x'])('not by %s', async (url) => {
    await expect(destinationOf(url, [], at('93.184.216.34'))).rejects.toMatchObject({ code: 'JF5104' });
  });

  test('to the public and to networks of a site; in the clear where it is listed', async () => {
    expect(await destinationOf('https://hook.example.org', [], at('93.184.216.34'))).toMatchObject({ address: '93.184.216.34', family: 4 });
    expect(await destinationOf('https://chat.intern', [], at('10.1.0.9'))).toMatchObject({ address: '10.1.0.9' });
    expect(await destinationOf('http://127.0.0.1:8080/', ['127.0.0.1:8080'])).toMatchObject({ address: '127.0.0.1' });
    await expect(destinationOf('http://127.0.0.1:8081/', ['127.0.0.1:8080'])).rejects.toMatchObject({ code: 'JF5104' });
  });
});

describe('a webhook', () => {
  let server: Server;
  let folder: string;
  let host: string;
  let status = 204;
  let headers: Record<string, string> = {};
  const got: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly url: string | undefined }[] = [];
  let courier: ThreadedCourier;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-webhook-'));
    await writeFile(join(folder, 'credentials.yaml'), 'hook: { kind: webhook, secret: { plain: sesame } }\nother: { kind: ssh, user: x, password: { plain: y } }\n');
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      got.push({ headers: request.headers, body: await text(request), url: request.url });
      response.writeHead(status, headers).end('x'.repeat(100_000));
    };
    server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    host = `127.0.0.1:${typeof address === 'object' ? address?.port ?? 0 : 0}`;
    courier = new ThreadedCourier({ directory: folder, stateDirectory: folder });
  });
  afterAll(async () => {
    await courier[Symbol.asyncDispose]();
    server.close();
    await rm(folder, { recursive: true });
  });

  const delivery = (more: Partial<Delivery> = {}): Delivery => ({
    id: 'n-1', kind: 'test', channel: { webhook: `http://${host}/in?key=1`, credentials: 'hook' }, mail: null, allow: [host], message: { title: 'hello', text: 'x', incidents: [], attachments: [] }, ...more,
  });

  test('is signed, by its time too, so that the other side knows who sent it and when', async () => {
    expect(await courier.deliver(delivery())).toEqual({ taken: true, reason: '' });
    const [{ headers: sent, body, url } = { headers: {}, body: '', url: '' }] = got;
    expect(url).toBe('/in?key=1');
    expect(JSON.parse(body)).toEqual({ id: 'n-1', kind: 'test', title: 'hello', text: 'x', incidents: [], attachments: [] });
    expect(sent['jackfield-delivery']).toBe('n-1');
    const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(sent['jackfield-signature'])) ?? [];
    expect(createHmac('sha256', 'sesame').update(`${time}.${body}`).digest('hex')).toBe(mac);
  });

  test('that is answered with anything but yes was not taken; a redirect is not followed', async () => {
    got.length = 0;
    status = 500;
    expect(await courier.deliver(delivery())).toMatchObject({ taken: false, reason: expect.stringContaining('answered 500') });
    [status, headers] = [302, { location: '/elsewhere' }];
    expect(await courier.deliver(delivery())).toMatchObject({ taken: false, reason: expect.stringContaining('answered 302') });
    expect(got.map(({ url }) => url)).toEqual(['/in?key=1', '/in?key=1']);
  });

  test('asks nobody where it may not lead, and takes no credential of another kind', async () => {
    got.length = 0;
    expect(await courier.deliver(delivery({ allow: [] }))).toMatchObject({ taken: false, reason: expect.stringContaining('JF5104') });
    expect(await courier.deliver(delivery({ channel: { webhook: `http://${host}/`, credentials: 'other' } }))).toMatchObject({ taken: false, reason: expect.stringContaining('JF5106') });
    expect(got).toEqual([]);
  });
});
