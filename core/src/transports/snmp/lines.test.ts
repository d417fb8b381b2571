import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { SnmpDevice as SimulatedDevice, startSnmpSimulator } from '@jackfield/sdk/testing';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { Lines } from './lines.ts';
import { SnmpDevice } from './snmp-device.ts';

const sysName = '1.3.6.1.2.1.1.5.0';
const community = 'orchard';
const credentials = memoryCredentials({ lab: { kind: 'snmp-community', community, writeCommunity: null } });
const opened: Disposable[] = [];
afterEach(() => {
  for (const one of opened.splice(0).toReversed()) one[Symbol.dispose]();
});

interface Agents {
  readonly port: number;
  /** Ports that requests came from, by the address that was asked. */
  readonly from: Map<string, number[]>;
}

/** An agent on each of the addresses, which tells the address as its name; those named in `silent` hear and say nothing. */
async function agents(addresses: readonly string[], silent: readonly string[] = []): Promise<Agents> {
  const answers = new Map<string, Socket>();
  const from = new Map<string, number[]>();
  let port = 0;
  for (const address of addresses) {
    const simulator = await startSnmpSimulator({ device: new SimulatedDevice([{ oid: sysName, value: { type: 'OctetString', value: Buffer.from(address) } }]), community });
    const [socket, line] = [createSocket('udp4'), createSocket('udp4')];
    socket.bind(port, address);
    await once(socket, 'listening');
    ({ port } = socket.address());
    const asking: number[] = [];
    from.set(address, asking);
    socket.on('message', (request, sender) => {
      asking.push(sender.port);
      if (!silent.includes(address)) line.send(request, simulator.port, '127.0.0.1');
    });
    line.on('message', (answer) => socket.send(answer, asking.at(-1) ?? 0, '127.0.0.1'));
    answers.set(address, socket);
    opened.push({ [Symbol.dispose]: () => void [socket.close(), line.close(), simulator[Symbol.asyncDispose]()] });
  }
  return { port, from };
}

function fleet({ port }: Agents, addresses: readonly string[], settings: object = {}): { readonly [address: string]: () => Promise<unknown> } {
  const lines = new Lines();
  opened.push(lines);
  return Object.fromEntries(addresses.map((address) => {
    const device = new SnmpDevice({ ...localTarget({ snmp: { port, credentials: 'lab', timeoutMs: 100, retries: 0, ...settings } }), address }, credentials, lines);
    opened.push(device);
    return [address, async () => {
      using progress = startProgress();
      const [[, , name]] = JSON.parse(await device.perform({ op: 'snmp.get', oids: [sysName] }, progress));
      return name;
    }] as const;
  }));
}

const addresses = ['127.0.0.11', '127.0.0.12', '127.0.0.13'] as const;

test('devices that are asked in turn are told apart over one line, and each hears only what is for it', async () => {
  const played = await agents(addresses);
  const ask = fleet(played, addresses);
  for (const address of [...addresses, ...addresses.toReversed()]) expect(await ask[address]?.()).toBe(address);
  expect([...played.from.values()].map((ports) => ports.length)).toEqual([2, 2, 2]);
});

test('devices that are asked at once do not wait for one another, and do not take what is for another', async () => {
  const ask = fleet(await agents(addresses), addresses);
  const twice = [...addresses, ...addresses];
  expect(await Promise.all(twice.map((address) => ask[address]?.()))).toEqual(twice);
});

test('a device that is silent is asked again at its own address only, and its line serves another after it', async () => {
  const played = await agents(addresses, ['127.0.0.12']);
  const ask = fleet(played, addresses, { retries: 1, timeoutMs: 50 });
  const [silent, other] = await Promise.allSettled([ask['127.0.0.12']?.(), ask['127.0.0.11']?.()]);
  expect(silent).toMatchObject({ reason: { kind: 'Unreachable', message: expect.stringContaining('does not answer') } });
  expect(other).toMatchObject({ value: '127.0.0.11' });
  expect(await ask['127.0.0.13']?.()).toBe('127.0.0.13');
  expect([...played.from.values()].map((ports) => ports.length)).toEqual([1, 2, 1]);
});

test('an address where nothing listens says so at once, and the line that found it serves the next', async () => {
  const ask = fleet(await agents(['127.0.0.11']), ['127.0.0.11', '127.0.0.19'], { timeoutMs: 60_000 });
  await expect(ask['127.0.0.19']?.()).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('nothing listens') });
  expect(await ask['127.0.0.11']?.()).toBe('127.0.0.11');
});
