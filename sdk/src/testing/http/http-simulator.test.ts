import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startHttpSimulator, type HttpSimulator } from './http-simulator.ts';

const model = { documents: { '/api/lamp': { state: 'on', colour: 'red' }, '/api/log': [] }, pages: { '/': '<title>Lamp</title>' }, server: 'lampd/1' };

async function ask({ port }: HttpSimulator, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<[number, unknown]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: 'close', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return [response.status, response.headers.get('content-type') === 'application/json' && text !== '' ? JSON.parse(text) : text];
}

test('documents are read and changed by the usual methods', async () => {
  await using device = await startHttpSimulator({ model });
  expect(await ask(device, 'GET', '/')).toEqual([200, '<title>Lamp</title>']);
  expect(await ask(device, 'GET', '/api/lamp')).toEqual([200, { state: 'on', colour: 'red' }]);
  expect(await ask(device, 'PATCH', '/api/lamp', { state: 'off', colour: null })).toEqual([200, { state: 'off' }]);
  expect(await ask(device, 'PUT', '/api/lamp', { state: 'on' })).toEqual([200, { state: 'on' }]);
  expect(await ask(device, 'POST', '/api/log', 'switched')).toEqual([201, ['switched']]);
  expect(await ask(device, 'DELETE', '/api/lamp')).toEqual([204, '']);
  expect(await ask(device, 'GET', '/api/lamp')).toEqual([404, { error: 'there is no /api/lamp' }]);
  expect(device.documents.get('/api/log')).toEqual(['switched']);
});

test('an item of a list has a path of its own, and what is changed there is changed in the list', async () => {
  const outlets = [{ number: 1, on: true, watts: 40 }, { number: 2, on: true, watts: 7 }];
  await using device = await startHttpSimulator({ model: { documents: { '/api/outlets': outlets }, items: { '/api/outlets': { by: 'number', keeps: ['watts'] } } } });
  expect(await ask(device, 'GET', '/api/outlets/2')).toEqual([200, { number: 2, on: true, watts: 7 }]);
  expect(await ask(device, 'PUT', '/api/outlets/2', { on: false, watts: 0, number: 9 })).toEqual([200, { number: 2, on: false, watts: 7 }]);
  expect(await ask(device, 'PATCH', '/api/outlets/1', { name: 'pump' })).toEqual([200, { number: 1, on: true, watts: 40, name: 'pump' }]);
  expect(await ask(device, 'GET', '/api/outlets')).toEqual([200, [{ number: 1, on: true, watts: 40, name: 'pump' }, { number: 2, on: false, watts: 7 }]]);
  expect(await ask(device, 'PUT', '/api/outlets/3', { on: true })).toEqual([404, { error: 'there is no /api/outlets/3' }]);
  expect(await ask(device, 'DELETE', '/api/outlets/1')).toEqual([204, '']);
  expect(device.documents.state()).toEqual({ '/api/outlets': [{ number: 2, on: false, watts: 7 }] });
});

test('without its login it says nothing of its documents', async () => {
  await using device = await startHttpSimulator({ model, login: { token: 'secret' } });
  expect((await ask(device, 'PUT', '/api/lamp', {}))[0]).toBe(401);
  expect(device.documents.get('/api/lamp')).toEqual({ state: 'on', colour: 'red' });
  expect((await ask(device, 'GET', '/api/lamp', undefined, { authorization: 'Bearer secret' }))[0]).toBe(200);
});

test('faults: a proxy before it, no room, half a body, no HTTP, gone at the second request', async () => {
  await using device = await startHttpSimulator({ model, faults: { status: 502 } });
  expect(await ask(device, 'GET', '/api/lamp')).toEqual([502, expect.stringContaining('Bad Gateway')]);
  device.faults = { diskFull: true };
  expect((await ask(device, 'PATCH', '/api/lamp', { state: 'off' }))[0]).toBe(507);
  for (const faults of [{ truncated: true }, { garbage: true }]) {
    device.faults = faults;
    await expect(ask(device, 'GET', '/api/lamp')).rejects.toThrow(/./u);
  }
  device.faults = { disconnectAt: device.operations + 2 };
  expect((await ask(device, 'GET', '/api/lamp'))[0]).toBe(200);
  await expect(ask(device, 'GET', '/api/lamp')).rejects.toThrow(/./u);
});

const hasCurl = existsSync('/usr/bin/curl');
if (!hasCurl && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('curl is missing');

async function curl({ port }: HttpSimulator, path: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('curl', ['-s', '-i', '--max-time', '5', ...args, `http://127.0.0.1:${port}${path}`]);
  return stdout.replaceAll('\r', '');
}

test.skipIf(!hasCurl)('curl logs in by every scheme, and without its login sees nothing', async () => {
  const logins = [
    [{ user: 'ada', password: 'secret' }, ['-u', 'ada:secret']],
    [{ user: 'ada', password: 'secret', scheme: 'digest' }, ['--digest', '-u', 'ada:secret']],
    [{ token: 'secret' }, ['-H', 'Authorization: Bearer secret']],
    [{ header: 'X-Auth-Token', value: 'secret' }, ['-H', 'X-Auth-Token: secret']],
  ] as const;
  for (const [login, args] of logins) {
    await using device = await startHttpSimulator({ model, login });
    expect(await curl(device, '/api/lamp')).toContain('401 Unauthorized');
    expect(await curl(device, '/api/lamp', ...args.map((each) => each.replaceAll('secret', 'wrong')))).toContain('401 Unauthorized');
    expect(await curl(device, '/api/lamp', ...args)).toContain('{"state":"on","colour":"red"}');
  }
});

test.skipIf(!hasCurl)('a session begins with a cookie, and ends when it is deleted or the device restarts', async () => {
  await using device = await startHttpSimulator({ model, login: { user: 'ada', password: 'secret', session: '/login' } });
  expect(await curl(device, '/login', '-d', 'user=ada&password=wrong')).toContain('401');
  const logIn = async (): Promise<string> => /set-cookie: (session=\w+)/i.exec(await curl(device, '/login', '-d', '{"user":"ada","password":"secret"}'))?.[1] ?? '';
  const cookie = await logIn();
  expect(await curl(device, '/api/lamp', '-b', cookie)).toContain('"on"');
  expect(await curl(device, '/login', '-b', cookie, '-X', 'DELETE')).toContain('204');
  expect(await curl(device, '/api/lamp', '-b', cookie)).toContain('401');
  const other = await logIn();
  device.endSessions();
  expect(await curl(device, '/api/lamp', '-b', other)).toContain('401');
});

test.skipIf(!hasCurl)('a token is given for user and password, and forgotten when the device restarts', async () => {
  await using device = await startHttpSimulator({ model, login: { user: 'ada', password: 'secret', tokens: '/oauth2/token' } });
  const logIn = (password: string): Promise<string> => curl(device, '/oauth2/token', '-d', `grant_type=password&username=ada&password=${password}`);
  expect(await logIn('wrong')).toContain('invalid_grant');
  const [, token = ''] = /"access_token":"(\w+)"/.exec(await logIn('secret')) ?? [];
  const look = (): Promise<string> => curl(device, '/api/lamp', '-H', `Authorization: Bearer ${token}`);
  expect(await look()).toContain('"on"');
  device.endSessions();
  expect(await look()).toContain('401');
});

test.skipIf(!hasCurl)('versions: what is known is not sent again, and a change of another version is refused', async () => {
  await using device = await startHttpSimulator({ model: { ...model, needsMatch: true } });
  const etag = /etag: (\S+)/i.exec(await curl(device, '/api/lamp'))?.[1] ?? '';
  const put = (...headers: readonly string[]): Promise<string> => curl(device, '/api/lamp', '-X', 'PUT', '-d', '{"state":"off"}', ...headers.flatMap((header) => ['-H', header]));
  expect(await curl(device, '/api/lamp', '-H', `If-None-Match: ${etag}`)).toContain('304 Not Modified');
  expect(await put()).toContain('428');
  expect(await put('If-Match: "other"')).toContain('412');
  expect(await put('If-None-Match: *')).toContain('412');
  expect(await put(`If-Match: ${etag}`)).toContain('200 OK');
  expect(await put(`If-Match: ${etag}`)).toContain('412');
  expect(device.documents.get('/api/lamp')).toEqual({ state: 'off' });
});

test('lists come page by page in each style, every item once, and endlessly on demand', async () => {
  const items = Array.from({ length: 7 }, (_, at) => at);
  const paging = { '/link': { style: 'link', size: 3 }, '/offset': { style: 'offset', size: 3 }, '/cursor': { style: 'cursor', size: 3 } } as const;
  await using device = await startHttpSimulator({ model: { documents: { '/link': items, '/offset': items, '/cursor': items }, paging } });
  const walk = async (first: string, most = 10): Promise<unknown[]> => {
    const seen: unknown[] = [];
    let path: string | null = first;
    for (let page = 0; path !== null && page < most; page += 1) {
      const response: Response = await fetch(`http://127.0.0.1:${device.port}${path}`, { headers: { connection: 'close' } });
      const body = z.union([z.array(z.number()), z.object({ items: z.array(z.number()), next: z.string().nullish(), total: z.number().optional(), offset: z.number().default(0) })]).parse(await response.json());
      seen.push(...(Array.isArray(body) ? body : body.items));
      if (Array.isArray(body)) path = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
      else if (body.total !== undefined) path = body.offset + body.items.length < body.total ? `/offset?offset=${body.offset + body.items.length}` : null;
      else path = typeof body.next === 'string' ? `/cursor?cursor=${body.next}` : null;
    }
    return seen;
  };
  for (const path of ['/link', '/offset', '/cursor']) expect(await walk(path)).toEqual(items);
  device.faults = { endlessPages: true };
  for (const path of ['/link', '/offset', '/cursor']) expect((await walk(path)).length).toBeGreaterThan(2 * items.length);
});
