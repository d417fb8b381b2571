import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IdentityProvider } from '../sites/index.ts';
import { createProviderLogin, wholeOrganization, type ProviderLogin } from './index.ts';

interface Claims { readonly [claim: string]: unknown }

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(claims: Claims, header: object = { alg: 'RS256', kid: 'k' }, key: KeyObject | null = privateKey): string {
  const signed = `${base64(header)}.${base64(claims)}`;
  return `${signed}.${key === null ? '' : sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

const codeVerifier = async (request: IncomingMessage): Promise<string> => new URLSearchParams(Buffer.concat(await request.toArray()).toString()).get('code_verifier') ?? '';

let server: Server;
let issuer: string;
/** What the provider says of itself beside what it should, and the ID token that it gives for a code. */
let metadata: Claims;
let idToken: (good: Claims) => string;
let asked: { readonly path: string; readonly authorization: string; readonly verifier: string }[];
let login: ProviderLogin;
let time: Date;
const redirectUri = 'https://jackfield.example.org/oidc';
let settings: IdentityProvider;
let nonce: string;

beforeEach(async () => {
  [metadata, asked, idToken, nonce] = [{}, [], jwt, ''];
  server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push({ path, authorization: request.headers.authorization ?? '', verifier: await codeVerifier(request) });
    const now = Math.floor(Date.now() / 1_000);
    const answers: { readonly [path: string]: unknown } = {
      '/.well-known/openid-configuration': { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], ...metadata },
      '/jwks': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] },
      '/token': { access_token: 'a', token_type: 'Bearer', id_token: idToken({ iss: issuer, aud: 'jackfield', sub: 's-1', exp: now + 60, iat: now, nonce, preferred_username: 'ada', email: 'ada@example.org', groups: ['noc', 'other'] }) },
    };
    response.setHeader('content-type', 'application/json').writeHead(path in answers ? 200 : 404).end(JSON.stringify(answers[path] ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  settings = { title: 'Acme', place: { file: 'jackfield.yaml', line: 1, column: 1 }, issuer, clientId: 'jackfield', credentials: 'sso', alsoAt: [], scopes: [], nameClaim: 'preferred_username', create: false, groups: { claim: 'groups', roles: { noc: [{ role: 'operator', at: 'organization' }] } } };
  time = new Date();
  login = createProviderLogin({ secret: async () => 's3cret', now: () => time });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function begin(again = false): Promise<{ readonly ticket: string; readonly url: URL }> {
  const begun = await login.begin({ provider: settings, redirectUri }, { again });
  const url = new URL(begun.url);
  nonce = url.searchParams.get('nonce') ?? '';
  return { ticket: begun.ticket, url };
}

const back = (url: URL): string => `?code=c-1&state=${url.searchParams.get('state') ?? ''}`;
const complete = (ticket: string, returned: string) => login.complete({ provider: settings, redirectUri }, ticket, returned);

/** A login whose ID token is another than it should be. */
async function loginWith(forge: (good: Claims) => string) {
  const { ticket, url } = await begin();
  idToken = forge;
  return complete(ticket, back(url));
}

test('a browser is sent with state, nonce and PKCE, and what comes back is who it says', async () => {
  const { ticket, url } = await begin();
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ response_type: 'code', client_id: 'jackfield', redirect_uri: redirectUri, scope: 'openid profile', code_challenge_method: 'S256' });
  expect(await complete(ticket, back(url))).toEqual({ issuer, subject: 's-1', name: 'ada', create: false, bindings: [{ role: 'operator', at: wholeOrganization }], provedAt: 0 });
  const token = asked.find(({ path }) => path === '/token');
  expect(createHash('sha256').update(token?.verifier ?? '').digest('base64url')).toBe(url.searchParams.get('code_challenge'));
  expect(token?.authorization).toBe(`Basic ${Buffer.from('jackfield:s3cret').toString('base64')}`);
  // Looked up once; the next browser has other secrets.
  const next = await begin(true);
  expect(asked.filter(({ path }) => path.startsWith('/.well-known'))).toHaveLength(1);
  expect(Object.fromEntries(next.url.searchParams)).toMatchObject({ prompt: 'login', max_age: '0' });
  for (const secret of ['state', 'nonce', 'code_challenge']) expect(next.url.searchParams.get(secret)).not.toBe(url.searchParams.get(secret));
});

test.each<[string, (good: Claims) => string]>([
  ['of another login', (good) => jwt({ ...good, nonce: 'n' })],
  ['without a nonce', ({ nonce: _nonce, ...good }) => jwt(good)],
  ['for another client', (good) => jwt({ ...good, aud: 'other' })],
  ['for several clients and none of them azp', (good) => jwt({ ...good, aud: ['jackfield', 'other'] })],
  ['of another issuer', (good) => jwt({ ...good, iss: 'https://evil.example' })],
  ['that has expired', (good) => jwt({ ...good, exp: 1_000_000_000 })],
  ['that nobody signed', (good) => jwt(good, { alg: 'none' }, null)],
  ['that another key signed', (good) => jwt(good, undefined, stranger)],
  ['signed by the public key as a secret', (good) => jwt(good, { alg: 'HS256', kid: 'k' })],
  ['altered after it was signed', (good) => jwt(good).replace(/\.[^.]+\./, `.${base64({ ...good, preferred_username: 'eve' })}.`)],
])('an ID token %s is refused', async (_title, forge) => {
  await expect(loginWith(forge)).rejects.toMatchObject({ code: 'JF8427' });
});

test('also by a provider that says it takes unsigned ones', async () => {
  metadata = { id_token_signing_alg_values_supported: ['RS256', 'none'] };
  await expect(loginWith((good) => jwt(good, { alg: 'none' }, null))).rejects.toMatchObject({ code: 'JF8427' });
});

describe('what comes back', () => {
  test('is of the browser that was sent, and counts once', async () => {
    const { ticket, url } = await begin();
    const other = await begin();
    nonce = url.searchParams.get('nonce') ?? '';
    for (const [of, returned] of [[other.ticket, back(url)], [ticket, '?code=c-1&state=x'], [ticket, '?code=c-1'], [ticket, `${back(url)}&iss=https%3A%2F%2Fevil.example`], ['', back(url)], ['A'.repeat(84), back(url)], [ticket, `?error=access_denied&state=${url.searchParams.get('state') ?? ''}`]] as const) {
      await expect(complete(of, returned)).rejects.toMatchObject({ code: 'JF8427' });
    }
    // Nothing of that was shown to the provider.
    expect(asked.filter(({ path }) => path === '/token')).toEqual([]);
    await complete(ticket, back(url));
    await expect(complete(ticket, back(url))).rejects.toMatchObject({ code: 'JF8427' });
    expect(asked.filter(({ path }) => path === '/token')).toHaveLength(1);
  });

  test('comes within five minutes', async () => {
    const { ticket, url } = await begin();
    time = new Date(time.getTime() + 301_000);
    await expect(complete(ticket, back(url))).rejects.toMatchObject({ code: 'JF8427' });
  });
});

test('an email counts when the provider has verified it', async () => {
  settings = { ...settings, nameClaim: 'email' };
  await expect(loginWith((good) => jwt(good))).rejects.toMatchObject({ code: 'JF8428' });
  await expect(loginWith((good) => jwt({ ...good, email_verified: 'true' }))).rejects.toMatchObject({ code: 'JF8428' });
  expect(await loginWith((good) => jwt({ ...good, email_verified: true }))).toMatchObject({ name: 'ada@example.org' });
});

test('groups that are none give nothing', async () => {
  for (const groups of [undefined, 7, {}, ['constructor', '__proto__']]) expect((await loginWith((good) => jwt({ ...good, groups }))).bindings).toEqual([]);
  expect((await loginWith((good) => jwt({ ...good, groups: 'noc' }))).bindings).toHaveLength(1);
});

test('the host asks the provider, and goes nowhere that it points to', async () => {
  const visited: string[] = [];
  const inside = createServer((request, response) => void (visited.push(request.url ?? ''), response.end('{}')));
  inside.listen(0, '127.0.0.1');
  await once(inside, 'listening');
  const address = inside.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  metadata = { token_endpoint: `${origin}/secrets`, jwks_uri: `${origin}/secrets` };
  await expect(loginWith(jwt)).rejects.toMatchObject({ code: 'JF8427', message: expect.stringContaining('is not an origin of the provider') });
  expect(visited).toEqual([]);
  // But for where the settings say so.
  metadata = { token_endpoint: `${origin}/token` };
  settings = { ...settings, alsoAt: [origin] };
  await expect(loginWith(jwt)).rejects.toMatchObject({ code: 'JF8427' });
  expect(visited).toEqual(['/token']);
  inside.closeAllConnections();
  inside.close();
  await once(inside, 'close');
});

test('a provider that is away, or is not who the settings say, is an error of its own', async () => {
  metadata = { issuer: 'https://evil.example' };
  await expect(begin()).rejects.toMatchObject({ code: 'JF8429' });
  await expect(login.begin({ provider: { ...settings, issuer: 'http://127.0.0.1:1' }, redirectUri }, { again: false })).rejects.toMatchObject({ code: 'JF8429' });
  await expect(login.begin({ provider: null, redirectUri }, { again: false })).rejects.toMatchObject({ code: 'JF8426' });
});
