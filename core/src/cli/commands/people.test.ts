import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApi } from '../../api/index.ts';
import { FakeServices } from '../../testing/index.ts';
import { run } from '../program.ts';
import { RecordingTerminal } from '../testing/recording-terminal.ts';

let directory: string;
let fake: FakeServices;
let stack: AsyncDisposableStack;
let place: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-people-'));
  fake = new FakeServices(directory, join(directory, 's.sock'));
  stack = new AsyncDisposableStack();
  await writeFile(join(directory, 'jackfield.yaml'), 'socket: s.sock\n');
  const { listen } = stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
  place = `http://127.0.0.1:${listen.port}`;
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(directory, { recursive: true, force: true });
});

async function jackfield(...words: string[]): Promise<string> {
  const terminal = new RecordingTerminal();
  await run([...words, '--config', directory], terminal, new AbortController().signal);
  return terminal.output + terminal.errors;
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${place}${path}`, { ...init, headers: { connection: 'close', ...init.headers } });

test('a person is added, opens the link, has another role, and goes', async () => {
  expect(await jackfield('people')).toContain('Nobody has an account.');
  const told = await jackfield('people', 'add', 'bob', '--role', 'operator', '--at', 'leeds');
  const [, name, secret] = /\/set-up#name=(bob)&secret=([\w-]{43})/.exec(told) ?? [];
  expect(await jackfield('people')).toMatch(/^bob +operator at site:leeds +.* link not opened yet$/m);
  const page = await ask('/set-up');
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("default-src 'none'; script-src 'self'")]);
  const opened = await ask('/api/set-up', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, secret, password: 'seven switches in a cellar' }) });
  expect(opened.status).toBe(200);
  expect(await jackfield('people', 'set', 'bob', '--role', 'approver', '--at', 'organization')).toMatch(/^bob +approver at organization, operator at site:leeds .* password$/m);
  expect(await jackfield('people', 'unset', 'bob', '--at', 'site:leeds')).toMatch(/^bob +approver at organization /m);
  expect(await jackfield('people', 'log-out', 'bob')).toBe('bob is logged out of 1 browser.\n');
  expect(await jackfield('people', 'remove', 'bob')).toBe('bob is removed.\n');
  expect(await jackfield('people', 'invite', 'bob')).toContain('JF8405');
  expect(fake.audited.map(({ action, detail }) => `${action} ${detail.replace(/[0-9a-f]{8}$/, 'ID')}`)).toEqual([
    'person.add bob: operator at site:leeds', 'person.set-up ', 'session.open set-up link, session ID', 'person.set bob at organization: no role → approver', 'person.set bob at site:leeds: operator → no role', 'person.log-out bob', 'person.remove bob: approver at organization',
  ]);
});

test('a token is shown once, lets a program in, and is revoked', async () => {
  const told = await jackfield('token', 'create', '--for', 'scripts', '--role', 'viewer', '--at', 'leeds', '--expires', '12h');
  const [token = ''] = /^jackfield_\S+/.exec(told) ?? [];
  const devices = (): Promise<Response> => ask('/api/devices', { headers: { authorization: `Bearer ${token}` } });
  expect(await (await devices()).json()).toMatchObject({ items: [{ name: 'core-1' }] });
  const list = await jackfield('token', 'list');
  expect(list).not.toContain(token);
  const [, id = ''] = /^([0-9a-f]{8}) +scripts +viewer at site:leeds/m.exec(list) ?? [];
  expect(await jackfield('token', 'revoke', id)).toBe(`${id} is revoked.\n`);
  expect((await devices()).status).toBe(401);
  expect(await jackfield('token', 'create', '--for', 'x', '--role', 'viewer', '--at', 'hull')).toContain('there is no site, district or region hull');
  expect(await jackfield('token', 'create', '--for', 'x', '--role', 'chief', '--at', 'leeds')).toContain('Allowed choices are viewer, operator, approver, manager, admin');
});

test('the daemon of another machine is asked with a token in a file that is its owner’s alone', async () => {
  const told = await jackfield('token', 'create', '--for', 'laptop', '--role', 'viewer', '--at', 'leeds');
  const file = join(directory, 'token');
  await writeFile(file, `${told.split('\n')[0] ?? ''}\n`, { mode: 0o644 });
  const remotely = async (...words: string[]): Promise<string> => {
    const terminal = new RecordingTerminal();
    await run([...words, '--host', place, '--token-file', file], terminal, new AbortController().signal);
    return terminal.output + terminal.errors;
  };
  expect(await remotely('devices')).toContain('JF8419');
  await chmod(file, 0o600);
  expect(await remotely('devices')).toMatch(/^core-1 +critical +leeds /m);
  expect(await remotely('check', 'core-1')).toContain('JF8407');
  expect(await remotely('stop')).toContain('JF8418');
});
