import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Credentials } from '../../../sites/index.ts';
import type { SnmpCredential } from '../snmp-session.ts';
import { trapAddressUnusable, trapPortForbidden, trapPortTaken } from '../../errors.ts';
import { TokenBucket } from './token-bucket.ts';
import type { TrapEngine } from './trap-engine.ts';
import { trapDrops, type TrapCounts, type TrapDrop, type TrapNews, type TrapOrder, type TrapPlace, type TrapSource } from './trap-messages.ts';
import { TrapReader } from './trap-reader.ts';

export interface TrapReceiverOptions {
  readonly listen: TrapPlace;
  readonly engine: TrapEngine;
  readonly credentials: Credentials;
  readonly tell: (news: TrapNews) => void;
}

/** Traps of one device: a cable that flaps, a whole switch that restarts; more is a storm. */
const burst = 100;
const perSecond = 5;
/** Traps of all devices that are not on disk yet. */
const mostUnsettled = 2_000;
const countsEveryMs = 250;
const mostAddresses = 100;

/** The port where devices send traps: known addresses and their credentials only, so many of each device. */
export class TrapReceiver implements AsyncDisposable {
  readonly port: number;
  readonly #options: TrapReceiverOptions;
  readonly #socket: Socket;
  readonly #readers = new Map<string, TrapReader | null>();
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #unsettled = new Map<number, () => void>();
  readonly #dropped = new Map<TrapDrop, number>();
  readonly #from = new Map<string, number>();
  #credentials: Credentials;
  #sources: ReadonlyMap<string, TrapSource> = new Map();
  #received = 0;
  #accepted = 0;
  #acknowledged = 0;
  #next = 1;
  #telling: NodeJS.Timeout | undefined;

  /** Throws JF9601 to JF9603 when the port cannot be had. */
  static async open(options: TrapReceiverOptions): Promise<TrapReceiver> {
    const { address, port } = options.listen;
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: 4 * 1_048_576 });
    try {
      const listening = once(socket, 'listening');
      socket.bind({ address, port, exclusive: true });
      await listening;
    } catch (error) {
      socket.close();
      throw notOpened(options.listen, error);
    }
    return new TrapReceiver(socket, options);
  }

  private constructor(socket: Socket, options: TrapReceiverOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#credentials = options.credentials;
    this.port = socket.address().port;
    socket.on('message', (datagram, sender) => this.#receive(datagram, sender));
    // Of an answer to who is gone: nobody to tell.
    socket.on('error', () => undefined);
    options.tell({ kind: 'open', port: this.port });
  }

  obey(order: TrapOrder): void {
    if (order.kind === 'sources') return this.#take(order.sources);
    const acknowledge = this.#unsettled.get(order.number);
    this.#unsettled.delete(order.number);
    if (order.kept) acknowledge?.();
  }

  replaceCredentials(credentials: Credentials): void {
    this.#credentials = credentials;
    this.#readers.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#telling);
    this.#unsettled.clear();
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #take(sources: readonly TrapSource[]): void {
    const before = new Map([...this.#sources.values()].map(({ device, credentials }) => [device, credentials.join('\n')]));
    this.#sources = new Map(sources.map((source) => [source.address, source]));
    const now = new Map(sources.map(({ device, credentials }) => [device, credentials.join('\n')]));
    // A reader that goes on knows what it has seen of the device's clock.
    for (const device of this.#readers.keys()) if (now.get(device) !== before.get(device)) this.#readers.delete(device);
    for (const device of this.#buckets.keys()) if (!now.has(device)) this.#buckets.delete(device);
  }

  #receive(datagram: Buffer, { address: from, port }: RemoteInfo): void {
    this.#received += 1;
    this.#tellCounts();
    const address = from.replace(/^::ffff:(?=[\d.]+$)/, '');
    const source = this.#sources.get(address);
    if (source === undefined) return this.#drop('unknown', address);
    const reader = this.#reader(source);
    if (reader === null) return this.#drop('unauthorized', address);
    const send = (bytes: Buffer): void => this.#socket.send(bytes, port, from);
    const reading = reader.read(datagram, { address: from, port });
    if (reading.kind === 'asked') return send(reading.answer);
    if (reading.kind === 'dropped') {
      if (reading.answer !== null) send(reading.answer);
      return this.#drop(reading.because, address);
    }
    // After the secret was seen to be right: who forges an address cannot use up what the device may send.
    if (!this.#bucket(source.device).take() || this.#unsettled.size >= mostUnsettled) return this.#drop('limited', address);
    this.#accepted += 1;
    const number = this.#next;
    this.#next += 1;
    const { trap, acknowledgement } = reading;
    this.#unsettled.set(number, () => {
      if (acknowledgement === null) return;
      this.#acknowledged += 1;
      send(acknowledgement);
      this.#tellCounts();
    });
    this.#options.tell({ kind: 'trap', number, arrived: { device: source.device, address, trap: { ...trap, at: new Date().toISOString() } } });
  }

  /** Null when none of its credentials is there: the check of the device says which. */
  #reader(source: TrapSource): TrapReader | null {
    const known = this.#readers.get(source.device);
    if (known !== undefined) return known;
    const credentials = source.credentials.flatMap((name) => this.#credential(name));
    const reader = credentials.length === 0 ? null : new TrapReader(credentials, this.#options.engine);
    this.#readers.set(source.device, reader);
    return reader;
  }

  #credential(name: string): SnmpCredential[] {
    try {
      const credential = this.#credentials.get(name);
      return credential.kind === 'snmp-community' || credential.kind === 'snmp-user' ? [credential] : [];
    } catch {
      return [];
    }
  }

  #bucket(device: string): TokenBucket {
    const bucket = this.#buckets.get(device) ?? new TokenBucket(burst, perSecond);
    this.#buckets.set(device, bucket);
    return bucket;
  }

  #drop(why: TrapDrop, address: string): void {
    this.#dropped.set(why, (this.#dropped.get(why) ?? 0) + 1);
    if (this.#from.size < mostAddresses || this.#from.has(address)) this.#from.set(address, (this.#from.get(address) ?? 0) + 1);
  }

  #tellCounts(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#options.tell({ kind: 'counts', counts: this.#counts() });
      this.#from.clear();
    }, countsEveryMs);
  }

  #counts(): TrapCounts {
    const [unknown, unauthorized, malformed, late, limited] = trapDrops.map((why) => this.#dropped.get(why) ?? 0);
    return {
      received: this.#received, accepted: this.#accepted, acknowledged: this.#acknowledged,
      dropped: { unknown: unknown ?? 0, unauthorized: unauthorized ?? 0, malformed: malformed ?? 0, late: late ?? 0, limited: limited ?? 0 },
      from: [...this.#from].sort(([, one], [, other]) => other - one),
    };
  }
}

function notOpened({ address, port, place }: TrapPlace, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const where = `${address} port ${port} (UDP)`;
  if (code === 'EADDRINUSE') return trapPortTaken(`${where} is in use`, { place, cause });
  if (code === 'EACCES') return trapPortForbidden(`${where} may not be opened`, { place, cause });
  return trapAddressUnusable(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { place, cause });
}
