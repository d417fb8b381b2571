import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteNode } from '../access/index.ts';
import { createApi } from '../api/index.ts';
import { FakeServices, twoSites } from '../testing/index.ts';
import { ApiClient } from './index.ts';

let directory: string;
let fake: FakeServices;
let host: string;
let headers: { readonly [name: string]: string };
let stack: AsyncDisposableStack;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-client-'));
  stack = new AsyncDisposableStack();
  fake = new FakeServices(directory, join(directory, 's.sock'));
  const services = twoSites(fake);
  const { listen } = stack.use(await createApi({ services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
  host = `http://127.0.0.1:${listen.port}`;
  const { secret } = await services.people.tokens.create({ title: 'x', binding: { role: 'manager', at: siteNode('leeds') }, madeBy: 'ada', person: null, lifeMs: 60_000 });
  headers = { authorization: `Bearer ${secret}`, connection: 'close' };
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(directory, { recursive: true, force: true });
});

const client = (send?: typeof fetch, as = headers): ApiClient => new ApiClient({ host, headers: as, ...(send === undefined ? {} : { fetch: send }) });

/** Does what is asked, and loses the first answer. */
function loseOne(): typeof fetch {
  let lost = 1;
  return async (...request) => {
    const response = await fetch(...request);
    if (lost === 0) return response;
    lost -= 1;
    await response.text();
    throw new TypeError('the connection was lost');
  };
}

test('answers have the types of the document, and are what the host has', async () => {
  const { answer } = await client().call('devices', { state: ['critical', 'warning'], limit: 5 });
  expect(answer.items.map(({ name, state }) => `${name} ${state ?? ''}`)).toEqual(['leeds-core critical']);
  const { answer: version } = await client().call('historyVersion', { device: 'leeds-core', version: 1 });
  expect(version.version).toBe(1);
});

test('what the host refuses is thrown with its code', async () => {
  await expect(client().call('device', { device: 'bristol-core' })).rejects.toMatchObject({ name: 'ApiProblem JF5003', problem: { status: 404, hint: expect.stringContaining('jackfield devices') } });
});

test('what was sent and whose answer was lost is sent again, and done once', async () => {
  expect((await client(loseOne()).call('acknowledge', { incident: 'incident-leeds' })).answer).toEqual({ incident: 'incident-leeds' });
  expect(fake.audited).toHaveLength(1);
});

test('what was seen otherwise is not altered', async () => {
  // Who may come in is decided by whoever logged in a short while ago, not by a token.
  const { people } = fake;
  await people.add('cara', [{ role: 'manager', at: siteNode('leeds') }]);
  const { secret, csrf } = await people.sessions.open('cara', 'password', { address: '127.0.0.1', agent: '' });
  const login = { cookie: `jackfield=${secret}`, 'x-jackfield-csrf': csrf, connection: 'close' };
  await client(undefined, login).call('addPerson', { name: 'bob', role: 'viewer', at: 'leeds' });
  const { etag } = await client().call('person', { name: 'bob' });
  // Also when the answer is lost: what is sent again is what was done.
  await client(loseOne(), login).call('setRole', { name: 'bob', at: 'leeds', role: 'operator' }, { ifMatch: etag });
  await expect(client(undefined, login).call('setRole', { name: 'bob', at: 'leeds', role: null }, { ifMatch: etag })).rejects.toMatchObject({ problem: { code: 'JF8414' } });
});
