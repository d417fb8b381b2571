import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { SnmpDevice as SimulatedDevice, startSnmpSimulator } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { Lines } from './lines.ts';
import { SnmpDevice } from './snmp-device.ts';

const sysName = '1.3.6.1.2.1.1.5.0';
const community = 'orchard-community';
const credentials = memoryCredentials({
  lab: { kind: 'snmp-community', community, writeCommunity: null },
  nobody: { kind: 'snmp-user', user: 'nobody', auth: null, privacy: null },
  signer: { kind: 'snmp-user', user: 'signer', auth: { protocol: 'sha256', key: 'an-authentication-key' }, privacy: null },
});

async function bound(address: string): Promise<Socket & AsyncDisposable> {
  const socket = createSocket('udp4');
  const listening = once(socket, 'listening');
  socket.bind(0, address);
  await listening;
  return Object.assign(socket, { [Symbol.asyncDispose]: () => new Promise<void>((closed) => socket.close(closed)) });
}

/** An agent that answers each request with what `answer` makes of it. */
async function agentThat(answer: (request: Buffer) => Buffer): Promise<Socket & AsyncDisposable> {
  const socket = await bound('127.0.0.1');
  socket.on('message', (request, { port, address }) => socket.send(answer(request), port, address));
  return socket;
}

async function getName(port: number, settings: object = {}, address = '127.0.0.1'): Promise<unknown> {
  using lines = new Lines();
  using device = new SnmpDevice({ ...localTarget({ snmp: { port, credentials: 'lab', timeoutMs: 50, retries: 1, ...settings } }), address }, credentials, lines);
  using progress = startProgress();
  return JSON.parse(await device.perform({ op: 'snmp.get', oids: [sysName] }, progress));
}

/** The request as its own response, its value in other bytes. */
function answered(request: Buffer, value: Buffer): Buffer {
  const bytes = Buffer.concat([request.subarray(0, -2), value]);
  bytes[bytes.indexOf(0xa0)] = 0xa2;
  const grown = value.length - 2;
  // The whole, the PDU, its list and its one varbind are that much longer.
  const name = request.indexOf(Buffer.from([0x06, 0x08, 0x2b, 0x06]));
  for (const at of [1, request.indexOf(0xa0) + 1, name - 3, name - 1]) bytes[at] = (bytes[at] ?? 0) + grown;
  return bytes;
}

test('answers from another address than was asked are heard only where that is set', async () => {
  await using elsewhere = await bound('127.0.0.2');
  await using simulator = await startSnmpSimulator({ device: new SimulatedDevice([{ oid: sysName, value: { type: 'OctetString', value: Buffer.from('sw1') } }]), community });
  await using inner = await bound('127.0.0.1');
  await using front = await bound('127.0.0.1');
  const askers: [port: number, address: string][] = [];
  front.on('message', (request, { port, address }) => {
    askers.push([port, address]);
    inner.send(request, simulator.port, '127.0.0.1');
  });
  inner.on('message', (response) => {
    const [port, address] = askers.shift() ?? [0, ''];
    elsewhere.send(response, port, address);
  });
  await expect(getName(front.address().port)).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('does not answer') });
  expect(await getName(front.address().port, { anySource: true, timeoutMs: 1_000 })).toEqual([[sysName, 'OctetString', 'sw1']]);
});

test('a value that is cut short is no value', async () => {
  for (const value of ['04ff', '4682ffff', '44820102', '06820102']) {
    await using agent = await agentThat((request) => answered(request, Buffer.from(value, 'hex')));
    await expect(getName(agent.address().port)).rejects.toMatchObject({ kind: expect.stringMatching(/Unsupported|Unreachable/) });
  }
  await using whole = await agentThat((request) => answered(request, Buffer.from('0403737731', 'hex')));
  expect(await getName(whole.address().port)).toEqual([[sysName, 'OctetString', 'sw1']]);
});

test('an OID of no octets is 0.0, as some agents mean it', async () => {
  await using agent = await agentThat((request) => answered(request, Buffer.from('0600', 'hex')));
  expect(await getName(agent.address().port)).toEqual([[sysName, 'ObjectIdentifier', '0.0']]);
});

test('an error status that nobody knows is told as a general error', async () => {
  await using agent = await agentThat((request) => {
    const bytes = answered(request, Buffer.from('0500', 'hex'));
    const pdu = bytes.indexOf(0xa2);
    bytes[pdu + 2 + 2 + (bytes[pdu + 3] ?? 0) + 2] = 99;
    return bytes;
  });
  await expect(getName(agent.address().port)).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('GeneralError') });
});

test('an agent that names another community is told of without ours', async () => {
  await using agent = await agentThat((request) => {
    const bytes = answered(request, Buffer.from('0500', 'hex'));
    bytes.write('meadow', bytes.indexOf(community), 'latin1');
    return bytes;
  });
  const error = await getName(agent.address().port).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('another community') });
  expect(String(error)).not.toContain(community);
});

/** A signed message of SNMPv3 under the number of a request of SNMPv2c. */
function signedAnswer(request: Buffer): Buffer {
  const pdu = request.indexOf(0xa0);
  const id = request.subarray(pdu + 2, pdu + 4 + (request[pdu + 3] ?? 0));
  const field = (tag: number, ...contents: readonly Uint8Array[]): Buffer => Buffer.from([tag, Buffer.concat(contents).length, ...Buffer.concat(contents)]);
  const one = Buffer.from([2, 1, 1]);
  const security = field(0x30, field(4, Buffer.from('engine')), one, one, field(4), field(4, Buffer.alloc(12)), field(4));
  return field(0x30, Buffer.from([2, 1, 3]), field(0x30, id, Buffer.from([2, 2, 8, 0, 4, 1, 1, 2, 1, 3])), field(4, security), field(0x30, field(4), field(4), field(0xa2, id, one, one, field(0x30))));
}

test('a signed answer to who has no key is not read', async () => {
  await using agent = await agentThat(signedAnswer);
  await expect(getName(agent.address().port)).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('not signed or encrypted as it was asked'), data: { layer: 'answer' } });
});

test('an address that cannot be connected to is Unreachable', async () => {
  await expect(getName(161, {}, '255.255.255.255')).rejects.toMatchObject({ kind: 'Unreachable' });
});
