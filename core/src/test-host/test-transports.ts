import { AsyncLocalStorage } from 'node:async_hooks';
import { outcome } from '@jackfield/sdk';
import type { Notification, RecordedDevice } from '@jackfield/sdk/testing';
import { isRecordable, operationNotRecorded } from '../recordings/index.ts';
import { createLocalTransports, type Operation, type TransportRequest, type Transports } from '../transports/index.ts';
import { unmockedOperation } from './errors.ts';
import type { RealDevice } from './real-device.ts';
import { TestTraps } from './test-traps.ts';
import { testSecret, type RunningTestDevice } from './test-device.ts';

const credentials = new Map([
  ['snmp', { kind: 'snmp-community', community: testSecret, writeCommunity: testSecret } as const],
  ['ssh', { kind: 'ssh', user: testSecret, password: testSecret, privateKey: null, passphrase: null } as const],
  ['ami', { kind: 'ami', user: testSecret, secret: testSecret } as const],
  ['http', { kind: 'http-token', header: 'authorization', token: `Bearer ${testSecret}` } as const],
  ['tcp', { kind: 'tcp', user: testSecret, password: testSecret } as const],
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
  readonly #call = new AsyncLocalStorage<string>();
  readonly #trapPorts = new Map<string, TestTraps>();
  readonly #stack = new AsyncDisposableStack();
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

  /** What is asked for in the work belongs to a call, such as `check ports`: recordings answer by it. */
  during<Answer>(call: string, work: () => Answer): Answer {
    return this.#call.run(call, work);
  }

  async perform(request: TransportRequest, signal?: AbortSignal, onPiece?: (piece: string) => void): Promise<string> {
    const { operation } = request;
    const real = this.#reallyThere.get(request.target.key);
    if (real !== undefined) return real.transports.perform({ ...request, target: real.target }, signal, onPiece);
    const device = this.#device(request);
    const { answers } = device;
    if (device.recorded !== null && !isDescribed(device, operation)) return this.#replay(device, device.recorded, operation, onPiece);
    switch (operation.op) {
      case 'http.get':
      case 'http.send':
        if (device.http !== null) return this.#real.perform(request, signal, onPiece);
        return JSON.stringify(await (answers.http ?? this.#missing(device, operation))(operation));
      case 'tcp.exchange': {
        if (device.tcp.has(operation.port)) return this.#real.perform(request, signal, onPiece);
        const login = operation.login?.replaceAll(/\{(user|password)\}/g, testSecret) ?? '';
        const answer = (answers.tcp.get(operation.port) ?? this.#missing(device, operation))(Buffer.concat([Buffer.from(login), Buffer.from(operation.send ?? '', 'base64')]));
        return JSON.stringify(Buffer.from(answer).toString('base64'));
      }
      case 'icmp.ping': {
        const isThere = answers.icmp ?? this.#missing(device, operation);
        return JSON.stringify({ sent: operation.count, received: isThere ? operation.count : 0, rttMs: isThere ? { min: 1, average: 1, max: 1 } : null });
      }
      case 'sip.options': {
        const status = (answers.sip ?? this.#missing(device, operation))[operation.peer ?? 'device'] ?? null;
        return JSON.stringify({ status, reason: status === null ? 'no answer' : 'as described', rttMs: status === null ? null : 1, sent: 1, server: null });
      }
      case 'fingerprint.tcp': {
        if (device.tcp.has(operation.port)) return this.#real.perform(request, signal, onPiece);
        const said = answers.tcp.get(operation.port)?.(Buffer.from(operation.send ?? ''));
        return JSON.stringify(said === undefined ? null : (Buffer.from(said).toString('utf8').split(/\r?\n/)[0] ?? null));
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
    const { ami, snmp } = this.#device(request);
    if ((request.operation.op === 'snmp.traps' ? snmp : ami) === null) this.#missing(this.#device(request), request.operation);
    return this.#real.subscribe(request, signal);
  }

  receiveTraps: Transports['receiveTraps'] = (listen, keeper) => this.#real.receiveTraps(listen, keeper);

  /** Sends what a device says by itself to a port where the host listens for it alone; the answer is that of the simulator. */
  async notify(name: string, notification: Omit<Notification, 'to'>): Promise<boolean> {
    const agent = this.#devices.get(name)?.snmp ?? null;
    if (agent === null) throw unmockedOperation(`the test's device ${name} has no snmp`, { place: { device: name } });
    const ports = this.#trapPorts.get(name) ?? this.#stack.use(new TestTraps(this.#real, name));
    this.#trapPorts.set(name, ports);
    return agent.notify({ ...notification, to: { address: '127.0.0.1', port: await ports.port } });
  }

  renew: Transports['renew'] = async (device) => this.#real.renew(device);
  sweep: Transports['sweep'] = async () => new Map();
  status: Transports['status'] = () => [];
  hostKeys: Transports['hostKeys'] = async () => [];
  acceptHostKey: Transports['acceptHostKey'] = async () => undefined;
  refuseHostKey: Transports['refuseHostKey'] = async () => undefined;
  redact: Transports['redact'] = async (texts) => texts;
  reloadCredentials: Transports['reloadCredentials'] = async () => [];

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
    await this.#real[Symbol.asyncDispose]();
  }

  #replay(device: RunningTestDevice, recorded: RecordedDevice, operation: Operation, onPiece?: (piece: string) => void): string {
    const replayed = isRecordable(operation)
      ? recorded.perform(operation, this.#call.getStore())
      : ({ kind: 'missing', message: `${operation.op} changes the device, and a recording only answers what reads: describe the protocol beside it` } as const);
    if (replayed.kind === 'fails') {
      const { outcome: kind, message, hint, layer } = replayed.failure;
      throw outcome(kind, message, { data: layer === undefined ? {} : { layer }, ...(hint === undefined ? {} : { hint }) });
    }
    if (replayed.kind === 'missing') {
      this.#unmocked ??= operationNotRecorded(`${device.name}: ${replayed.message}`, { place: { device: device.name } });
      throw this.#unmocked;
    }
    const { answer } = replayed;
    if ('stream' in operation && operation.stream && typeof answer === 'object' && answer !== null && 'stdout' in answer) onPiece?.(String(answer.stdout));
    return JSON.stringify(answer);
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

/** Whether the test describes the protocol itself: that goes before a recording. */
function isDescribed({ snmp, ssh, ami, http, tcp, answers }: RunningTestDevice, operation: Operation): boolean {
  const [head = '', tail = ''] = operation.op.split('.');
  switch (head === 'fingerprint' ? tail : head) {
    case 'snmp':
      return snmp !== null;
    case 'ssh':
      return ssh !== null;
    case 'ami':
      return ami !== null;
    case 'http':
      return http !== null || answers.http !== null;
    case 'icmp':
      return answers.icmp !== undefined;
    case 'sip':
      return answers.sip !== undefined;
    default:
      return 'port' in operation && (tcp.has(operation.port) || answers.tcp.has(operation.port));
  }
}
