import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type ClientChannel } from 'ssh2';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ShellDevice } from './shell-device.ts';
import type { ShellModelInput } from './shell-model.ts';
import { startSshSimulator, type SshSimulator } from './ssh-simulator.ts';

const hasOpenSsh = existsSync('/usr/bin/ssh');
if (!hasOpenSsh && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('the clients of OpenSSH are missing');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model: ShellModelInput = {
  banner: 'Authorized users only\n',
  greeting: '\nWelcome to {{hostname}}\n',
  variables: { hostname: 'sw1', secret: 'enable-me', 'description Gi1': '' },
  start: 'user',
  modes: {
    user: { prompt: '{{hostname}}>', rules: [{ on: 'enable', mode: 'privileged', password: '{{secret}}' }, { on: 'show version', answer: 'Software 15.2\n' }] },
    privileged: {
      prompt: '{{hostname}}#',
      rules: [
        { on: 'configure terminal', mode: 'config' },
        { on: 'show running-config', answer: `hostname {{hostname}}\n${Array.from({ length: 12 }, (_, at) => `line ${at + 1}`).join('\n')}\nend\n` },
      ],
    },
    config: { prompt: '{{hostname}}(config)#', rules: [{ on: 'hostname (\\S+)', set: { hostname: '$1' } }, { on: 'end', mode: 'privileged' }] },
  },
  always: [{ on: 'terminal length 0', paging: false }, { on: 'exit', closes: true }],
  pageLines: 6,
};

const start = (device = new ShellDevice(model)): Promise<SshSimulator> => startSshSimulator({ identity: 'sw1', users: [{ name: 'admin', password: 'secret' }], shell: device });

/** A terminal at the device: what it shows, and what is typed. */
class Terminal implements AsyncDisposable {
  readonly #client = new ssh2.Client();
  #channel: ClientChannel | null = null;
  banner = '';
  text = '';

  async open({ address, port }: SshSimulator, tryKeyboard = false): Promise<this> {
    this.#client.on('banner', (text) => (this.banner = text));
    this.#client.on('keyboard-interactive', (_name, _instructions, _language, _prompts, finish) => finish(['secret']));
    await new Promise<void>((done, reject) => {
      this.#client.once('ready', done).once('error', reject).connect({ host: address, port, username: 'admin', ...(tryKeyboard ? { tryKeyboard } : { password: 'secret' }) });
    });
    this.#channel = await new Promise<ClientChannel>((done, reject) => this.#client.shell((error, channel) => (error === undefined ? done(channel) : reject(error))));
    this.#channel.on('data', (piece: Buffer) => (this.text += piece.toString()));
    return this;
  }

  /** Types, and gives what is shown up to the text that is waited for. */
  async type(keys: string, until: string): Promise<string> {
    this.text = '';
    this.#channel?.write(keys);
    return this.see(until);
  }

  async see(until: string): Promise<string> {
    while (this.#channel !== null && !this.text.includes(until)) await once(this.#channel, 'data');
    return this.text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
  }
}

test('a device greets, asks for its higher mode, pages its output and keeps what is configured', async () => {
  await using device = await start();
  await using terminal = await new Terminal().open(device);
  expect(terminal.banner).toContain('Authorized users only');
  expect(await terminal.see('sw1>')).toBe('\r\nWelcome to sw1\r\nsw1>');
  expect(await terminal.type('show version\r', 'sw1>')).toBe('show version\r\nSoftware 15.2\r\nsw1>');
  expect(await terminal.type('show running-config\r', 'sw1>')).toContain('% Invalid input');
  await terminal.type('enable\r', 'Password: ');
  expect(await terminal.type('wrong\r', 'sw1>')).toBe('\r\n% Access denied\r\nsw1>');
  await terminal.type('enable\r', 'Password: ');
  expect(await terminal.type('enable-me\r', 'sw1#')).toBe('\r\nsw1#');
  expect(await terminal.type('show running-config\r', '--More--')).toMatch(/line 4\r\n --More-- $/);
  expect(await terminal.type('\r', '--More--')).toMatch(/^\r +\rline 5\r\n --More-- $/);
  expect(await terminal.type(' ', '--More--')).toContain('line 10\r\n');
  expect(await terminal.type(' ', 'sw1#')).toMatch(/line 11\r\nline 12\r\nend\r\nsw1#$/);
  expect(await terminal.type('show running-config\r', '--More--')).not.toContain('end');
  expect(await terminal.type('q', 'sw1#')).not.toContain('line');
  await terminal.type('terminal length 0\r', 'sw1#');
  expect(await terminal.type('show running-config\r', 'end')).toContain('line 12');
  await terminal.type('configure terminal\r', '(config)#');
  expect(await terminal.type('hostname core\bx-1\r', 'corx-1(config)#')).toContain('hostname core\b \bx-1');
  expect(device.shell?.variables.get('hostname')).toBe('corx-1');
});

test('a password may be asked for at a prompt, as network devices do', async () => {
  await using device = await start();
  await using terminal = await new Terminal().open(device, true);
  expect(await terminal.see('sw1>')).toContain('Welcome');
});

test.skipIf(!hasOpenSsh)('ssh of OpenSSH runs single commands and whole sessions', async () => {
  await using device = await start();
  const askPass = ['-o', 'PreferredAuthentications=password', '-o', 'NumberOfPasswordPrompts=1'];
  const ssh = async (args: readonly string[], input: string): Promise<string> => {
    const child = spawn('ssh', [...askPass, '-F', '/dev/null', '-o', `UserKnownHostsFile=${join(folder, 'known')}`, '-o', 'StrictHostKeyChecking=no', '-o', 'LogLevel=ERROR', '-p', String(device.port), ...args], {
      env: { ...process.env, SSH_ASKPASS_REQUIRE: 'force', SSH_ASKPASS: join(import.meta.dirname, 'testing/say-secret.sh'), DISPLAY: ':0' },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece.toString()));
    child.stdin.end(input);
    await new Promise((done) => child.once('close', done));
    return text;
  };
  expect(await ssh([`admin@${device.address}`, 'show', 'version'], '')).toContain('Software 15.2\n');
  expect(await ssh(['-tt', `admin@${device.address}`], 'terminal length 0\nshow version\nexit\n')).toMatch(/sw1>show version\r\nSoftware 15\.2\r\nsw1>exit/);
});

test('noise, silence, a torn answer and a line that is cut reach whoever types', async () => {
  await using device = await start();
  await using terminal = await new Terminal().open(device);
  await terminal.see('sw1>');
  device.faults = { promptNoise: '%LINK-3-UPDOWN: Gi1 down\n' };
  expect(await terminal.type('show version\r', 'sw1>')).toContain('Gi1 down\r\nSoftware');
  device.faults = { garbage: true };
  expect(await terminal.type('show version\r', 'Unknown')).not.toContain('Software');
  device.faults = { silent: true };
  const before = device.operations;
  terminal.text = '';
  await terminal.type('show version\r', 'show version');
  await vi.waitFor(() => expect(device.operations).toBe(before + 1));
  expect(terminal.text).toBe('show version\r\n');
  device.faults = { truncated: true };
  expect(await terminal.type('show version\r', 'Soft')).not.toContain('15.2');
  device.faults = { disconnectAt: device.operations + 2 };
  await using other = await new Terminal().open(device);
  await other.see('sw1>');
  expect(await other.type('show version\r', 'sw1>')).toContain('15.2');
});

test('a mode that is not there is said when the device is described', () => {
  expect(() => new ShellDevice({ ...model, start: 'root' })).toThrow('there is no mode root');
});
