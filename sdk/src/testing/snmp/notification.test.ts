import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createReceiver } from 'net-snmp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SnmpDevice } from './snmp-device.ts';
import { startSnmpSimulator, type SnmpSimulator } from './snmp-simulator.ts';

const hasDaemon = existsSync('/usr/sbin/snmptrapd');
if (!hasDaemon && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('snmptrapd is missing');

const users = [
  { name: 'quiet' },
  { name: 'signed', auth: { protocol: 'sha256', password: 'maplesyrup' } },
  { name: 'sealed', auth: { protocol: 'sha', password: 'maplesyrup' }, privacy: { protocol: 'aes', password: 'maplesyrup' } },
] as const;
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const ifIndex = { oid: '1.3.6.1.2.1.2.2.1.1.7', value: { type: 'Integer', value: 7 } } as const;
const start = (): Promise<SnmpSimulator> => startSnmpSimulator({ users, device: SnmpDevice.fromModel({ name: 'sw1', descr: 'A switch', objectID: '1.3.6.1.4.1.9.1.1', uptime: '1m' }) });

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-traps-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Debian's daemon for traps; each comes out of it as one line. */
class TrapDaemon implements AsyncDisposable {
  readonly port: number;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #text = '';

  private constructor(port: number, child: ChildProcessByStdio<null, Readable, Readable>) {
    this.port = port;
    this.#child = child;
    child.stdout.on('data', (piece: Buffer) => (this.#text += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (this.#text += piece.toString()));
  }

  static async start(engine: Buffer): Promise<TrapDaemon> {
    const port = await freePort();
    const engineId = `0x${engine.toString('hex')}`;
    const known = users.flatMap((user) => ['', `-e ${engineId} `].map((of) => ['createUser', `${of}${user.name}`, ...('auth' in user ? [user.auth.protocol === 'sha256' ? 'SHA-256' : 'SHA', user.auth.password] : []), ...('privacy' in user ? ['AES', user.privacy.password] : [])].join(' ')));
    const file = join(folder, `snmptrapd-${port}.conf`);
    writeFileSync(file, [...known, 'authCommunity log public', 'authUser log quiet noauth', 'authUser log signed auth', 'authUser log sealed priv', ''].join('\n'));
    const child = spawn('/usr/sbin/snmptrapd', ['-f', '-n', '-C', '-c', file, '-m', '', '-On', '-Lo', '-F', 'from %b version %s oid %W %q %v\\n', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SNMP_PERSISTENT_DIR: folder } });
    const daemon = new TrapDaemon(port, child);
    await daemon.says('NET-SNMP version');
    return daemon;
  }

  /** Resolves with all it said since the last time, when the text is in it. */
  async says(text: string): Promise<string> {
    while (!this.#text.includes(text)) await once(this.#child.stdout, 'data');
    const said = this.#text;
    this.#text = '';
    return said;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}

test.skipIf(!hasDaemon)('snmptrapd hears traps and acknowledges informs, in every version', { timeout: 60_000 }, async () => {
  await using agent = await start();
  await using daemon = await TrapDaemon.start(agent.device.engineId);
  const to = { address: '127.0.0.1', port: daemon.port };
  const seven = '.1.3.6.1.2.1.2.2.1.1.7 = INTEGER: 7';
  expect(await agent.notify({ to, oid: linkDown, varbinds: [ifIndex], version: '1' })).toBe(true);
  expect(await daemon.says(seven)).toMatch(/Link Down|oid .*\b2\b/);
  for (const kind of ['trap', 'inform'] as const) {
    expect(await agent.notify({ to, oid: linkDown, varbinds: [ifIndex], kind })).toBe(true);
    expect(await daemon.says(seven)).toContain(`.1.3.6.1.6.3.1.1.4.1.0 = OID: .${linkDown}`);
    for (const { name } of users) {
      expect([kind, name, await agent.notify({ to, oid: linkDown, varbinds: [ifIndex], version: '3', kind, user: name })]).toEqual([kind, name, true]);
      expect(await daemon.says(seven)).toContain(`.1.3.6.1.6.3.1.1.4.1.0 = OID: .${linkDown}`);
    }
  }
});

test('the client that the host uses hears the same', async () => {
  const port = await freePort();
  const heard: { readonly pdu: { readonly varbinds: readonly { readonly oid: string }[] } }[] = [];
  const receiver = createReceiver({ port, address: '127.0.0.1', disableAuthorization: true, transport: 'udp4' }, (error: Error | null, notification: (typeof heard)[number]) => {
    if (error === null) heard.push(notification);
  });
  await using agent = await start();
  const to = { address: '127.0.0.1', port };
  expect(await agent.notify({ to, oid: linkDown, varbinds: [ifIndex], kind: 'inform' })).toBe(true);
  receiver.close();
  expect(heard).toHaveLength(1);
  expect(heard[0]?.pdu.varbinds.map(({ oid }) => oid)).toEqual(['1.3.6.1.2.1.1.3.0', '1.3.6.1.6.3.1.1.4.1.0', ifIndex.oid]);
});

test('an inform that nobody acknowledges fails, and closing the agent ends the wait', async () => {
  const agent = await start();
  const to = { address: '127.0.0.1', port: await freePort() };
  expect(await agent.notify({ to, oid: linkDown, kind: 'inform', timeoutMs: 20 })).toBe(false);
  const waiting = agent.notify({ to, oid: linkDown, kind: 'inform', version: '3', timeoutMs: 60_000 });
  await agent[Symbol.asyncDispose]();
  expect(await waiting).toBe(false);
  await expect(agent.notify({ to, oid: linkDown, kind: 'inform', version: '1' })).rejects.toThrow('no informs');
  await expect(agent.notify({ to, oid: linkDown, version: '3', user: 'stranger' })).rejects.toThrow('no user stranger');
});
