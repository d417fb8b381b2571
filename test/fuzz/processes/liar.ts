// Agents that answer each request with lies and then with the truth, and send traps in between. What they are told stands in
// their arguments; lines on their standard input have them tell what they said last, and end them.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SnmpDevice, snmpModelSchema } from '@jackfield/sdk/testing';
import { Malformed } from '../../../sdk/src/testing/snmp/ber.ts';
import { Chance } from '../chance.ts';
import { address, agentUsers } from '../identities.ts';
import type { LiarOrders, LiarTold } from '../liar-process.ts';
import { Truth } from './exchange.ts';
import { falseAlarm } from './false-alarms.ts';
import { lieTo } from './lies.ts';

/** Exchanges that are remembered of each agent. */
const remembered = 40;
const mostDatagram = 65_507;
const truth = 'the truth';

const orders: LiarOrders = JSON.parse(process.argv[2] ?? '');
const { seed, lanes, recordings, trapPort, replay } = orders;
const model = snmpModelSchema.parse({
  name: 'liar', descr: 'A switch that cannot be trusted', objectID: '1.3.6.1.4.1.8072.3.2.10', vlans: [{ id: 1 }, { id: 20, name: 'phones' }],
  ports: [{ name: 'Gi1/0/[1-12]', alias: 'To a desk', traffic: { in: '10M', out: '20M' } }],
});
let isHonest = false;
const counts = new Map<string, number>();
let packets = 0;

function count(name: string): void {
  if (name !== truth) packets += 1;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

class Liar {
  readonly socket: Socket = createSocket({ type: 'udp4', recvBufferSize: 1_048_576, sendBufferSize: 1_048_576 });
  readonly last: LiarTold['last'][number]['exchanges'][number][] = [];
  readonly #truth: Truth;
  readonly #lane: number;
  #exchanges = 0;

  constructor(lane: number) {
    this.#lane = lane;
    // Lane 0 has the switch; recordings of all kinds share the others.
    const recording = lane === 0 ? undefined : recordings[Math.floor(((lane - 1) * recordings.length) / (lanes - 1))];
    const device = recording === undefined ? SnmpDevice.fromModel(model) : SnmpDevice.fromRecording(recording);
    this.#truth = new Truth(device, agentUsers, Buffer.from(`8000b98305aabbccdd${lane.toString(16).padStart(2, '0')}`, 'hex'));
    this.socket.on('message', (request, sender) => this.#hear(request, sender));
    // An asker that is gone.
    this.socket.on('error', () => undefined);
  }

  #hear(request: Buffer, sender: RemoteInfo): void {
    try {
      const exchange = this.#truth.hear(request);
      if (exchange === null) return;
      const number = isHonest ? null : replay === null ? this.#exchanges : (replay.exchanges[this.#exchanges % replay.exchanges.length] ?? null);
      this.#exchanges += 1;
      const said: string[] = [];
      const say = (name: string, bytes: Buffer): void => {
        count(name);
        said.push(`${name} ${bytes.toString('hex', 0, 2_000)}`);
        this.socket.send(bytes.subarray(0, mostDatagram), sender.port, sender.address);
      };
      if (number !== null) {
        const chance = new Chance(seed, replay?.lane ?? this.#lane, number);
        for (let lies = 1 + chance.below(8); lies > 0; lies -= 1) {
          const { name, bytes } = lieTo(exchange, chance);
          say(name, bytes);
        }
        for (let alarms = trapPort === null ? 0 : chance.below(3); alarms > 0; alarms -= 1) {
          const { name, bytes } = falseAlarm(chance);
          count(name);
          said.push(`${name} ${bytes.toString('hex', 0, 2_000)}`);
          this.socket.send(bytes.subarray(0, mostDatagram), trapPort ?? 0, address);
        }
        if (chance.below(100) === 0) return this.#remember(number, said);
      }
      say(truth, exchange.answer);
      this.#remember(number, said);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }

  #remember(number: number | null, said: readonly string[]): void {
    if (number === null) return;
    this.last.push({ number, said });
    if (this.last.length > remembered) this.last.shift();
  }
}

const liars = Array.from({ length: lanes }, (_, lane) => new Liar(lane));
await Promise.all(liars.map(async ({ socket }) => {
  const listening = once(socket, 'listening');
  socket.bind(0, address);
  await listening;
}));
process.stdout.write(`${JSON.stringify(liars.map(({ socket }) => socket.address().port))}\n`);
for await (const line of createInterface(process.stdin)) {
  if (line === 'honest') isHonest = true;
  const told: LiarTold = { packets, counts: [...counts], last: line === 'last' ? liars.map(({ last }) => ({ exchanges: last })) : [] };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
process.exit(0);
