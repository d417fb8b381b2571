import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wholeOrganization } from '../../access/index.ts';
import { FakeServices, twoSites } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { registerRest } from './rest.ts';

let directory: string;
let services: HostServices;
let server: FastifyInstance;
let log: EventLog;
/** Called when a list of notifications is asked for, before it is given. */
let whileReading: () => Promise<unknown>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-ended-'));
  const known = twoSites(new FakeServices(directory, ''));
  whileReading = async () => undefined;
  services = { ...known, notifications: { ...known.notifications, list: async () => {
    await whileReading();
    return known.notifications.list();
  } } };
  log = await EventLog.open(services);
  server = fastify();
  registerRest(server, { services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
  await services.people.add('ada', [{ role: 'viewer', at: wholeOrganization }]);
});
afterEach(async () => {
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const statusOf = async (headers: { readonly [name: string]: string }, url = '/api/status'): Promise<number> => (await server.inject({ url, headers })).statusCode;
const logIn = async (): Promise<string> => (await server.inject({ method: 'POST', url: '/api/session', payload: { name: 'ada', password: 'x'.repeat(2_000) } })).json<{ code: string }>().code;
const token = (lifeMs: number) => services.people.tokens.create({ title: 'x', binding: { role: 'viewer', at: wholeOrganization }, madeBy: 'ada', person: null, lifeMs });

test('a console whose session has ended, and a program whose token has expired, keep nobody at their machine from logging in', async () => {
  const { secret } = await services.people.sessions.open('ada', 'password', { address: '127.0.0.1', agent: '' });
  await services.people.sessions.end(secret);
  const expired = await token(-1);
  for (const headers of [{ cookie: `jackfield=${secret}` }, {}, { authorization: `Bearer ${expired.secret}` }]) {
    for (let time = 0; time < 10; time += 1) expect(await statusOf(headers)).toBe(401);
  }
  expect(await logIn()).not.toBe('JF8411');
  // Guesses of tokens have an end all the same.
  expect(await statusOf({ authorization: 'Bearer jackfield_guess' })).toBe(429);
  expect(await logIn()).not.toBe('JF8411');
});

test('what was read goes to nobody whose token or session ended meanwhile', async () => {
  const { secret, token: { id } } = await token(60_000);
  const session = await services.people.sessions.open('ada', 'password', { address: '127.0.0.1', agent: '' });
  const callers = [
    { headers: { authorization: `Bearer ${secret}` }, end: () => services.people.tokens.revoke(id) },
    { headers: { cookie: `jackfield=${session.secret}` }, end: () => services.people.sessions.end(session.secret) },
  ];
  for (const { headers, end } of callers) {
    whileReading = async () => undefined;
    expect(await statusOf(headers, '/api/notifications')).toBe(200);
    whileReading = end;
    expect(await statusOf(headers, '/api/notifications')).toBe(401);
  }
});
