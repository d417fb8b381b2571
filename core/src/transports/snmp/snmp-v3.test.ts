import { FakeClock, SnmpDevice as SimulatedDevice, startSnmpSimulator, type SnmpSimulator } from '@jackfield/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import type { Credential } from '../../sites/index.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { Lines } from './lines.ts';
import { SnmpDevice } from './snmp-device.ts';

type SnmpUser = Extract<Credential, { kind: 'snmp-user' }>;

const sysName = '1.3.6.1.2.1.1.5.0';
const named = [[sysName, 'OctetString', 'sw1']];
const key = 'maplesyrup';
const auths = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
const privacies = ['des', 'aes', 'aes256', 'aes256c'] as const;
const signer: SnmpUser = { kind: 'snmp-user', user: 'signer', auth: { protocol: 'sha256', key }, privacy: null };
const users: readonly SnmpUser[] = [
  { kind: 'snmp-user', user: 'nobody', auth: null, privacy: null },
  signer,
  ...auths.map((protocol): SnmpUser => ({ kind: 'snmp-user', user: protocol, auth: { protocol, key }, privacy: null })),
  ...auths.flatMap((auth) => privacies.map((protocol): SnmpUser => ({ kind: 'snmp-user', user: `${auth}-${protocol}`, auth: { protocol: auth, key }, privacy: { protocol, key: `${key}2` } }))),
];
const agentUsers = users.map(({ user: name, auth, privacy }) => ({
  name, ...(auth === null ? {} : { auth: { protocol: auth.protocol, password: auth.key } }), ...(privacy === null ? {} : { privacy: { protocol: privacy.protocol, password: privacy.key } }),
}));

const opened: SnmpDevice[] = [];
const lines = new Lines();
afterEach(() => {
  for (const device of opened.splice(0)) device[Symbol.dispose]();
});

function model(uptime: string, clock?: FakeClock): SimulatedDevice {
  return SimulatedDevice.fromModel({ name: 'sw1', descr: 'A switch', objectID: '1.3.6.1.4.1.9.1.1', uptime }, clock === undefined ? {} : { clock });
}
const start = (device = model('2h'), port = 0): Promise<SnmpSimulator> => startSnmpSimulator({ device, port, users: agentUsers });

function reach(agent: { readonly port: number }, user: SnmpUser = signer): SnmpDevice {
  const device = new SnmpDevice(localTarget({ snmp: { port: agent.port, credentials: 'user', timeoutMs: 300, retries: 0 } }), memoryCredentials({ user }), lines);
  opened.push(device);
  return device;
}
async function getName(device: SnmpDevice, context?: string): Promise<unknown> {
  using progress = startProgress();
  return JSON.parse(await device.perform({ op: 'snmp.get', oids: [sysName], ...(context === undefined ? {} : { context }) }, progress));
}

test('every protocol that signs and encrypts is spoken, with both ways to make a key longer', async () => {
  await using agent = await start();
  for (const user of users) expect([user.user, await getName(reach(agent, user))]).toEqual([user.user, named]);
});

test('a key that is wrong, a user that is not known and too little protection are AuthFailed, and say no key', async () => {
  await using agent = await start();
  const wrong: readonly SnmpUser[] = [
    { ...signer, auth: { protocol: 'sha256', key: 'a-key-of-another' } }, { ...signer, user: 'stranger' }, { ...signer, auth: { protocol: 'sha512', key } },
    { kind: 'snmp-user', user: 'sha-aes', auth: { protocol: 'sha', key }, privacy: { protocol: 'aes', key: 'a-key-of-another' } },
  ];
  for (const user of wrong) {
    const error = await getName(reach(agent, user)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'AuthFailed', message: expect.stringContaining('SNMPv3') });
    expect(JSON.stringify(error)).not.toContain('a-key-of');
  }
});

test('a context has its own objects; one that is not there is an error', async () => {
  const device = new SimulatedDevice([{ oid: sysName, value: { type: 'OctetString', value: Buffer.from('sw1') } }], {
    contexts: new Map([['vlan-7', [{ oid: sysName, value: { type: 'OctetString', value: Buffer.from('seven') } }]]]),
  });
  await using agent = await start(device);
  expect(await getName(reach(agent))).toEqual(named);
  expect(await getName(reach(agent), 'vlan-7')).toEqual([[sysName, 'OctetString', 'seven']]);
  await expect(getName(reach(agent), 'vlan-8')).rejects.toMatchObject({ kind: expect.stringMatching(/Unsupported|AuthFailed/) });
});

test('two devices with one engine id, started at other times, are each spoken to', async () => {
  await using one = await start(model('2h'));
  await using other = await start(model('90d'));
  expect(one.device.engineId).toEqual(other.device.engineId);
  const devices = [reach(one), reach(other)];
  for (const device of [...devices, ...devices]) expect(await getName(device)).toEqual(named);
});

test('an agent that restarts, or whose clock runs ahead by more than 150 s, is gone on with', async () => {
  const clock = new FakeClock();
  await using agent = await start(model('2h', clock));
  const device = reach(agent);
  expect(await getName(device)).toEqual(named);
  clock.advance(400_000);
  expect(await getName(device)).toEqual(named);
  agent.device.time.restart();
  expect(await getName(device)).toEqual(named);
});

test('an agent that forgets how often it started is met anew, once', async () => {
  const first = await start(model('2h'));
  const device = reach(first);
  expect(await getName(device)).toEqual(named);
  await first[Symbol.asyncDispose]();
  await using second = await start(model('1s'), first.port);
  expect(await getName(device)).toEqual(named);
  const before = second.requests;
  expect(await getName(device)).toEqual(named);
  expect(second.requests).toBe(before + 1);
});

test('an agent whose clock is not what it says is AuthFailed with the reason, after a few requests', async () => {
  await using agent = await start();
  agent.faults = { wrongEngineTime: 1_000 };
  const device = reach(agent);
  await expect(getName(device)).rejects.toMatchObject({ kind: 'AuthFailed', message: expect.stringContaining('clock'), hint: expect.stringContaining('engine id') });
  expect(agent.requests).toBeLessThan(10);
  agent.faults = {};
  expect(await getName(device)).toEqual(named);
});
