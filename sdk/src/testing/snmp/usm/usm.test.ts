import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { AuthProtocols, createV3Session, PrivProtocols, SecurityLevel, type Session } from 'net-snmp';
import { expect, test } from 'vitest';
import { FakeClock } from '../../clock/index.ts';
import { SnmpDevice } from '../snmp-device.ts';
import { startSnmpSimulator, type SnmpSimulator } from '../snmp-simulator.ts';
import { authProtocols, privacyProtocols, type AuthProtocol, type PrivacyProtocol, type SnmpUserInput } from './snmp-user.ts';

const run = promisify(execFile);
const hasTools = existsSync('/usr/bin/snmpget');
if (!hasTools && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('the tools of net-snmp are missing');

const password = 'maplesyrup';
const name = '1.3.6.1.2.1.1.5.0';
const model = { name: 'sw1', descr: 'A switch', objectID: '1.3.6.1.4.1.9.1.1', uptime: '2h' };

const allUsers: readonly SnmpUserInput[] = [
  { name: 'nobody' },
  ...authProtocols.map((protocol) => ({ name: protocol, auth: { protocol, password } })),
  ...authProtocols.flatMap((auth) => privacyProtocols.map((protocol) => ({ name: `${auth}-${protocol}`, auth: { protocol: auth, password }, privacy: { protocol, password: `${password}2` }, mayWrite: true }))),
];

const start = (clock?: FakeClock): Promise<SnmpSimulator> =>
  startSnmpSimulator({ users: allUsers, ...(clock === undefined ? {} : { clock }), device: SnmpDevice.fromModel(model, clock === undefined ? {} : { clock }) });

const toolNames: { readonly [Protocol in AuthProtocol]: string } = { md5: 'MD5', sha: 'SHA', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
const toolCiphers: { readonly [Protocol in PrivacyProtocol]?: string } = { des: 'DES', aes: 'AES', aes192: 'AES-192', aes256: 'AES-256' };

async function tool(command: string, { address, port }: SnmpSimulator, user: readonly string[], args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(command, ['-v3', ...user, '-r1', '-t0.5', '-m', '', '-Oqn', `${address}:${port}`, ...args]).catch((error: { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`.trim();
}

const authArgs = (auth: AuthProtocol, secret = password): string[] => ['-a', toolNames[auth], '-A', secret];

test.skipIf(!hasTools)('Debian\'s tools read with every protocol that they have', async () => {
  await using agent = await start();
  const ask = (user: readonly string[]): Promise<string> => tool('snmpget', agent, user, [name]);
  expect(await ask(['-u', 'nobody', '-l', 'noAuthNoPriv'])).toBe(`.${name} "sw1"`);
  for (const auth of authProtocols) {
    expect(`${auth}: ${await ask(['-u', auth, '-l', 'authNoPriv', ...authArgs(auth)])}`).toBe(`${auth}: .${name} "sw1"`);
    for (const [privacy, cipher] of Object.entries(toolCiphers)) {
      const user = ['-u', `${auth}-${privacy}`, '-l', 'authPriv', ...authArgs(auth), '-x', cipher, '-X', `${password}2`];
      expect(`${auth} ${privacy}: ${await ask(user)}`).toBe(`${auth} ${privacy}: .${name} "sw1"`);
    }
  }
});

test.skipIf(!hasTools)('walks, SETs and contexts are protected as single reads are', async () => {
  const device = SnmpDevice.fromModel(model);
  const contexts = new Map([['vlan-7', [{ oid: '1.3.6.1.2.1.17.1.2.0', value: { type: 'Integer' as const, value: 7 } }]]]);
  const user = ['-u', 'sha-aes', '-l', 'authPriv', ...authArgs('sha'), '-x', 'AES', '-X', `${password}2`];
  await using agent = await startSnmpSimulator({ users: allUsers, device });
  expect((await tool('snmpbulkwalk', agent, user, ['1.3.6.1.2.1.1'])).split('\n')).toHaveLength(7);
  expect(await tool('snmpset', agent, user, [name, 's', 'renamed'])).toBe(`.${name} "renamed"`);
  expect(device.get(name)).toMatchObject({ value: Buffer.from('renamed') });
  expect(await tool('snmpset', agent, ['-u', 'sha', '-l', 'authNoPriv', ...authArgs('sha')], [name, 's', 'x'])).toContain('noAccess');
  expect(await tool('snmpget', agent, [...user, '-n', 'vlan-7'], [name])).toMatch(/Bad context/);
  await using other = await startSnmpSimulator({ users: allUsers, device: new SnmpDevice([], { contexts }) });
  expect(await tool('snmpget', other, [...user, '-n', 'vlan-7'], ['1.3.6.1.2.1.17.1.2.0'])).toBe('.1.3.6.1.2.1.17.1.2.0 7');
});

test.skipIf(!hasTools)('who is not believed is told why', async () => {
  await using agent = await start();
  const ask = (user: readonly string[]): Promise<string> => tool('snmpget', agent, user, [name]);
  expect(await ask(['-u', 'stranger', '-l', 'noAuthNoPriv'])).toContain('Unknown user name');
  expect(await ask(['-u', 'sha', '-l', 'authNoPriv', ...authArgs('sha', 'not the password')])).toMatch(/Authentication failure/);
  expect(await ask(['-u', 'nobody', '-l', 'authNoPriv', ...authArgs('sha')])).toMatch(/Unsupported security level/);
  expect(await ask(['-u', 'sha-aes', '-l', 'noAuthNoPriv'])).toContain('authorizationError');
  expect(await ask(['-u', 'sha-aes', '-l', 'authPriv', ...authArgs('sha'), '-x', 'AES', '-X', 'not the password'])).toMatch(/Decryption error|Timeout/);
});

function get(session: Session, oid: string): Promise<string> {
  return new Promise((done, reject) => session.get([oid], (error, varbinds) => (error === null ? done(String(varbinds?.[0]?.value)) : reject(error))));
}

test('the client that the host uses reads with every protocol that it has', async () => {
  await using agent = await start();
  // Its DES needs a cipher that node has no more; the tools above have their own.
  const privacies = { aes: PrivProtocols.aes, aes256: PrivProtocols.aes256b, aes256c: PrivProtocols.aes256r } as const;
  for (const auth of authProtocols) {
    for (const [privacy, privProtocol] of Object.entries(privacies)) {
      const user = { name: `${auth}-${privacy}`, level: SecurityLevel.authPriv, authProtocol: AuthProtocols[auth], authKey: password, privProtocol, privKey: `${password}2` };
      const session = createV3Session(agent.address, user, { port: agent.port, timeout: 1_000, retries: 1 });
      expect(`${user.name} ${await get(session, name)}`).toBe(`${user.name} sw1`);
      session.close();
    }
  }
});

test('an engine that restarts counts it, begins its time anew, and makes its client ask for both', async () => {
  const clock = new FakeClock();
  await using agent = await start(clock);
  const session = createV3Session(agent.address, { name: 'sha', level: SecurityLevel.authNoPriv, authProtocol: AuthProtocols.sha, authKey: password }, { port: agent.port, timeout: 1_000, retries: 1 });
  const [boots, time] = ['1.3.6.1.6.3.10.2.1.2.0', '1.3.6.1.6.3.10.2.1.3.0'];
  expect([await get(session, boots), await get(session, time)]).toEqual(['1', '7200']);
  agent.device.time.restart();
  await clock.advance(90_000);
  expect([await get(session, boots), await get(session, time)]).toEqual(['2', '90']);
  session.close();
});

test('an engine that tells a wrong time is never agreed with', async () => {
  await using agent = await start();
  const ask = async (): Promise<string> => {
    const session = createV3Session(agent.address, { name: 'sha', level: SecurityLevel.authNoPriv, authProtocol: AuthProtocols.sha, authKey: password }, { port: agent.port, timeout: 100, retries: 1 });
    const answer = await get(session, name).catch((error: Error) => error.message);
    session.close();
    return answer;
  };
  agent.faults = { wrongEngineTime: 1_000 };
  expect(await ask()).not.toBe('sw1');
  // Within the window of 150 s a clock may be off.
  agent.faults = { wrongEngineTime: 100 };
  expect(await ask()).toBe('sw1');
  agent.faults = {};
  expect(await ask()).toBe('sw1');
});

test('a message of SNMPv3 with a byte changed is refused or ignored, and harms nothing', async () => {
  await using agent = await start();
  const socket = createSocket('udp4');
  const discovery = Buffer.from('303a020103300f02024a69020300ffe30401040201030410300e0400020100020100040004000400301204000400a00c020237f00201000201003000', 'hex');
  for (const [at, byte] of fc.sample(fc.tuple(fc.nat(discovery.length - 1), fc.nat(255)), 300)) {
    const bytes = Buffer.from(discovery);
    bytes[at] = byte;
    socket.send(bytes, agent.port, agent.address);
  }
  const heard = once(socket, 'message');
  socket.send(discovery, agent.port, agent.address);
  const [report] = await heard;
  socket.close();
  expect(Buffer.isBuffer(report)).toBe(true);
});
