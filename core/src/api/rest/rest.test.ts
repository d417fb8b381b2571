import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance, type InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siteNode, wholeOrganization, type Binding } from '../../access/index.ts';
import { FakeServices, twoSites } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { registerRest } from './rest.ts';

const password = 'seven switches in a cellar';

let directory: string;
let fake: FakeServices;
let services: HostServices;
let server: FastifyInstance;
let log: EventLog;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-rest-'));
  fake = new FakeServices(directory, '');
  services = twoSites(fake);
  log = await EventLog.open(services);
  server = fastify({ forceCloseConnections: true });
  registerRest(server, { services, daemon: { pid: 1, version: '1.2.3', startedAt: '' }, log, closing: new AbortController().signal });
});
afterEach(async () => {
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;

async function token(binding: Binding, person: string | null = null): Promise<string> {
  return `Bearer ${(await services.people.tokens.create({ title: 'scripts', binding, madeBy: person ?? 'ada', person, lifeMs: 3_600_000 })).secret}`;
}

const viewer = (): Promise<string> => token({ role: 'viewer', at: wholeOrganization });

const get = (url: string, authorization?: string, more: InjectOptions['headers'] = {}): Promise<Answer> =>
  server.inject({ method: 'GET', url, headers: { ...(authorization === undefined ? {} : { authorization }), ...more } });

/** What a browser holds after a login. */
async function browser(name: string, bindings: readonly Binding[]): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const { secret } = await services.people.add(name, bindings);
  const response = await server.inject({ method: 'POST', url: '/api/set-up', payload: { secret, name, password } });
  const [cookie] = response.cookies;
  return { cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`, csrf: response.json<{ csrf: string }>().csrf };
}

/** What the browser of somebody sends who logged in, so long ago. */
async function login(name: string, binding: Binding, ago = 0): Promise<{ readonly cookie: string; readonly 'x-jackfield-csrf': string }> {
  await services.people.add(name, [binding]);
  const { secret, csrf } = await services.people.sessions.open(name, 'password', { address: '127.0.0.1', agent: '' }, { provedAt: Date.now() - ago });
  return { cookie: `jackfield=${secret}`, 'x-jackfield-csrf': csrf };
}

describe('who asks', () => {
  test('has to say so, and a token that is not good says nothing', async () => {
    const bare = await get('/api/status');
    expect([bare.statusCode, bare.headers['www-authenticate'], bare.headers['content-type']]).toEqual([401, 'Bearer', 'application/problem+json; charset=utf-8']);
    expect(bare.json()).toMatchObject({ status: 401, code: 'JF8401', title: 'nobody is logged in', detail: expect.any(String), hint: expect.stringContaining('jackfield token create') });
    expect((await get('/api/status', 'Bearer jackfield_nonsense')).json()).toMatchObject({ code: 'JF8401', detail: 'the token has expired, was revoked, or never was' });
    expect((await get('/api/status', await viewer())).json()).toMatchObject({ version: '1.2.3', devices: 2, sites: 2, checks: { critical: 2 } });
  });

  test('is slowed down when guessing', async () => {
    const guess = (): Promise<Answer> => server.inject({ method: 'POST', url: '/api/session', payload: { name: 'ada', password: 'x'.repeat(2_000) } });
    const answers = [];
    for (let time = 0; time < 11; time += 1) answers.push(await guess());
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array.from({ length: 10 }, () => 400), 429]);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('over a session proves by the header that the request is their own', async () => {
    const { cookie, csrf } = await browser('bob', [{ role: 'operator', at: siteNode('leeds') }]);
    expect((await get('/api/session', undefined, { cookie })).json()).toEqual({ person: 'bob', csrf, organization: null, sites: [{ site: 'leeds', role: 'operator' }] });
    const create = (headers: { readonly [name: string]: string }): Promise<Answer> => server.inject({ method: 'POST', url: '/api/tokens', headers: { cookie, ...headers }, payload: { title: 'mine', role: 'viewer', at: 'leeds', expires: '1d' } });
    expect((await create({})).json()).toMatchObject({ status: 403, code: 'JF8412' });
    expect((await create({ 'x-jackfield-csrf': 'A'.repeat(43) })).statusCode).toBe(403);
    expect((await create({ 'x-jackfield-csrf': csrf })).json()).toMatchObject({ madeBy: 'bob', token: expect.stringMatching(/^jackfield_/) });
    expect((await server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie, 'x-jackfield-csrf': csrf } })).headers['set-cookie']).toContain('Max-Age=0');
    expect((await get('/api/session', undefined, { cookie })).statusCode).toBe(401);
  });

  test('keeps the session where neither scripts nor other sites get at it', async () => {
    const { secret } = await services.people.add('bob', []);
    const setUp = (headers: { readonly [name: string]: string }): Promise<Answer> => server.inject({ method: 'POST', url: '/api/set-up', headers, payload: { secret, name: 'bob', password } });
    expect((await setUp({ 'x-forwarded-proto': 'https' })).headers['set-cookie']).toMatch(/^__Host-jackfield=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect((await setUp({})).json()).toMatchObject({ status: 403, code: 'JF8403' });
  });

  test('takes another password with the one there is, and makes tokens by a login alone', async () => {
    const { cookie, csrf } = await browser('bob', [{ role: 'viewer', at: siteNode('leeds') }]);
    const put = (current: string): Promise<Answer> =>
      server.inject({ method: 'PUT', url: '/api/session/password', headers: { cookie, 'x-jackfield-csrf': csrf }, payload: { current, password: 'another cellar of switches' } });
    expect((await put('x')).json()).toMatchObject({ status: 401, code: 'JF8402' });
    expect((await put(password)).statusCode).toBe(200);
    expect((await get('/api/session', undefined, { cookie })).statusCode).toBe(401);
    const create = await server.inject({ method: 'POST', url: '/api/tokens', headers: { authorization: await viewer() }, payload: { title: 'longer', role: 'viewer', at: 'leeds', expires: '365d' } });
    expect(create.json()).toMatchObject({ status: 403, code: 'JF8420' });
  });

  test('sees where they are logged in, and ends what is not theirs', async () => {
    const { cookie, csrf } = await browser('bob', [{ role: 'viewer', at: siteNode('leeds') }]);
    await services.people.add('eve', []);
    await services.people.sessions.open('eve', 'password', { address: '192.0.2.7', agent: '' });
    const logIn = async (agent: string, held = ''): Promise<string> => {
      const response = await server.inject({ method: 'POST', url: '/api/session', headers: { 'user-agent': agent, 'x-forwarded-for': '203.0.113.9', cookie: held }, payload: { name: 'bob', password } });
      return `jackfield=${response.cookies[0]?.value ?? ''}`;
    };
    const list = async (held = cookie) => (await get('/api/sessions', undefined, { cookie: held })).json<{ readonly id: string; readonly agent: string; readonly current: boolean }[]>();
    const phone = await logIn('Phone/1');
    expect(await list()).toMatchObject([{ agent: 'Phone/1', address: '203.0.113.9', way: 'password', current: false, openedAt: expect.any(String), usedAt: expect.any(String) }, { way: 'link', address: '127.0.0.1', current: true }]);
    // Who logs in anew in the same browser has one session, and the cookie of before opens nothing.
    const again = await logIn('Phone/2', phone);
    expect((await list()).map(({ agent }) => agent)).toEqual(['Phone/2', 'lightMyRequest']);
    expect((await get('/api/session', undefined, { cookie: phone })).statusCode).toBe(401);
    const end = (url: string): Promise<Answer> => server.inject({ method: 'DELETE', url, headers: { cookie, 'x-jackfield-csrf': csrf } });
    const [other] = await list();
    expect((await end(`/api/sessions/${other?.id ?? ''}`)).json()).toEqual({ ended: 1 });
    expect((await get('/api/session', undefined, { cookie: again })).statusCode).toBe(401);
    expect((await end(`/api/sessions/${other?.id ?? ''}`)).json()).toMatchObject({ status: 404, code: 'JF8421' });
    for (const agent of ['A', 'B']) await services.people.sessions.open('bob', 'oidc', { address: '192.0.2.7', agent });
    expect((await end('/api/sessions')).json()).toEqual({ ended: 2 });
    expect(await list()).toMatchObject([{ current: true }]);
    expect((await services.people.sessions.list('eve'))).toHaveLength(1);
    // The audit names sessions, and what was asked by which.
    const [mine] = await list();
    expect(fake.audited.filter(({ action }) => action === 'session.end').map(({ detail }) => detail)).toEqual([other?.id, 'all 2 others']);
    expect(fake.origins.at(-1)).toBe(`127.0.0.1, session ${mine?.id ?? ''}`);
  });

  test('is told to the log when they try what is not theirs, and not over and over', async () => {
    const refused: { readonly code: string; readonly person: string | null; readonly from: string; readonly route: string }[] = [];
    services.events.on('request.refused', (event) => refused.push(event));
    const of = await token({ role: 'viewer', at: siteNode('leeds') });
    await get('/api/status');
    for (let time = 0; time < 12; time += 1) await get('/api/people', of);
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ code: 'JF8407', person: 'ada', from: '127.0.0.1', route: 'GET /api/people' });
    await get('/api/status', 'Bearer jackfield_nonsense');
    expect(refused.at(-1)).toMatchObject({ code: 'JF8401', person: null, route: 'GET /api/status' });
  });

  test('is logged out everywhere by a manager', async () => {
    await services.people.add('bob', [{ role: 'viewer', at: siteNode('leeds') }]);
    const { secret } = await services.people.sessions.open('bob', 'password', { address: '192.0.2.7', agent: '' });
    const end = async (role: 'viewer' | 'manager'): Promise<Answer> => server.inject({ method: 'DELETE', url: '/api/people/bob/sessions', headers: await login(`a-${role}`, { role, at: wholeOrganization }) });
    expect((await end('viewer')).statusCode).toBe(403);
    expect((await end('manager')).json()).toEqual({ name: 'bob', ended: 1 });
    expect((await get('/api/session', undefined, { cookie: `jackfield=${secret}` })).statusCode).toBe(401);
  });

  test('is known before what they send is read', async () => {
    const send = await server.inject({ method: 'POST', url: '/api/plans', headers: { 'content-type': 'application/json' }, payload: `{"text":"${'x'.repeat(9_000_000)}"}` });
    expect(send.statusCode).toBe(401);
  });

  test('cannot send anything as plain text, as a page of another site could', async () => {
    expect((await server.inject({ method: 'POST', url: '/api/session', headers: { 'content-type': 'text/plain' }, payload: '{"name":"ada","password":"x"}' })).statusCode).toBe(415);
  });

  test('a login that is refused stands in the audit, with the address that a proxy on this machine tells', async () => {
    const tried = await server.inject({ method: 'POST', url: '/api/session', headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' }, payload: { name: 'ada', password } });
    expect(tried.json()).toMatchObject({ status: 401, code: 'JF8402' });
    expect(fake.audited).toMatchObject([{ person: 'ada', action: 'session.open', outcome: 'refused' }]);
    expect(fake.origins).toEqual(['203.0.113.9']);
  });
});

describe('what is given', () => {
  test('is filtered, and comes page by page: nothing twice, nothing left out', async () => {
    const of = await viewer();
    expect((await get('/api/devices?vendor=ACME&state=critical&state=warning', of)).json()).toMatchObject({ items: [{ name: 'bristol-core' }, { name: 'leeds-core' }], next: null });
    expect((await get('/api/devices?site=leeds', of)).json()).toMatchObject({ items: [{ name: 'leeds-core' }] });
    expect((await get('/api/devices?vendor=Other', of)).json()).toEqual({ items: [], next: null });
    const first = (await get('/api/changes?limit=2', of)).json<{ items: { id: string }[]; next: string }>();
    const second = (await get(`/api/changes?limit=2&cursor=${first.next}`, of)).json<{ items: { id: string }[]; next: null }>();
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['leeds-1', 'bristol-1', 'both-1'].toSorted().toReversed());
    expect(second.next).toBeNull();
  });

  test('has an ETag: what did not change is not sent again', async () => {
    const of = await viewer();
    const { etag } = (await get('/api/sites/leeds', of)).headers;
    expect((await get('/api/sites/leeds', of, { 'if-none-match': String(etag) })).statusCode).toBe(304);
    expect((await get('/api/sites/bristol', of, { 'if-none-match': String(etag) })).statusCode).toBe(200);
  });
});

describe('what is refused', () => {
  test.each([
    ['/api/nothing', 404, 'JF8415'], ['/api/devices/none', 404, 'JF5003'], ['/api/sites/hull', 404, 'JF8009'], ['/api/devices?limit=0', 400, 'JF8004'], ['/api/devices?stat=ok', 400, 'JF8004'],
    ['/api/devices?cursor=%2F', 400, 'JF8004'], ['/api/changes/nope', 404, 'JF8009'],
  ])('%s: %i %s', async (url, status, code) => {
    const response = await get(url, await viewer());
    expect(response.json()).toMatchObject({ status, code, type: `https://jackfield.dev/errors#${code.toLowerCase()}`, hint: expect.stringMatching(/./) });
    expect(response.statusCode).toBe(status);
  });

  test('because nobody expected it, says so in the log and nothing to the caller', async () => {
    const failures: unknown[] = [];
    services.events.on('request.failed', (event) => failures.push(event));
    const broken: HostServices = { ...services, crashes: { list: async () => Promise.reject(new Error('secret of the store')) } };
    await using other = fastify();
    registerRest(other, { services: broken, daemon: { pid: 1, version: '', startedAt: '' }, log, closing: new AbortController().signal });
    const response = await other.inject({ method: 'GET', url: '/api/plugins', headers: { authorization: await viewer() } });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([500, 'JF8008']);
    expect(response.body).not.toContain('secret of the store');
    expect(failures).toMatchObject([{ route: 'GET /api/plugins', message: 'secret of the store' }]);
  });

  test('a body that is too large, or no JSON', async () => {
    const send = (payload: string): Promise<Answer> => server.inject({ method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload });
    expect((await send('{')).json()).toMatchObject({ status: 400, code: 'JF8004' });
    expect((await send(`"${'x'.repeat(20_000)}"`)).statusCode).toBe(413);
    expect((await send('[1]')).json()).toMatchObject({ status: 400, code: 'JF8004', detail: 'the body is no JSON object' });
  });
});

describe('people', () => {
  const send = (method: 'POST' | 'PUT' | 'DELETE', url: string, headers: InjectOptions['headers'] = {}, payload: object = {}): Promise<Answer> => server.inject({ method, url, headers, payload });

  test('are let in by nobody with a stolen token or an open browser', async () => {
    const admin: Binding = { role: 'admin', at: wholeOrganization };
    await services.people.add('bob', []);
    const doors = [['POST', '/api/people', { name: 'eve', role: 'admin', at: 'organization' }], ['POST', '/api/people/bob/invite', {}], ['PUT', '/api/people/bob/roles/organization', { role: 'admin' }], ['DELETE', '/api/people/bob/sessions', {}], ['DELETE', '/api/people/bob', {}]] as const;
    const [authorization, open] = [await token(admin), await login('ada', admin, 16 * 60_000)];
    for (const [method, url, payload] of doors) {
      expect((await send(method, url, { authorization }, payload)).json()).toMatchObject({ status: 403, code: 'JF8420', hint: expect.stringContaining('without --host') });
      expect((await send(method, url, open, payload)).json()).toMatchObject({ status: 403, code: 'JF8422' });
    }
    expect((await services.people.list()).map(({ name, bindings }) => [name, bindings.length])).toEqual([['ada', 1], ['bob', 0]]);
  });

  test('keep an admin: the last one is neither removed nor made less', async () => {
    const ada = await login('ada', { role: 'admin', at: wholeOrganization });
    const both = [['DELETE', '/api/people/ada', {}], ['PUT', '/api/people/ada/roles/organization', { role: 'manager' }], ['PUT', '/api/people/ada/roles/organization', { role: null }]] as const;
    for (const [method, url, payload] of both) expect((await send(method, url, ada, payload)).json()).toMatchObject({ status: 409, code: 'JF8431' });
    await services.people.add('bob', [{ role: 'admin', at: wholeOrganization }]);
    expect((await send('DELETE', '/api/people/ada', ada)).statusCode).toBe(200);
  });

  test('are added by a manager of the place, with no role above the own', async () => {
    const manager = await login('ada', { role: 'manager', at: siteNode('leeds') });
    expect((await send('POST', '/api/people', manager, { name: 'bob', role: 'operator', at: 'leeds' })).json()).toMatchObject({ name: 'bob', secret: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await send('POST', '/api/people', manager, { name: 'eve', role: 'admin', at: 'leeds' })).json()).toMatchObject({ status: 403, code: 'JF8407' });
    expect((await send('POST', '/api/people', manager, { name: 'eve', role: 'viewer', at: 'organization' })).json()).toMatchObject({ status: 403, code: 'JF8407' });
    expect((await send('POST', '/api/people', manager, { name: 'eve', role: 'viewer', at: 'bristol' })).json()).toMatchObject({ status: 404, code: 'JF8408' });
    expect(fake.audited).toMatchObject([{ person: 'ada', action: 'person.add', detail: 'bob: operator at site:leeds', outcome: 'done' }]);
  });

  test('of more than the manager’s places are not taken over by a new link', async () => {
    const manager = await login('ada', { role: 'manager', at: siteNode('leeds') });
    await services.people.add('root', [{ role: 'admin', at: wholeOrganization }]);
    await services.people.add('carol', [{ role: 'viewer', at: siteNode('leeds') }, { role: 'viewer', at: siteNode('bristol') }]);
    for (const name of ['root', 'carol']) expect((await send('POST', `/api/people/${name}/invite`, manager, {})).statusCode).toBe(403);
    expect((await get('/api/people', undefined, manager)).json()).toMatchObject([{ name: 'ada' }, { name: 'carol', roles: [{ role: 'viewer', at: 'site:leeds' }] }]);
    expect((await send('DELETE', '/api/people/root', manager)).json()).toMatchObject({ status: 403, code: 'JF8407' });
  });

  test('have their roles altered by whom saw them as they are', async () => {
    const admin = await login('ada', { role: 'admin', at: wholeOrganization });
    await services.people.add('bob', [{ role: 'viewer', at: siteNode('leeds') }]);
    const put = (role: string | null, etag: string): Promise<Answer> => send('PUT', '/api/people/bob/roles/site:leeds', { ...admin, 'if-match': etag }, { role });
    const seen = String((await get('/api/people/bob', undefined, admin)).headers.etag);
    const done = await put('operator', seen);
    expect(done.json()).toMatchObject({ roles: [{ role: 'operator', at: 'site:leeds' }] });
    expect((await put(null, seen)).json()).toMatchObject({ status: 412, code: 'JF8414' });
    expect((await put(null, String(done.headers.etag))).json()).toMatchObject({ roles: [] });
    expect(fake.audited.map(({ detail }) => detail)).toEqual(['bob at site:leeds: viewer → operator', 'bob at site:leeds: operator → no role']);
  });

  test('make tokens that do no more than they may, also when they may less later', async () => {
    const { cookie, csrf } = await browser('bob', [{ role: 'operator', at: siteNode('leeds') }]);
    const create = (role: string, at: string): Promise<Answer> => server.inject({ method: 'POST', url: '/api/tokens', headers: { cookie, 'x-jackfield-csrf': csrf }, payload: { title: 'mine', role, at, expires: '30d' } });
    expect((await create('approver', 'leeds')).json()).toMatchObject({ status: 403, code: 'JF8407' });
    expect((await create('viewer', 'bristol')).json()).toMatchObject({ status: 404, code: 'JF8408' });
    const made = (await create('operator', 'leeds')).json<{ token: string }>();
    expect((await get('/api/hostkeys', `Bearer ${made.token}`)).statusCode).toBe(200);
    await services.people.bind('bob', siteNode('leeds'), 'viewer');
    expect((await get('/api/hostkeys', `Bearer ${made.token}`)).json()).toMatchObject({ status: 403, code: 'JF8407' });
    expect((await get('/api/devices', `Bearer ${made.token}`)).statusCode).toBe(200);
  });
});

describe('what is done', () => {
  const post = (url: string, authorization: string, payload: object, headers: InjectOptions['headers'] = {}): Promise<Answer> =>
    server.inject({ method: 'POST', url, headers: { authorization, ...headers }, payload });

  test('is done once for one Idempotency-Key, and answered the same each time', async () => {
    const operator = await token({ role: 'operator', at: siteNode('leeds') });
    const send = (incident: string): Promise<Answer> => post(`/api/incidents/${incident}/acknowledge`, operator, {}, { 'idempotency-key': 'k-1' });
    const answers = await Promise.all([send('incident-leeds'), send('incident-leeds')]);
    answers.push(await send('incident-leeds'));
    expect(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).toEqual(Array.from({ length: 3 }, () => '200 {"incident":"incident-leeds"}'));
    expect(fake.audited).toMatchObject([{ action: 'incident.acknowledge', person: 'ada' }]);
    expect(fake.origins).toEqual([expect.stringMatching(/^127\.0\.0\.1, token [0-9a-f]{8}$/)]);
    expect((await post('/api/devices/leeds-core/checks', operator, {}, { 'idempotency-key': 'k-1' })).json()).toMatchObject({ status: 409, code: 'JF8413', detail: 'the Idempotency-Key was used for another request' });
  });

  test('and refused may be tried again with the same key', async () => {
    const operator = await token({ role: 'operator', at: siteNode('leeds') });
    const broken = services.incidents.acknowledge;
    Object.assign(services.incidents, { acknowledge: async () => Promise.reject(new Error('no room')) });
    const send = (): Promise<Answer> => post('/api/incidents/incident-leeds/acknowledge', operator, {}, { 'idempotency-key': 'k-2' });
    expect((await send()).statusCode).toBe(500);
    Object.assign(services.incidents, { acknowledge: broken });
    expect((await send()).statusCode).toBe(200);
  });

  test('with an answer that is shown once is not shown again, nor kept', async () => {
    const admin = await login('ada', { role: 'admin', at: wholeOrganization });
    const send = (): Promise<Answer> => server.inject({ method: 'POST', url: '/api/people', headers: { ...admin, 'idempotency-key': 'k-3' }, payload: { name: 'bob', role: 'viewer', at: 'leeds' } });
    const made = (await send()).json<{ secret: string }>();
    expect((await send()).json()).toMatchObject({ status: 409, code: 'JF8413' });
    expect(JSON.stringify(await services.store.read({ sql: 'SELECT * FROM api_repeat' }))).not.toContain(made.secret);
  });

  test('to devices of two sites takes the role at both', async () => {
    const leeds = await token({ role: 'admin', at: siteNode('leeds') });
    const both = await token({ role: 'operator', at: wholeOrganization });
    const text = 'title: x\nchanges: [{ device: [leeds-core, bristol-core], resource: snmp-switch/port, spec: {} }]';
    expect((await post('/api/changes/both-1/undo', leeds, {})).json()).toMatchObject({ status: 403, code: 'JF8407' });
    expect((await post('/api/plans', leeds, { text, file: 'x.yaml' })).json()).toMatchObject({ status: 404, code: 'JF5003' });
    expect((await post('/api/changes', leeds, { plan: { steps: [{ device: 'id-leeds' }, { device: 'id-bristol' }] } })).statusCode).toBe(404);
    expect((await post('/api/plans', both, { text, file: 'x.yaml' })).statusCode).toBe(200);
    expect((await post('/api/changes/both-1/undo', both, {})).statusCode).toBe(200);
  });

  test('with secrets of the vault takes the role in all of the organization: they are of no site', async () => {
    const text = 'title: x\nchanges: [{ device: leeds-core, resource: snmp-switch/port, spec: { password: { vault: bristol-password } } }]';
    expect((await post('/api/plans', await token({ role: 'admin', at: siteNode('leeds') }), { text, file: 'x.yaml' })).json()).toMatchObject({ status: 403, code: 'JF8407' });
  });

  test('as a change is answered when it has begun, and refused with all that keeps it from beginning', async () => {
    const operator = await token({ role: 'operator', at: wholeOrganization });
    const ends = Promise.withResolvers<void>();
    Object.assign(services.changes, {
      apply: async ({ onProgress }: { onProgress: (progress: object) => void }) => {
        onProgress({ change: 'leeds-1', done: 0, total: 1, device: 'id-leeds', step: 'port' });
        await ends.promise;
      },
    });
    const begun = await post('/api/changes', operator, { plan: { steps: [{ device: 'id-leeds' }] } });
    expect(begun.json()).toMatchObject({ id: 'leeds-1' });
    ends.resolve();
    Object.assign(services.changes, { apply: async () => Promise.reject(new AggregateError([new Error('the window is closed'), new Error('an approval is missing')])) });
    expect((await post('/api/changes', operator, { plan: { steps: [{ device: 'id-leeds' }] } })).json()).toMatchObject({ more: [{ message: 'an approval is missing' }] });
    expect((await post('/api/changes', operator, { plan: { steps: [{ device: 'id-leeds' }] }, emergency: 'fire' })).statusCode).toBe(400);
  });
});

test('many requests over one connection leave nothing on it', async () => {
  const place = await server.listen({ host: '127.0.0.1', port: 0 });
  const authorization = await viewer();
  const warnings: Error[] = [];
  const warn = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warn);
  for (let count = 0; count < 15; count += 1) await (await fetch(`${place}/api/sites`, { headers: { authorization } })).text();
  process.off('warning', warn);
  expect(warnings).toEqual([]);
});

describe('/api/events', () => {
  test('is a stream of what the caller sees, that goes on where it was left', async () => {
    const place = await server.listen({ host: '127.0.0.1', port: 0 });
    const authorization = await token({ role: 'viewer', at: siteNode('leeds') });
    const open = async (headers: { readonly [name: string]: string }) => {
      const response = await fetch(`${place}/api/events`, { headers: { authorization, connection: 'close', ...headers } });
      const texts = (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
      let told = '';
      const until = async (pattern: RegExp): Promise<string> => {
        for (let read = await texts.read(); !pattern.test((told += read.value ?? '')); read = await texts.read()) if (read.done) throw new Error(`the stream ended: ${told}`);
        return told;
      };
      return { response, until, leave: () => texts.cancel() };
    };
    const first = await open({});
    expect([first.response.status, first.response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const [, id = ''] = /^id: (\d+)$/m.exec(await first.until(/^id: \d+\n\n/m)) ?? [];
    for (const site of ['bristol', 'leeds']) services.events.emit('incident.opened', { incident: site, device: `id-${site}`, summary: 'down' });
    const told = await first.until(/"incident":"leeds"/);
    expect(told).toMatch(/^id: \d+\nevent: incident\.opened\ndata: .*"incident":"leeds"/m);
    expect(told).not.toContain('bristol');
    await first.leave();
    const back = await open({ 'last-event-id': id });
    await back.until(/"incident":"leeds"/);
    await back.leave();
  });

  test('takes a login, a role somewhere, and a number to go on from', async () => {
    expect((await get('/api/events')).statusCode).toBe(401);
    expect((await get('/api/events', await token({ role: 'viewer', at: siteNode('hull') }))).json()).toMatchObject({ status: 403, code: 'JF8407' });
    expect((await get('/api/events', await viewer(), { 'last-event-id': 'x' })).json()).toMatchObject({ status: 400, code: 'JF8004' });
  });
});
