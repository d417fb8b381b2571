import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MemoryFiles } from '../files/index.ts';
import { scriptOf, type Programs } from './program.ts';
import { startSshSimulator, type SshSimulator, type SshSimulatorOptions } from './ssh-simulator.ts';

const hasOpenSsh = existsSync('/usr/bin/sftp') && existsSync('/usr/bin/ssh-keygen');
if (!hasOpenSsh && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('the clients of OpenSSH are missing');
if (!hasOpenSsh) process.stdout.write('skipped: needs Debian\'s openssh-client\n');

let folder = '';
let publicKey = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-ssh-'));
  if (!hasOpenSsh) return;
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
  publicKey = readFileSync(join(folder, 'key.pub'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs: Programs = (call) => {
  const script = scriptOf(call);
  if (script !== null) return { stdout: `script of ${script.text.length} with ${script.args.join('|')}\n` };
  return call.argv[0] === 'echo' ? { stdout: `${call.argv.slice(1).join('|')}\n` } : call.argv[0] === 'false' ? { stderr: 'no\n', code: 3 } : null;
};

function start(more: Partial<SshSimulatorOptions> = {}): Promise<SshSimulator> {
  const users = [{ name: 'root', password: 'secret', ...(publicKey === '' ? {} : { publicKey }) }];
  return startSshSimulator({ identity: 'test', users, programs, ...more });
}

function openssh(tool: 'ssh' | 'sftp', simulator: SshSimulator, args: readonly string[], input = ''): Promise<{ readonly code: number; readonly text: string }> {
  const options = ['-F', '/dev/null', '-i', join(folder, 'key'), '-o', `UserKnownHostsFile=${join(folder, 'known')}`, '-o', 'StrictHostKeyChecking=accept-new', '-o', 'BatchMode=yes', '-o', 'LogLevel=ERROR'];
  const port = tool === 'ssh' ? '-p' : '-P';
  return new Promise((done) => {
    const child = execFile(tool, [...options, port, String(simulator.port), ...(tool === 'sftp' ? ['-b', '-'] : []), `root@${simulator.address}`, ...args], (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, text: `${stdout}${stderr}` }),
    );
    child.stdin?.end(input);
  });
}

async function connected(simulator: SshSimulator, password = 'secret'): Promise<ssh2.Client & AsyncDisposable> {
  const client = new ssh2.Client();
  await new Promise<void>((done, reject) => {
    client.once('ready', done).once('error', reject).connect({ host: simulator.address, port: simulator.port, username: 'root', password });
  });
  return Object.assign(client, { [Symbol.asyncDispose]: async () => void client.destroy() });
}

function exec(client: ssh2.Client, line: string, stdin = ''): Promise<string> {
  return new Promise((done, reject) => {
    client.exec(line, (error, channel) => {
      if (error !== undefined) return reject(error);
      let text = '';
      let code: number | null = null;
      channel.on('data', (piece: Buffer) => (text += piece.toString()));
      channel.stderr.on('data', (piece: Buffer) => (text += piece.toString()));
      channel.on('exit', (status: number) => (code = status));
      channel.on('close', () => done(`${text}${code}`));
      channel.end(stdin);
    });
  });
}

test('commands get their words, scripts their text, and what is no program is not found', async () => {
  await using simulator = await start();
  await using client = await connected(simulator);
  expect(await exec(client, `env LC_ALL=C echo 'it'\\''s' "a b" c\\ d ''`)).toBe("it's|a b|c d|\n0");
  expect(await exec(client, 'env LC_ALL=C sh -s -- one two', 'df -P\n')).toBe('script of 6 with one|two\n0');
  expect(await exec(client, 'false')).toBe('no\n3');
  expect(await exec(client, 'nosuch x')).toBe('sh: 1: nosuch: not found\n127');
});

test.skipIf(!hasOpenSsh)('ssh and sftp of OpenSSH work with it, keys and renames included', async () => {
  const files = new MemoryFiles({ '/etc/motd': { content: 'hello\n', mode: 0o640, uid: 0, gid: 4 } });
  await using simulator = await start({ files });
  expect(await openssh('ssh', simulator, ['echo', 'hi'])).toEqual({ code: 0, text: 'hi\n' });
  expect(await openssh('ssh', simulator, ['false'])).toEqual({ code: 3, text: 'no\n' });
  const local = join(folder, 'local');
  writeFileSync(local, 'x'.repeat(100_000));
  const { code, text } = await openssh('sftp', simulator, [], [
    'ls -ln /etc/motd', `get /etc/motd ${folder}/got`, `put ${local} /etc/new`, 'chmod 600 /etc/new', 'rename /etc/new /etc/motd', 'mkdir /etc/d', 'ls /etc', 'rmdir /etc/d', '-rm /etc/nosuch', 'rm /etc/motd',
  ].join('\n'));
  expect(text).toMatch(/-rw-r-----\s+\S+\s+0\s+4\s+6\s/);
  expect(text).toContain('/etc/d');
  expect(code).toBe(0);
  expect(readFileSync(`${folder}/got`, 'utf8')).toBe('hello\n');
  expect(files.list('/etc')).toEqual([]);
});

test.skipIf(!hasOpenSsh)('a machine keeps its host key over restarts, until the fault changes it', async () => {
  let port = 0;
  for (const [faults, works] of [[{}, true], [{}, true], [{ changedHostKey: true }, false]] as const) {
    await using simulator = await start({ port, faults });
    ({ port } = simulator);
    expect((await openssh('ssh', simulator, ['echo', 'hi'])).text.includes('hi\n')).toBe(works);
  }
});

test('SFTP keeps modes and owners, replaces in one step, and tells what a POSIX system would', async () => {
  const files = new MemoryFiles({ '/etc/motd': { content: 'old', mode: '0600', uid: 7, gid: 8 } });
  await using simulator = await start({ files });
  await using client = await connected(simulator);
  const sftp = await new Promise<SFTPWrapper>((done, reject) => client.sftp((error, session) => (error === undefined ? done(session) : reject(error))));
  const step = (run: (done: (error?: Error | null) => void) => void): Promise<string> => new Promise((done) => run((error) => done(error?.message ?? 'ok')));
  expect(await step((done) => sftp.writeFile('/etc/.motd', 'new', { mode: 0o640 }, done))).toBe('ok');
  expect(await step((done) => sftp.chown('/etc/.motd', 1, 2, done))).toBe('ok');
  expect(await step((done) => sftp.rename('/etc/.motd', '/etc/motd', done))).toBe('Failure');
  expect(await step((done) => sftp.ext_openssh_rename('/etc/.motd', '/etc/motd', done))).toBe('ok');
  expect(files.attributes('/etc/motd')).toMatchObject({ mode: 0o640, uid: 1, gid: 2, size: 3 });
  expect(await step((done) => sftp.unlink('/etc/none', done))).toBe('No such file');
  expect(await step((done) => sftp.writeFile('/none/file', '', done))).toBe('No such file');
  files.isReadOnly = true;
  expect(await step((done) => sftp.writeFile('/etc/motd', 'x', done))).toBe('Permission denied');
  files.isReadOnly = false;
  simulator.faults = { diskFull: true };
  expect(await step((done) => sftp.writeFile('/etc/big', 'x', done))).toBe('Failure');
  simulator.faults = { disconnectAt: simulator.operations + 1 };
  expect(await step((done) => sftp.stat('/etc/motd', (error) => done(error)))).toBe('No response from server');
});

test('faults are there when they are asked for', async () => {
  await using simulator = await start();
  await expect(connected(simulator, 'wrong')).rejects.toThrow('authentication');
  simulator.faults = { refuseLogin: true };
  await expect(connected(simulator)).rejects.toThrow('authentication');
  simulator.faults = { promptNoise: 'Welcome!\n', latencyMs: 5 };
  await using client = await connected(simulator);
  expect(await exec(client, 'echo hi')).toBe('Welcome!\nhi\n0');
  simulator.faults = { disconnectAt: simulator.operations + 2 };
  expect(await exec(client, 'echo hi')).toBe('hi\n0');
  expect(await exec(client, 'echo hi')).toBe('null');
  simulator.faults = { silent: true };
  await using other = await connected(simulator);
  const before = simulator.operations;
  const answered = vi.fn<(text: string) => void>();
  void exec(other, 'echo hi').then(answered);
  await vi.waitFor(() => expect(simulator.operations).toBe(before + 1));
  expect(answered).not.toHaveBeenCalled();
});

async function sftpOf(client: ssh2.Client): Promise<{ readonly sftp: SFTPWrapper; step(run: (sftp: SFTPWrapper, done: (error?: Error | null) => void) => void): Promise<string> }> {
  const sftp = await new Promise<SFTPWrapper>((done, reject) => client.sftp((error, session) => (error === undefined ? done(session) : reject(error))));
  return { sftp, step: (run) => new Promise((done) => run(sftp, (error) => done(error?.message ?? 'ok'))) };
}

test('a user who is not root sees and changes what the permission bits let', async () => {
  const files = new MemoryFiles({
    '/etc/shadow': { content: 'x', mode: '0600' }, '/etc/motd': 'hello', '/home/ada/mine': { content: 'mine', mode: '0600', uid: 7, gid: 7 }, '/srv/team': { content: 'ours', mode: '0660', gid: 7 },
  });
  files.chown('/home/ada', 7, 7);
  await using simulator = await start({ files, users: [{ name: 'root', password: 'secret', uid: 7 }] });
  await using client = await connected(simulator);
  const { step } = await sftpOf(client);
  const read = (path: string): Promise<string> => step((sftp, done) => sftp.readFile(path, done));
  expect([await read('/etc/shadow'), await read('/etc/motd'), await read('/home/ada/mine'), await read('/srv/team')]).toEqual(['Permission denied', 'ok', 'ok', 'ok']);
  const write = (path: string): Promise<string> => step((sftp, done) => sftp.writeFile(path, 'new', done));
  expect([await write('/etc/motd'), await write('/etc/new'), await write('/home/ada/new'), await write('/srv/team')]).toEqual(['Permission denied', 'Permission denied', 'ok', 'ok']);
  expect(await step((sftp, done) => sftp.unlink('/etc/motd', done))).toBe('Permission denied');
  expect(await step((sftp, done) => sftp.rename('/home/ada/mine', '/etc/mine', done))).toBe('Permission denied');
  expect(await step((sftp, done) => sftp.chmod('/etc/motd', 0o777, done))).toBe('Permission denied');
});

test('folders are renamed with all that is in them; what appends goes to the end; reads may be short', async () => {
  const files = new MemoryFiles({ '/a/b/c': 'deep', '/a/log': 'one\n', '/big': 'x'.repeat(10_000) });
  await using simulator = await start({ files, faults: { shortReads: 1_000 } });
  await using client = await connected(simulator);
  const { sftp, step } = await sftpOf(client);
  expect(await step((each, done) => each.rename('/a', '/z', done))).toBe('ok');
  expect(files.text('/z/b/c')).toBe('deep');
  expect(files.exists('/a')).toBe(false);
  expect(await step((each, done) => each.rename('/z', '/z/b/inside', done))).toBe('Failure');
  expect(await step((each, done) => each.rmdir('/big', done))).toBe('Failure');
  expect(await step((each, done) => each.appendFile('/z/log', 'two\n', done))).toBe('ok');
  expect(files.text('/z/log')).toBe('one\ntwo\n');
  const content = await new Promise<string>((done, reject) => sftp.readFile('/big', (error, bytes) => (error === undefined ? done(bytes.toString()) : reject(error))));
  expect(content).toBe('x'.repeat(10_000));
});
