import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { respond } from './agent.ts';
import { Malformed } from './ber.ts';
import { decodeRequest, encodeResponse, type SnmpRequest } from './message.ts';
import type { SnmpDevice } from './snmp-device.ts';
import type { SnmpFaults } from './snmp-faults.ts';

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
  /** A function is called at the first request: many devices need not be loaded at once. */
  readonly device: SnmpDevice | (() => SnmpDevice);
  readonly faults?: SnmpFaults;
  /** Of one answer. Default 65,507, the most that UDP carries. */
  readonly maxMessageBytes?: number;
}

/**
 * Starts an SNMP agent, v1 and v2c, that answers for a device.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startSnmpSimulator(options: SnmpSimulatorOptions): Promise<SnmpSimulator> {
  const { address = '127.0.0.1', port = 0 } = options;
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: 1_048_576 });
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, address);
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  return new SnmpSimulator(socket, options);
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
  readonly #options: SnmpSimulatorOptions;
  readonly #late = new Set<NodeJS.Timeout>();
  #device: SnmpDevice | null = null;
  #lost = 0;
  #closed = false;

  constructor(socket: Socket, options: SnmpSimulatorOptions) {
    this.#socket = socket;
    this.#options = options;
    this.faults = options.faults ?? {};
    ({ address: this.address, port: this.port } = socket.address());
    socket.on('message', (datagram, sender) => this.#receive(datagram, sender));
    // An asker that is gone: nothing to tell anybody.
    socket.on('error', () => undefined);
  }

  get device(): SnmpDevice {
    const { device } = this.#options;
    this.#device ??= typeof device === 'function' ? device() : device;
    return this.#device;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#late) clearTimeout(timer);
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #receive(datagram: Buffer, sender: RemoteInfo): void {
    this.requests += 1;
    let request: SnmpRequest;
    try {
      request = decodeRequest(datagram);
    } catch (error) {
      // Agents count what they cannot read and are silent.
      if (error instanceof Malformed) return;
      throw error;
    }
    const answer = this.#answer(request);
    if (answer === null) return;
    const { latencyMs = 0 } = this.faults;
    if (latencyMs === 0) this.#socket.send(answer, sender.port, sender.address);
    else {
      const timer = setTimeout(() => {
        this.#late.delete(timer);
        this.#socket.send(answer, sender.port, sender.address);
      }, latencyMs);
      this.#late.add(timer);
    }
  }

  #answer(request: SnmpRequest): Buffer | null {
    const { community = 'public', writeCommunity, maxMessageBytes = 65_507 } = this.#options;
    const { faults } = this;
    const [name = '', context = ''] = request.community.split('@');
    // A wrong community is met with silence.
    if ((name !== community && name !== writeCommunity) || faults.silent === true || this.#loses(faults.loss)) return null;
    const table = this.device.table(context);
    if (table === null) return null;
    if (faults.garbage === true) return Buffer.from('% Unknown command or computer name, or unable to find computer address\r\n');
    const id = faults.wrongRequestId === true ? BigInt.asIntN(32, request.id + 1n) : request.id;
    const answer = encodeResponse(request, id, respond(this.device, table, request, { mayWrite: name === writeCommunity, maxMessageBytes, faults }));
    return faults.truncated === true ? answer.subarray(0, answer.length >> 1) : answer;
  }

  /** Spread evenly, so that a test meets the same losses each time. */
  #loses(share = 0): boolean {
    this.#lost += share;
    if (this.#lost < 1) return false;
    this.#lost -= 1;
    return true;
  }
}
