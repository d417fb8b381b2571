import { outcome } from '@jackfield/sdk';
import { createLocalTransports, type Operation, type TransportRequest, type Transports } from '../transports/index.ts';
import { unmockedOperation } from './errors.ts';
import type { RealDevice } from './real-device.ts';
import { testSecret, type RunningTestDevice } from './test-device.ts';

const credentials = new Map([
  ['snmp', { kind: 'snmp-community', community: testSecret, writeCommunity: testSecret } as const],
  ['ssh', { kind: 'ssh', user: testSecret, password: testSecret, privateKey: null, passphrase: null } as const],
  ['ami', { kind: 'ami', user: testSecret, secret: testSecret } as const],
  ['http', { kind: 'http-token', header: 'authorization', token: `Bearer ${testSecret}` } as const],
]);

/** The real transports before the devices of a test; what no device describes is an error that no plugin can swallow. */
export class TestTransports implements Transports {
  readonly #devices: ReadonlyMap<string, RunningTestDevice>;
  readonly #real = createLocalTransports({
    names: [...credentials.keys()],
    get(name) {
      const credential = credentials.get(name);
      if (credential === undefined) throw new RangeError(`a test has no credentials "${name}"`);
      return credential;
    },
  });
  readonly #reallyThere: ReadonlyMap<string, RealDevice>;
  #unmocked: Error | null = null;

  constructor(devices: ReadonlyMap<string, RunningTestDevice>, real: ReadonlyMap<string, RealDevice>) {
    this.#devices = devices;
    this.#reallyThere = real;
  }

  /** Throws what was asked and not described, once. */
  throwUnmocked(): void {
    const error = this.#unmocked;
    this.#unmocked = null;
    if (error !== null) throw error;
  }

  async perform(request: TransportRequest, signal?: AbortSignal, onPiece?: (piece: string) => void): Promise<string> {
    const { operation } = request;
    const real = this.#reallyThere.get(request.target.key);
    if (real !== undefined) return real.transports.perform({ ...request, target: real.target }, signal, onPiece);
    const device = this.#device(request);
    const { answers } = device;
    switch (operation.op) {
      case 'http.get':
      case 'http.send':
        if (device.http !== null) return this.#real.perform(request, signal, onPiece);
        return JSON.stringify(await (answers.http ?? this.#missing(device, operation))(operation));
      case 'tcp.exchange': {
        const server = device.tcp.get(operation.port);
        if (server !== undefined) return this.#real.perform({ ...request, operation: { ...operation, port: server.port } }, signal, onPiece);
        const answer = (answers.tcp.get(operation.port) ?? this.#missing(device, operation))(Buffer.from(operation.send ?? '', 'base64'));
        return JSON.stringify(Buffer.from(answer).toString('base64'));
      }
      case 'icmp.ping': {
        const isThere = answers.icmp ?? this.#missing(device, operation);
        return JSON.stringify({ sent: operation.count, received: isThere ? operation.count : 0, rttMs: isThere ? { min: 1, average: 1, max: 1 } : null });
      }
      case 'fingerprint.http':
        return device.http === null ? JSON.stringify({ tls: null, http: null }) : this.#real.perform(request, signal, onPiece);
      default:
        return this.#isThere(device, operation) ? this.#real.perform(request, signal, onPiece) : 'null';
    }
  }

  subscribe(request: TransportRequest, signal: AbortSignal): AsyncIterable<string> {
    const real = this.#reallyThere.get(request.target.key);
    if (real !== undefined) return real.transports.subscribe({ ...request, target: real.target }, signal);
    if (this.#device(request).ami === null) this.#missing(this.#device(request), request.operation);
    return this.#real.subscribe(request, signal);
  }

  sweep: Transports['sweep'] = async () => new Map();
  status: Transports['status'] = () => [];
  hostKeys: Transports['hostKeys'] = async () => [];
  acceptHostKey: Transports['acceptHostKey'] = async () => undefined;
  reloadCredentials: Transports['reloadCredentials'] = async () => [];

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#real[Symbol.asyncDispose]();
  }

  #device({ target, operation }: TransportRequest): RunningTestDevice {
    const device = this.#devices.get(target.key);
    if (device === undefined) throw outcome('Unreachable', `${operation.op}: the test has no device ${target.key}`);
    return device;
  }

  /** A fingerprint asks whether something is there, which may be answered with no; all else must be described. */
  #isThere(device: RunningTestDevice, operation: Operation): boolean {
    const [head, tail] = operation.op.split('.');
    const protocol = head === 'fingerprint' ? tail : head;
    const isThere = (protocol === 'snmp' && device.snmp !== null) || (protocol === 'ssh' && device.ssh !== null) || (protocol === 'ami' && device.ami !== null);
    if (!isThere && head !== 'fingerprint') this.#missing(device, operation);
    return isThere;
  }

  #missing(device: RunningTestDevice, operation: Operation): never {
    const what = operation.op === 'tcp.exchange' ? `tcp port ${operation.port}` : (operation.op.split('.')[0] ?? '');
    this.#unmocked ??= unmockedOperation(`${operation.op}: the test's device ${device.name} has no ${what}`, { place: { device: device.name } });
    throw this.#unmocked;
  }
}
