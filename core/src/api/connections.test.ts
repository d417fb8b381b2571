import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeServices } from '../testing/index.ts';
import { createApi } from './api.ts';
import { connectionLimits } from './limits.ts';

let stack: AsyncDisposableStack;
let fake: FakeServices;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-connections-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  fake = new FakeServices(directory, join(directory, 's.sock'));
});
afterEach(async () => stack.disposeAsync());

async function open(limits: { readonly headersMs?: number; readonly requestMs?: number; readonly connections?: number } = {}): Promise<number> {
  const { listen } = stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {}, limits: { ...connectionLimits(), ...limits } }));
  return listen.port;
}

async function dial(port: number, said = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  stack.defer(() => void socket.destroy());
  await once(socket, 'connect');
  // What the host ends may be ended roughly.
  socket.on('error', () => {});
  if (said !== '') socket.write(said);
  return socket;
}

/** All that comes until the host ends the connection. */
const rest = (socket: Socket): Promise<string> => text(socket).catch(() => '');

const post = 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

test('what is no request is refused as everything else is, and the connection ended', async () => {
  const port = await open();
  for (const [said, status] of [['nonsense\r\n\r\n', 400], [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`, 431], [`${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400]] as const) {
    const answer = await rest(await dial(port, said));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\n`));
    expect(answer).toMatch(/content-type: application\/problem\+json\r\n/);
    expect(answer).toMatch(/x-content-type-options: nosniff\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'JF8004', status });
  }
});

test('who says nothing, headers that do not end and bodies that do not come are ended; a stream of events is not', async () => {
  const port = await open({ headersMs: 100, requestMs: 200 });
  const { secret } = await fake.people.tokens.create({ title: 'x', binding: { role: 'viewer', at: { level: 'organization' } }, madeBy: 'ann', person: null, lifeMs: 3_600_000 });
  const events = await dial(port, `GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\n\r\n`);
  await once(events, 'readable');
  const slow = await Promise.all([dial(port), dial(port, 'GET / HTTP/1.1\r\nHost: x\r\n'), dial(port, `${post}Content-Length: 100\r\n\r\n{`)]);
  expect((await Promise.all(slow.map(rest))).map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 408', 'HTTP/1.1 408', 'HTTP/1.1 408']);
  fake.events.emit('incident.opened', { incident: 'i', device: 'id-1', summary: 'told after all that' });
  let heard = '';
  for await (const chunk of events) {
    heard += String(chunk);
    if (heard.includes('told after all that')) break;
  }
  expect(heard).toContain('HTTP/1.1 200');
});

test('with more connections than there may be, those that wait longest go: new clients are answered, and who is being answered stays', async () => {
  const port = await open({ connections: 20 });
  const { secret } = await fake.people.tokens.create({ title: 'x', binding: { role: 'viewer', at: { level: 'organization' } }, madeBy: 'ann', person: null, lifeMs: 3_600_000 });
  const events = await dial(port, `GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\n\r\n`);
  await once(events, 'readable');
  const idle = await Promise.all(Array.from({ length: 60 }, () => dial(port)));
  const answer = await rest(await dial(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  await Promise.all(idle.slice(0, 40).map((socket) => (socket.destroyed ? null : once(socket.resume(), 'close'))));
  expect(events.destroyed).toBe(false);
  expect(idle.filter(({ destroyed }) => !destroyed).length).toBeGreaterThan(0);
});
