import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { exchange } from './exchange.ts';

const lines = 'USERNAME {user}\nPASSWORD "{password}"\n';

interface Asked {
  readonly login?: string;
  readonly user?: string;
  readonly password?: string;
  readonly named?: boolean;
  readonly answer?: (heard: Buffer) => string | Buffer;
  readonly until?: string;
  readonly maxBytes?: number;
}

/** What a device heard, and what came of its answer. */
async function ask({ login = lines, user = 'ops', password = 'open-sesame', named = true, answer = () => 'OK\n', ...reading }: Asked): Promise<{ readonly heard: string; readonly came: string }> {
  let heard = '';
  await using server = await startTcpServer((socket) => socket.once('data', (piece: Buffer) => {
    heard = piece.toString();
    socket.end(answer(piece));
  }));
  using progress = startProgress();
  const target = localTarget({ tcp: { ports: { 3493: server.port }, ...(named ? { credentials: { 3493: 'ups' } } : {}) } });
  const credentials = memoryCredentials({ ups: { kind: 'tcp', user, password } });
  const came = await exchange(target, { op: 'tcp.exchange', port: 3493, login, send: Buffer.from('SET x\n').toString('base64'), idleMs: 10_000, ...reading }, credentials, progress);
  return { heard, came: came.toString('latin1') };
}

test('name and password are filled in, before what the plugin sends', async () => {
  expect(await ask({})).toEqual({ heard: 'USERNAME ops\nPASSWORD "open-sesame"\nSET x\n', came: 'OK\n' });
});

test('inside of double quotes a value is escaped; outside it stands as it is', async () => {
  expect(await ask({ password: 'a"b\\c' })).toMatchObject({ heard: 'USERNAME ops\nPASSWORD "a\\"b\\\\c"\nSET x\n' });
  expect(await ask({ password: 'a"b\\c', login: '{password}\n' })).toMatchObject({ heard: 'a"b\\c\nSET x\n' });
});

test('a value that would be a line of its own is an outcome, and nothing is sent', async () => {
  const newLine = ask({ password: 'secret-words\nSET y' });
  await expect(newLine).rejects.toMatchObject({ kind: 'AuthFailed', message: expect.stringContaining('the password for port 3493 holds a control character') });
  await expect(newLine).rejects.not.toMatchObject({ message: expect.stringContaining('secret-words') });
  await expect(ask({ user: 'o\0ps' })).rejects.toMatchObject({ kind: 'AuthFailed' });
});

test('a place without credentials for the port, and credentials of another kind, are errors that name them', async () => {
  await expect(ask({ named: false })).rejects.toMatchObject({ code: 'JF3001', message: 'transports.tcp.credentials.3493 is not set at leeds' });
  using progress = startProgress();
  const target = localTarget({ tcp: { credentials: { 3493: 'web' } } });
  await expect(exchange(target, { op: 'tcp.exchange', port: 3493, login: lines, idleMs: 1_000 }, memoryCredentials({ web: { kind: 'http-basic', user: 'a', password: 'b' } }), progress))
    .rejects.toMatchObject({ code: 'JF3002' });
});

test('a device that repeats the password, in clear or escaped, tells it to nobody; every other octet comes as it was', async () => {
  const password = fc.string({ minLength: 6, maxLength: 30 }).filter((text) => !/[\p{Cc}]/u.test(text) && new Set(text).size === text.length);
  await fc.assert(fc.asyncProperty(password, async (secret) => {
    const { heard, came } = await ask({ password: secret, answer: (piece) => Buffer.concat([Buffer.from([0xff, 0x00, 0xfe]), Buffer.from('ERR unknown: '), piece]) });
    expect(heard).toContain('SET x');
    expect(came).toContain('REDACTED');
    expect(Buffer.from(came, 'latin1').toString()).not.toContain(secret);
    expect(came.startsWith('\xff\x00\xfeERR unknown: USERNAME ops\n')).toBe(true);
  }), { numRuns: 50 });
});

test('nor does any cut of the answer tell how the password begins, nor where a mark would stand in it', async () => {
  const echo = (piece: Buffer): Buffer => piece;
  const whole = 'USERNAME ops\nPASSWORD "open-sesame"\nSET x\n';
  for (let maxBytes = 1; maxBytes <= whole.length; maxBytes += 1) {
    const { came } = await ask({ answer: echo, maxBytes });
    expect(came).not.toContain('op"');
    expect(came.slice('USERNAME ops'.length)).not.toContain('ope');
  }
  const redacted = whole.replace('open-sesame', 'REDACTED-C1');
  for (const until of ['op', 'ope', 'open-ses', 'ame', 'open-sesame']) expect(await ask({ answer: echo, until })).toMatchObject({ came: redacted });
  expect(await ask({ answer: echo, until: 'SET' })).toMatchObject({ came: redacted });
});
