import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { siteNode } from '../../access/index.ts';
import { FakeServices, SoftwareAuthenticator, type Ceremony } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import { registerRest } from './rest.ts';

const origin = 'https://jackfield.example.org';
const rpId = 'jackfield.example.org';
const https = { 'x-forwarded-proto': 'https', 'user-agent': 'Browser/1' };

interface Options { readonly challenge: string; readonly rp: { readonly id: string }; readonly user: { readonly id: string; readonly name: string }; readonly excludeCredentials: readonly { readonly id: string }[]; readonly authenticatorSelection: object; readonly userVerification: string }

let directory: string;
let fake: FakeServices;
let server: FastifyInstance;
let log: EventLog;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-passkeys-'));
  fake = new FakeServices(directory, '');
  log = await EventLog.open(fake.services);
  server = serverAt(origin);
});

function serverAt(publicUrl: string | null): FastifyInstance {
  fake.publicUrl = publicUrl;
  const made = fastify();
  registerRest(made, { services: fake.services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
  return made;
}

afterEach(async () => {
  vi.useRealTimers();
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

/** What a browser holds in which somebody is logged in. */
async function browser(name: string): Promise<{ readonly cookie: string; readonly 'x-jackfield-csrf': string }> {
  await fake.people.add(name, [{ role: 'viewer', at: siteNode('leeds') }]);
  const { secret, csrf } = await fake.people.sessions.open(name, 'password', { address: '192.0.2.7', agent: '' });
  return { cookie: `__Host-jackfield=${secret}`, 'x-jackfield-csrf': csrf };
}

async function send<Answer = { readonly code: string }>(method: 'POST' | 'DELETE', url: string, payload: object = {}, headers: object = {}): Promise<{ readonly status: number; readonly said: Answer; readonly cookie: string }> {
  const response = await server.inject({ method, url: `/api${url}`, payload, headers: { ...https, ...headers } });
  return { status: response.statusCode, said: response.json<Answer>(), cookie: String(response.headers['set-cookie'] ?? '').split(';')[0] ?? '' };
}

const ceremony = ({ challenge }: { readonly challenge: string }, other: Partial<Ceremony> = {}): Ceremony => ({ challenge, origin, rpId, ...other });

async function register(headers: object, authenticator: SoftwareAuthenticator, title = 'laptop', other: Partial<Ceremony> = {}) {
  const { said: options } = await send<Options>('POST', '/passkeys/begin', {}, headers);
  return { options, ...(await send<{ readonly id: string; readonly code: string }>('POST', '/passkeys', { title, credential: authenticator.create(ceremony(options, other), options.user.id) }, headers)) };
}

const begin = async (): Promise<Options> => (await send<Options>('POST', '/session/passkey/begin')).said;
const logIn = (credential: object) => send<{ readonly person: string; readonly csrf: string; readonly code: string }>('POST', '/session/passkey', { credential });

test('a person makes passkeys and logs in with each, by themselves', async () => {
  const ada = await browser('ada');
  const [laptop, phone] = [new SoftwareAuthenticator(), new SoftwareAuthenticator()];
  const { options, said } = await register(ada, laptop);
  expect(options).toMatchObject({ rp: { id: rpId }, user: { name: 'ada' }, authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, excludeCredentials: [] });
  expect(said).toMatchObject({ title: 'laptop', synced: false, usedAt: null });
  // The browser is told what there is: an authenticator makes no second one.
  expect((await register(ada, phone, 'phone')).options.excludeCredentials).toMatchObject([{ id: laptop.id.toString('base64url') }]);

  const asked = await begin();
  expect(asked).toMatchObject({ userVerification: 'required', allowCredentials: [] });
  const opened = await logIn(laptop.get(ceremony(asked, { counter: 1 })));
  expect(opened.said.person).toBe('ada');
  expect((await logIn(phone.get(ceremony(await begin())))).said.person).toBe('ada');

  const own = { cookie: opened.cookie, 'x-jackfield-csrf': opened.said.csrf };
  const list = await server.inject({ method: 'GET', url: '/api/passkeys', headers: { ...https, ...own } });
  expect(list.json()).toMatchObject([{ title: 'laptop', usedAt: expect.any(String) }, { title: 'phone' }]);
  expect((await send('DELETE', `/passkeys/${said.id}`, {}, own)).status).toBe(200);
  expect(await logIn(laptop.get(ceremony(await begin(), { counter: 2 })))).toMatchObject({ status: 401, said: { code: 'JF8423' } });
  expect(fake.audited.map(({ person, action, outcome, detail }) => `${person} ${action} ${outcome} ${detail.replaceAll(/[0-9a-f]{8}/g, 'ID')}`)).toEqual([
    'ada passkey.add done ID laptop', 'ada passkey.add done ID phone', 'ada session.open done passkey ID laptop, session ID', 'ada session.open done passkey ID phone, session ID', 'ada passkey.remove done ID laptop',
    'unknown session.open refused passkey: nobody has this passkey',
  ]);
});

test('a login that does not hold is refused, whatever of it is wrong', async () => {
  const [ada, eve] = [await browser('ada'), await browser('eve')];
  const [laptop, other] = [new SoftwareAuthenticator(), new SoftwareAuthenticator()];
  const { options } = await register(ada, laptop);
  await register(eve, other);
  const good = laptop.get(ceremony(await begin(), { counter: 5 }));
  expect((await logIn(good)).status).toBe(200);
  const refused = async (credential: object): Promise<void> => expect(await logIn(credential)).toMatchObject({ status: 401, said: { code: 'JF8423' }, cookie: '' });
  // The same answer again; the counter of a copy; a page of another name; somebody who did not show a finger.
  await refused(good);
  await refused(laptop.get(ceremony(await begin(), { counter: 5 })));
  await refused(laptop.get(ceremony(await begin(), { counter: 6, origin: 'https://jackfield.example.net' })));
  await refused(laptop.get(ceremony(await begin(), { counter: 6, rpId: 'example.net' })));
  await refused(laptop.get(ceremony(await begin(), { counter: 6, isVerified: false })));
  // Eve's device in the name of Ada; a challenge of eve's own, of the making of passkeys, of nobody.
  await refused(other.get(ceremony(await begin()), options.user.id));
  await refused({ ...other.get(ceremony(await begin()), options.user.id), id: laptop.id.toString('base64url') });
});

test('a challenge is good for one thing, once, and for five minutes', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
  const ada = await browser('ada');
  const laptop = new SoftwareAuthenticator();
  const { options } = await register(ada, laptop);
  for (const challenge of [options.challenge, (await send<Options>('POST', '/passkeys/begin', {}, ada)).said.challenge, Buffer.alloc(63, 7).toString('base64url')]) {
    expect((await logIn(laptop.get(ceremony({ challenge }, { counter: 1 })))).said.code).toBe('JF8423');
  }
  const asked = await begin();
  vi.setSystemTime(new Date('2026-01-01T00:05:01Z'));
  expect((await logIn(laptop.get(ceremony(asked, { counter: 1 })))).said.code).toBe('JF8423');
});

test('a passkey is made by the session that began it, on the page of this host, with a finger shown', async () => {
  const [ada, eve] = [await browser('ada'), await browser('eve')];
  const { said: begun } = await send<Options>('POST', '/passkeys/begin', {}, ada);
  const keep = (headers: object, other: Partial<Ceremony> = {}) => send('POST', '/passkeys', { title: 'mine', credential: new SoftwareAuthenticator().create(ceremony(begun, other), begun.user.id) }, headers);
  for (const answer of [await keep(eve), await keep(ada, { origin: 'https://evil.example' }), await keep(ada, { isVerified: false })]) expect(answer).toMatchObject({ status: 401, said: { code: 'JF8423' } });
  expect((await keep(ada)).status).toBe(200);
  expect((await keep(ada)).said.code).toBe('JF8423');
  // One device is one person's.
  const laptop = new SoftwareAuthenticator();
  await register(ada, laptop);
  expect((await register(eve, laptop)).said.code).toBe('JF8423');
});

test('what somebody logs in with is altered shortly after a login alone', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
  const ada = await browser('ada');
  vi.setSystemTime(new Date('2026-01-01T00:16:00Z'));
  for (const [method, url] of [['POST', '/passkeys/begin'], ['DELETE', '/passkeys/x'], ['POST', '/tokens'], ['DELETE', '/sessions'], ['DELETE', '/sessions/x']] as const) {
    expect(await send(method, url, {}, ada)).toMatchObject({ status: 403, said: { code: 'JF8422' } });
  }
});

test('where the settings say so, a password does not do any more for whoever has a passkey', async () => {
  await server.close();
  fake.passwords = 'until-passkey';
  server = serverAt(origin);
  const { secret } = await fake.people.add('ada', []);
  const password = 'nine routers on a hill';
  const opened = await send<{ readonly csrf: string }>('POST', '/set-up', { secret, name: 'ada', password });
  const logInByPassword = (given: string) => send('POST', '/session', { name: 'ada', password: given });
  expect((await logInByPassword(password)).status).toBe(200);
  await register({ cookie: opened.cookie, 'x-jackfield-csrf': opened.said.csrf }, new SoftwareAuthenticator());
  expect(await logInByPassword(password)).toMatchObject({ status: 403, said: { code: 'JF8430' }, cookie: '' });
  // Whoever does not know the password is not told that there is a passkey.
  expect((await logInByPassword('x')).said.code).toBe('JF8402');
});

test('a host without a name takes none, and says what to set', async () => {
  await server.close();
  server = serverAt('https://192.0.2.7');
  expect(await send('POST', '/session/passkey/begin')).toMatchObject({ status: 422, said: { code: 'JF8425', hint: expect.stringContaining('publicUrl') } });
  expect((await server.inject({ method: 'GET', url: '/api/session/ways' })).json()).toEqual({ password: true, passkey: false, oidc: null });
  // On this machine browsers know it as localhost.
  await server.close();
  server = serverAt(null);
  expect((await send<Options & { readonly rpId: string }>('POST', '/session/passkey/begin')).said.rpId).toBe('localhost');
});
