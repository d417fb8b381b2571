import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tooOften } from '../../access/index.ts';
import { FakeServices } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import { registerRest } from './rest.ts';

let directory: string;
let fake: FakeServices;
let server: FastifyInstance;
let log: EventLog;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-pace-'));
  fake = new FakeServices(directory, '');
  log = await EventLog.open(fake.services);
  server = fastify({ forceCloseConnections: true });
  registerRest(server, { services: fake.services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
});
afterEach(async () => {
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

test('who guesses from many addresses of one IPv6 network is as slow as from one', async () => {
  const guess = async (from: string): Promise<number> => (await server.inject({ url: '/api/session', headers: { authorization: 'Bearer jackfield_guess', 'x-forwarded-for': from } })).statusCode;
  const statuses: number[] = [];
  for (let host = 1; host <= 11; host += 1) statuses.push(await guess(`2001:db8:0:7::${host}`));
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  expect([await guess('2001:db8:0:7:ffff::1'), await guess('2001:db8:0:8::1'), await guess('::ffff:192.0.2.1')]).toEqual([429, 401, 401]);
});

test('who comes when too many log in is told when to come again', async () => {
  Object.assign(fake.people, { logIn: async () => Promise.reject(tooOften('too many passwords are looked at just now')) });
  const answer = await server.inject({ method: 'POST', url: '/api/session', payload: { name: 'ada', password: 'x' } });
  expect([answer.statusCode, answer.headers['retry-after'], answer.json<{ code: string }>().code]).toEqual([429, '5', 'JF8411']);
});
