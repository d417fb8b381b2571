import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wholeOrganization } from '../../access/index.ts';
import { FakeServices, twoSites } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import { callerOf } from './caller.ts';
import { registerEvents } from './events-route.ts';
import { registerRest } from './rest.ts';

let stack: AsyncDisposableStack;
let fake: FakeServices;
let log: EventLog;
let authorization: string;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-events-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  fake = new FakeServices(directory, '');
  twoSites(fake);
  log = stack.use(await EventLog.open(fake.services, { gatherMs: 0 }));
  authorization = `Bearer ${(await fake.people.tokens.create({ title: 't', binding: { role: 'viewer', at: wholeOrganization }, madeBy: 'ann', person: null, lifeMs: 60_000 })).secret}`;
});
afterEach(() => stack.disposeAsync());

test('who leaves before their stream begins uses up none of those that they may have open', async () => {
  const server = fastify({ forceCloseConnections: true });
  stack.defer(() => server.close());
  let left = 0;
  registerEvents(server, {
    services: fake.services, log,
    authenticated: async (request, reply) => {
      const caller = await callerOf(request, fake.services);
      if (request.headers['x-leaves'] === undefined) return caller;
      // It is looked up who asks, and they are gone.
      if (!reply.raw.closed) await once(reply.raw, 'close', { signal: AbortSignal.timeout(10_000) }).finally(() => (left += 1));
      return caller;
    },
  });
  const place = await server.listen({ host: '127.0.0.1', port: 0 });
  await Promise.all(Array.from({ length: 30 }, async () => {
    const socket = connect(Number(new URL(place).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET /events HTTP/1.1\r\nHost: x\r\nX-Leaves: yes\r\nAuthorization: ${authorization}\r\n\r\n`, () => socket.destroy());
    await once(socket, 'close');
  }));
  const stop = new AbortController();
  stack.defer(() => stop.abort());
  const answer = await fetch(`${place}/events`, { headers: { authorization }, signal: stop.signal });
  expect([answer.status, left]).toEqual([200, 30]);
});

test('streams are asked for at the pace of all else', async () => {
  const server = fastify();
  stack.defer(() => server.close());
  registerRest(server, { services: fake.services, log, daemon: { pid: 1, version: '1', startedAt: '' }, closing: new AbortController().signal });
  await server.ready();
  const wrong = { authorization, 'last-event-id': 'x' };
  const answers = await Promise.all(Array.from({ length: 400 }, () => server.inject({ url: '/api/events', headers: wrong })));
  const refused = answers.filter(({ statusCode }) => statusCode === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
});
