import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpResponse } from '@jackfield/sdk';
import { afterEach, expect, test, vi } from 'vitest';
import { serve, type HttpServer } from '../testing/http-server.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { HttpDevice } from './http-device.ts';

const path = '/api/oauth2/token';
const credentials = memoryCredentials({ api: { kind: 'http-oauth2', path, user: 'jack field', password: 'open&sesame' } });

interface Api extends AsyncDisposable {
  /** Forms that were posted, and headers of the last login. */
  readonly logins: readonly string[];
  readonly server: HttpServer;
  /** Tokens that it takes. */
  readonly good: Set<string>;
  ask(timeoutMs?: number): Promise<HttpResponse>;
}

/** An API that gives the tokens t-1, t-2, …; `grant` may give something else. */
async function startApi({ expires = 900, grant }: { readonly expires?: number; readonly grant?: RequestListener } = {}): Promise<Api> {
  const logins: string[] = [];
  const good = new Set<string>();
  const server = await serve(async (request, response) => {
    if (request.url === path) {
      logins.push(await text(request));
      if (grant !== undefined) return grant(request, response);
      good.add(`token-${logins.length}`);
      return response.end(JSON.stringify({ access_token: `token-${logins.length}`, token_type: 'bearer', expires_in: expires }));
    }
    const told = request.headers.authorization ?? '';
    return response.writeHead(good.has(told.replace('Bearer ', '')) ? 200 : 401, { 'x-told': told }).end(`you said ${told}`);
  });
  const device = new HttpDevice(localTarget({ http: { port: server.port, tls: false, credentials: 'api' } }), credentials);
  return {
    logins, server, good,
    async ask(timeoutMs) {
      using progress = startProgress(timeoutMs);
      return await device.perform({ op: 'http.get', path: '/jobs', query: {}, headers: { 'x-api-version': '7', authorization: 'mine' } }, progress);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const posted = (requests: readonly IncomingMessage[]): readonly IncomingMessage[] => requests.filter(({ method }) => method === 'POST');

afterEach(() => void vi.useRealTimers());

test('one login serves all that is asked, at once and later, and the API\'s own headers of the request go along', async () => {
  await using api = await startApi();
  const answers = await Promise.all([api.ask(), api.ask(), api.ask()]);
  expect([...answers, await api.ask()].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(api.logins).toEqual(['grant_type=password&username=jack+field&password=open%26sesame']);
  expect(posted(api.server.requests)[0]?.headers).toMatchObject({ 'x-api-version': '7', 'content-type': 'application/x-www-form-urlencoded' });
  expect(posted(api.server.requests)[0]?.headers).not.toHaveProperty('authorization');
});

test('what a device repeats of the token does not come back', async () => {
  await using api = await startApi();
  expect(await api.ask()).toMatchObject({ headers: { 'x-told': 'Bearer REDACTED' }, body: 'you said Bearer REDACTED' });
});

test('a token that the device has forgotten is replaced, once, and the request sent again', async () => {
  await using api = await startApi();
  await api.ask();
  api.good.clear();
  const answers = await Promise.all([api.ask(), api.ask()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(api.logins).toHaveLength(2);
});

test('a device that takes not even a new token says so to the plugin', async () => {
  await using api = await startApi({ grant: (_request, response) => response.end('{"access_token":"never"}') });
  expect(await api.ask()).toMatchObject({ status: 401 });
  expect(api.logins).toHaveLength(1);
});

test('a token is renewed before it ends', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  await using api = await startApi({ expires: 100 });
  await api.ask();
  vi.advanceTimersByTime(85_000);
  await api.ask();
  expect(api.logins).toHaveLength(1);
  vi.advanceTimersByTime(10_000);
  await api.ask();
  expect(api.logins).toHaveLength(2);
});

test('a refused login is not tried again for five minutes, lest the account is locked', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  await using api = await startApi({ grant: (_request, response) => response.writeHead(400).end('{"error":"invalid_grant","error_description":"open&sesame is wrong"}') });
  const refused = { kind: 'AuthFailed', message: 'the operation: the login is refused: 400 invalid_grant', data: { layer: 'login' } };
  await expect(api.ask()).rejects.toMatchObject(refused);
  await expect(api.ask()).rejects.toMatchObject(refused);
  expect(api.logins).toHaveLength(1);
  vi.advanceTimersByTime(301_000);
  await expect(api.ask()).rejects.toMatchObject(refused);
  expect(api.logins).toHaveLength(2);
});

test.each([
  [401, '', 'AuthFailed', 'refused: 401'],
  [200, '{"mfa_token":"x"}', 'AuthFailed', 'gives no token'],
  [200, '{"access_token":"a\\r\\nb: c"}', 'AuthFailed', 'gives no token'],
  [404, '<html>', 'Unsupported', 'no token is given at /api/oauth2/token: 404'],
  [400, '{"error":"unsupported_grant_type"}', 'Unsupported', '400 unsupported_grant_type'],
  [503, '', 'NotReady', 'answered with 503'],
])('a login that is answered with %i %s is %s', async (status, body, kind, words) => {
  await using api = await startApi({ grant: (_request, response) => response.writeHead(status).end(body) });
  await expect(api.ask()).rejects.toMatchObject({ kind, message: expect.stringContaining(words) });
});

test('who waits for the login of another waits no longer than the own deadline, and a login that fails is tried by who comes next', async () => {
  const first = Promise.withResolvers<void>();
  await using api = await startApi({ grant: (request) => void first.promise.then(() => request.socket.destroy()) });
  const long = api.ask();
  const [hasty] = await Promise.allSettled([api.ask(50)]);
  expect(hasty).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('50 ms') } });
  first.resolve();
  await expect(long).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'login' } });
  await expect(api.ask()).rejects.toMatchObject({ kind: 'Unreachable' });
  expect(api.logins).toHaveLength(2);
});
