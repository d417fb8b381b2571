import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { siteNode } from '../../access/index.ts';
import { FakeServices, TestIdentityProvider } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import { registerRest } from './rest.ts';

const publicUrl = 'https://jackfield.example.org';
const https = { 'x-forwarded-proto': 'https' };

let idp: TestIdentityProvider;
beforeAll(async () => {
  idp = await TestIdentityProvider.start(publicUrl);
});
afterAll(async () => idp[Symbol.asyncDispose]());

let directory: string;
let fake: FakeServices;
let server: FastifyInstance;
let log: EventLog;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-oidc-'));
  fake = new FakeServices(directory, '');
  log = await EventLog.open(fake.services);
  idp.accounts.clear();
  idp.accounts.set('s-ada', { preferred_username: 'ada', groups: ['noc'] });
  idp.atKeyboard = 's-ada';
  serve({});
});
afterEach(async () => {
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

function serve(settings: { readonly create?: boolean }): void {
  fake.publicUrl = publicUrl;
  fake.oidc = { title: 'Acme', place: { file: 'jackfield.yaml', line: 1, column: 1 }, issuer: idp.issuer, clientId: 'jackfield', credentials: 'sso', alsoAt: [], scopes: [], nameClaim: 'preferred_username', create: false, ...settings, groups: { claim: 'groups', roles: { noc: [{ role: 'operator', at: 'site:leeds' }], audit: [{ role: 'viewer', at: 'organization' }] } } };
  server = fastify();
  registerRest(server, { services: fake.services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
}

async function post<Answer>(url: string, payload: object, cookie: string) {
  const response = await server.inject({ method: 'POST', url, payload, headers: { ...https, cookie } });
  return { status: response.statusCode, said: response.json<Answer>(), cookies: new Map(response.cookies.map(({ name, value }) => [name, value])) };
}

/** Begins, goes to the provider and comes back: the query, and the cookie of this host. */
async function visit(): Promise<{ readonly returned: string; readonly cookie: string }> {
  const { said, cookies } = await post<{ readonly url: string }>('/api/session/oidc/begin', {}, '');
  const jar = new Map<string, string>();
  for (let url = new URL(said.url); ; ) {
    if (url.origin === publicUrl) return { returned: url.search, cookie: `__Host-jackfield-oidc=${cookies.get('__Host-jackfield-oidc') ?? ''}` };
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } });
    await response.arrayBuffer();
    for (const one of response.headers.getSetCookie()) jar.set(one.split('=')[0] ?? '', /=([^;]*)/.exec(one)?.[1] ?? '');
    url = new URL(response.headers.get('location') ?? `${publicUrl}/?status=${response.status}`, url);
  }
}

async function logIn() {
  const { returned, cookie } = await visit();
  const { said, status, cookies } = await post<{ readonly person: string; readonly csrf: string; readonly code: string }>('/api/session/oidc', { returned }, cookie);
  return { status, said, cookie: `__Host-jackfield=${cookies.get('__Host-jackfield') ?? ''}` };
}

const session = async (cookie: string) => (await server.inject({ method: 'GET', url: '/api/session', headers: { ...https, cookie } })).json<{ readonly organization: string | null; readonly sites: readonly object[] }>();

test('a person logs in at the provider; roles of their groups come and go with each login, those given here stay', async () => {
  await fake.people.add('ada', [{ role: 'viewer', at: siteNode('leeds') }]);
  expect((await server.inject({ method: 'GET', url: '/api/session/ways' })).json()).toEqual({ password: true, passkey: true, oidc: { title: 'Acme' } });
  const first = await logIn();
  expect(first.said.person).toBe('ada');
  expect(await session(first.cookie)).toMatchObject({ organization: null, sites: [{ site: 'leeds', role: 'operator' }] });
  idp.accounts.set('s-ada', { preferred_username: 'ada', groups: ['audit'] });
  expect(await session((await logIn()).cookie)).toMatchObject({ organization: 'viewer', sites: [{ site: 'leeds', role: 'viewer' }] });
  // Also in the browser of before.
  expect(await session(first.cookie)).toMatchObject({ organization: 'viewer' });
  idp.accounts.set('s-ada', { preferred_username: 'ada', groups: [] });
  await logIn();
  expect(await session(first.cookie)).toMatchObject({ organization: null, sites: [{ site: 'leeds', role: 'viewer' }] });
  expect(fake.audited.filter(({ action }) => action === 'person.groups').map(({ person, detail }) => `${person} ${detail}`)).toEqual([
    'jackfield ada: no role → operator at site:leeds', 'jackfield ada: operator at site:leeds → viewer at organization', 'jackfield ada: viewer at organization → no role',
  ]);
});

test('whoever has no account gets one where the settings say so, and no other', async () => {
  expect(await logIn()).toMatchObject({ status: 403, said: { code: 'JF8428' } });
  await server.close();
  serve({ create: true });
  expect((await logIn()).said.person).toBe('ada');
  expect(await fake.people.find('ada')).toMatchObject({ hasPassword: false, bindings: [], fromGroups: [{ role: 'operator' }] });
  // They may be called otherwise some day, and are the same person; who is called so then is not.
  idp.accounts.set('s-ada', { preferred_username: 'ada.l', groups: [] });
  expect((await logIn()).said.person).toBe('ada');
  idp.accounts.set('s-eve', { preferred_username: 'ada', groups: ['noc'] });
  idp.atKeyboard = 's-eve';
  expect(await logIn()).toMatchObject({ status: 403, said: { code: 'JF8428' } });
  idp.accounts.set('s-eve', { preferred_username: 'jackfield', groups: ['noc'] });
  expect(await logIn()).toMatchObject({ status: 403, said: { code: 'JF8428' } });
  idp.accounts.set('s-eve', { preferred_username: 'ADA', groups: ['noc'] });
  expect(await logIn()).toMatchObject({ status: 409, said: { code: 'JF8406' } });
});

test('a code is good once and in the browser that asked for it; the provider does not prove presence by itself', async () => {
  await fake.people.add('ada', []);
  const { returned, cookie } = await visit();
  const elsewhere = await visit();
  expect((await post('/api/session/oidc', { returned }, elsewhere.cookie)).status).toBe(401);
  const { said } = await post<{ readonly csrf: string }>('/api/session/oidc', { returned }, '');
  expect(said).toMatchObject({ code: 'JF8427' });
  const done = await post<{ readonly csrf: string }>('/api/session/oidc', { returned }, cookie);
  expect([done.status, done.cookies.get('__Host-jackfield-oidc')]).toEqual([200, '']);
  expect((await post('/api/session/oidc', { returned }, cookie)).said).toMatchObject({ code: 'JF8427' });
  // Nor after a restart, which knows no login of before.
  await server.close();
  serve({});
  expect((await post('/api/session/oidc', { returned }, cookie)).said).toMatchObject({ code: 'JF8427' });
  const fresh = await server.inject({ method: 'POST', url: '/api/passkeys/begin', headers: { ...https, cookie: `__Host-jackfield=${done.cookies.get('__Host-jackfield') ?? ''}`, 'x-jackfield-csrf': done.said.csrf }, payload: {} });
  expect(fresh.json()).toMatchObject({ code: 'JF8422' });
});
