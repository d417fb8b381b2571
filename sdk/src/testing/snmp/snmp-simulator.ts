import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { SimulatorClock } from '../clock/index.ts';
import { AnswerPath, type Way } from '../faults/index.ts';
import { respond } from './agent.ts';
import { Malformed } from './ber.ts';
import { decodeRequest, encodeCommunityMessage, versionOf } from './community-message.ts';
import { sendNotification, type Notification } from './notification.ts';
import { encodePdu, pduTags, type SnmpRequest } from './pdu.ts';
import type { SnmpDevice } from './snmp-device.ts';
import type { SnmpFaults } from './snmp-faults.ts';
import { Engine, snmpUserSchema, type SnmpUser, type SnmpUserInput } from './usm/index.ts';

/**
 * What an SNMP simulator plays, and where it listens.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SnmpSimulatorOptions {
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default any free one. */
  readonly port?: number;
  /** Default `public`; `public@NAME` asks for the context NAME. */
  readonly community?: string;
  /** May read and SET. None unless given. */
  readonly writeCommunity?: string;
  /** Of SNMPv3. None unless given. */
  readonly users?: readonly SnmpUserInput[];
  /** A function is called at the first request: many devices need not be loaded at once. */
  readonly device: SnmpDevice | (() => SnmpDevice);
  readonly faults?: SnmpFaults;
  /** Of one answer. Default 65,507, the most that UDP carries. */
  readonly maxMessageBytes?: number;
  /** What its slowness goes by; give the device the same one. */
  readonly clock?: SimulatorClock;
}

/**
 * Starts an SNMP agent, v1, v2c and v3, that answers for a device.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startSnmpSimulator(options: SnmpSimulatorOptions): Promise<SnmpSimulator> {
  const { address = '127.0.0.1', port = 0 } = options;
  const users = (options.users ?? []).map((user) => snmpUserSchema.parse(user));
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: 1_048_576 });
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, address);
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  return new SnmpSimulator(socket, { ...options, users });
}

/**
 * An agent on loopback.
 *
 * @experimental
 * @since 0.1.0
 */
export class SnmpSimulator implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** What it does wrong from now on. */
  faults: SnmpFaults;
  /** Requests that came, answered or not. */
  requests = 0;
  readonly #socket: Socket;
  readonly #options: Omit<SnmpSimulatorOptions, 'users'>;
  readonly #users: readonly SnmpUser[];
  readonly #closing = new AbortController();
  readonly #way: Way;
  #device: SnmpDevice | null = null;
  #engine: Engine | null = null;

  constructor(socket: Socket, options: Omit<SnmpSimulatorOptions, 'users'> & { readonly users: readonly SnmpUser[] }) {
    this.#socket = socket;
    this.#options = options;
    this.#users = options.users;
    this.faults = options.faults ?? {};
    ({ address: this.address, port: this.port } = socket.address());
    this.#way = new AnswerPath({ clock: options.clock, faults: () => this.faults, closing: this.#closing.signal }).way();
    socket.on('message', (datagram, sender) => this.#receive(datagram, sender));
    // An asker that is gone: nothing to tell anybody.
    socket.on('error', () => undefined);
  }

  get device(): SnmpDevice {
    const { device } = this.#options;
    this.#device ??= typeof device === 'function' ? device() : device;
    return this.#device;
  }

  /** Sends a trap or an inform, now. The promise of an inform is true when it was acknowledged in time. */
  async notify(notification: Notification): Promise<boolean> {
    const { device } = this;
    return sendNotification(notification, {
      address: this.address, engine: device.engineId, at: { boots: device.time.boots, time: Math.floor(device.time.uptime()) }, uptime: device.time.uptime(),
      community: this.#options.community ?? 'public', users: this.#users, closing: this.#closing.signal,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #receive(datagram: Buffer, sender: RemoteInfo): void {
    this.requests += 1;
    try {
      const version = versionOf(datagram);
      const answer = version === '3' ? this.#answerUser(datagram) : this.#answerCommunity(datagram, version);
      const send = (bytes: Buffer): void => {
        if (!this.#closing.signal.aborted) this.#socket.send(bytes, sender.port, sender.address);
      };
      if (answer !== null) this.#way.carry(answer, { send, end: send, mute: () => undefined });
    } catch (error) {
      // Agents count what they cannot read and are silent.
      if (!(error instanceof Malformed)) throw error;
    }
  }

  #answerCommunity(datagram: Buffer, version: '1' | '2c'): Buffer | null {
    const { community = 'public', writeCommunity } = this.#options;
    const asked = decodeRequest(datagram, version);
    const [name = '', context = ''] = asked.community.split('@');
    // A wrong community is met with silence.
    if (name !== community && name !== writeCommunity) return null;
    const answer = this.#respond(asked.request, context, name === writeCommunity);
    return answer === null ? null : encodeCommunityMessage(version, asked.community, answer);
  }

  #answerUser(datagram: Buffer): Buffer | null {
    if (this.#users.length === 0) return null;
    this.#engine ??= new Engine({
      id: this.device.engineId,
      users: this.#users,
      at: () => ({ boots: this.device.time.boots, time: Math.floor(this.device.time.uptime()) }),
      tellsWrongBy: () => this.faults.wrongEngineTime ?? 0,
    });
    const believed = this.#engine.receive(datagram);
    if (believed === null || Buffer.isBuffer(believed)) return believed;
    const { request, context, user, isBelowLevel, maxBytes } = believed;
    if (isBelowLevel) return believed.answer(encodePdu(pduTags.response, request.id, [request.echo], 'authorizationError', 0));
    const answer = this.#respond(request, context, user.mayWrite, maxBytes);
    return answer === null ? believed.reportUnknownContext() : believed.answer(answer);
  }

  /** The PDU of the answer; null when the device has no such context. */
  #respond(request: SnmpRequest, context: string, mayWrite: boolean, most = Infinity): Buffer | null {
    const { faults } = this;
    const table = this.device.table(context);
    if (table === null) return null;
    const maxMessageBytes = Math.min(most, this.#options.maxMessageBytes ?? 65_507);
    const { status, position, varbinds } = respond(this.device, table, request, { mayWrite, context, maxMessageBytes, faults });
    const id = faults.wrongRequestId === true ? BigInt.asIntN(32, request.id + 1n) : request.id;
    return encodePdu(pduTags.response, id, varbinds, status, position);
  }
}
