import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createTransports, transportSettings, type Operation, type Target, type Transports } from '../../core/src/transports/index.ts';
import { describeWith } from './prerequisites.ts';
import { startSshd, type RealSshServer } from './sshd.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describeWith(['sshd', 'ssh-keygen'], 'SSH against a real sshd', () => {
  let server: RealSshServer;
  let transports: Transports;
  let folder: string;
  let target: Target;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-ssh-'));
    server = await startSshd('127.0.0.1');
    const credentials = { lab: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } }, wrong: { kind: 'ssh', user: server.user, password: { plain: 'no' } } };
    await writeFile(join(folder, 'credentials.yaml'), stringify(credentials));
    transports = createTransports({ directory: folder, stateDirectory: join(folder, 'state'), events: createHostEvents() });
    target = { key: 'server', site: 'leeds', address: server.address, settings: transportSettings({ ssh: { port: server.port, credentials: 'lab' } }) };
  });
  afterAll(async () => {
    await transports[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const perform = async (operation: Operation, to: Target = target, timeoutMs = 10_000, onPiece?: (piece: string) => void): Promise<unknown> =>
    JSON.parse(await transports.perform({ target: to, operation, timeoutMs }, undefined, onPiece));
  const exec = (argv: string[], more: object = {}) => perform({ op: 'ssh.exec', argv, stream: false, ...more });

  test('a command runs with its arguments as they are, in the C locale', async () => {
    expect(await exec(['printf', '%s|', 'a b', '$HOME', "it's", '; false'])).toMatchObject({ code: 0, stdout: "a b|$HOME|it's|; false|", truncated: false });
    expect(await exec(['sh', '-c', 'echo $LC_ALL; echo oops >&2; exit 3'])).toMatchObject({ code: 3, stdout: 'C\n', stderr: 'oops\n' });
    expect(await exec(['cat'], { stdin: 'from here' })).toMatchObject({ stdout: 'from here' });
  });

  test('a script comes over standard input with its arguments', async () => {
    expect(await perform({ op: 'ssh.script', text: 'for word in "$@"; do echo "<$word>"; done\n', args: ['a b', '$(reboot)'], stream: false })).toMatchObject({ code: 0, stdout: '<a b>\n<$(reboot)>\n' });
  });

  test('output is capped, and streamed in pieces as it comes', async () => {
    const pieces: string[] = [];
    const result = await perform({ op: 'ssh.exec', argv: ['sh', '-c', 'yes | head -c 100000'], maxBytes: 1_000, stream: true }, target, 10_000, (piece) => pieces.push(piece));
    expect(result).toMatchObject({ truncated: true, stdout: 'y\n'.repeat(500) });
    expect(pieces.join('')).toBe('y\n'.repeat(500));
    expect(await exec(['yes'], { maxBytes: 10 })).toMatchObject({ truncated: true });
  });

  test('files: written whole with mode kept, read back, held to what was read, removed', async () => {
    const path = join(folder, 'motd');
    await perform({ op: 'ssh.writeFile', path, content: base64('one'), mode: 0o640, expect: null });
    expect(await perform({ op: 'ssh.readFile', path })).toMatchObject({ content: base64('one'), mode: 0o640 });
    await perform({ op: 'ssh.writeFile', path, content: base64('two'), expect: sha256('one') });
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    await expect(perform({ op: 'ssh.writeFile', path, content: base64('three'), expect: sha256('one') })).rejects.toMatchObject({ kind: 'Conflict' });
    await expect(perform({ op: 'ssh.writeFile', path, content: base64('three'), expect: null })).rejects.toMatchObject({ kind: 'Conflict' });
    expect(await readFile(path, 'utf8')).toBe('two');
    await perform({ op: 'ssh.removeFile', path });
    await perform({ op: 'ssh.removeFile', path });
    expect(await perform({ op: 'ssh.readFile', path })).toBeNull();
  });

  test('what a write left that was cut off for good goes with the next write to its folder, and nothing else does', async () => {
    const path = join(folder, 'banner');
    const [old, young, other] = ['.banner.jackfield-0123456789ab', '.banner.jackfield-ba9876543210', '.banner.jackfield-notes'];
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [old, young, other]) await writeFile(join(folder, name), 'half');
    for (const name of [old, other]) await utimes(join(folder, name), longAgo, longAgo);
    await perform({ op: 'ssh.writeFile', path, content: base64('welcome') });
    expect((await readdir(folder)).filter((name) => name.startsWith('.banner')).toSorted()).toEqual([other, young].toSorted());
    for (const name of [young, other]) await rm(join(folder, name));
  });

  test('a validation that says no changes nothing and leaves nothing', async () => {
    const path = join(folder, 'script.sh');
    await writeFile(path, 'echo fine\n');
    await expect(perform({ op: 'ssh.writeFile', path, content: base64('if then\n'), validate: ['sh', '-n', '{file}'] })).rejects.toMatchObject({ kind: 'Refused', message: expect.stringContaining('refuses the new content') });
    expect(await readFile(path, 'utf8')).toBe('echo fine\n');
    await perform({ op: 'ssh.writeFile', path, content: base64('echo better\n'), validate: ['sh', '-n', '{file}'] });
    expect(await readFile(path, 'utf8')).toBe('echo better\n');
    expect((await readdir(folder)).filter((name) => name.includes('jackfield-'))).toEqual([]);
  });

  test('forty operations at once share one connection and its few channels', async () => {
    const results = await Promise.all(Array.from({ length: 40 }, (_, number) => exec(['echo', String(number)])));
    expect(results).toEqual(Array.from({ length: 40 }, (_, number) => expect.objectContaining({ stdout: `${number}\n` })));
    // Of this server alone: other tests have servers of their own on this machine.
    const log = await server.run(`ps -o args= --ppid "$(ps -o ppid= -p $PPID | tr -d ' ')" | grep -c '@notty' || true`);
    expect([1, 2]).toContain(Number(log));
  });

  test('the deadline ends a command that hangs, and says where the time went', async () => {
    await expect(perform({ op: 'ssh.exec', argv: ['sleep', '30'], stream: false }, target, 400)).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'request' } });
    expect(await exec(['echo', 'next'])).toMatchObject({ stdout: 'next\n' });
  });

  test('a refused login is AuthFailed, a closed port Unreachable, missing credentials a coded error', async () => {
    const other = (key: string, ssh: object): Target => ({ ...target, key, settings: transportSettings({ ssh: { port: server.port, ...ssh } }) });
    const hello: Operation = { op: 'ssh.exec', argv: ['true'], stream: false };
    await expect(perform(hello, other('a', { credentials: 'wrong' }))).rejects.toMatchObject({ kind: 'AuthFailed', data: { layer: 'login' } });
    await expect(perform(hello, other('b', { credentials: 'lab', port: 1 }))).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'connect' } });
    await expect(perform(hello, other('c', {}))).rejects.toMatchObject({ code: 'JF3001' });
    await expect(perform(hello, other('d', { credentials: 'nobody' }))).rejects.toMatchObject({ code: expect.stringMatching(/^JF1/) });
  });

  test('a place that cannot be written is an outcome, not a crash', async () => {
    await expect(perform({ op: 'ssh.writeFile', path: '/proc/version', content: base64('x') })).rejects.toMatchObject({ kind: expect.stringMatching(/Refused|Unsupported/) });
    await expect(perform({ op: 'ssh.writeFile', path: join(folder, 'no/such/folder/file'), content: base64('x') })).rejects.toMatchObject({ kind: 'Unsupported' });
  });

  test('a changed host key blocks and is shown, until a person accepts it', async () => {
    await exec(['true']);
    const [known] = await transports.hostKeys();
    expect(known).toMatchObject({ address: server.address, port: server.port, status: 'accepted' });
    await server.reinstall();
    await expect(exec(['true'])).rejects.toMatchObject({ kind: 'AuthFailed', message: expect.stringContaining('host key'), hint: expect.stringContaining('jackfield') });
    expect(await transports.hostKeys()).toMatchObject([{ status: 'changed', offered: expect.stringMatching(/^SHA256:/) }]);
    await transports.acceptHostKey(server.address, server.port);
    expect(await exec(['echo', 'again'])).toMatchObject({ stdout: 'again\n' });
  });
});
