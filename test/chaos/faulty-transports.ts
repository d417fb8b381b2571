import { Refused, Unreachable } from '@jackfield/sdk';
import type { Operation, TransportRequest, Transports } from '../../core/src/transports/index.ts';
import type { LeapingClock } from './leaping-clock.ts';

/** What becomes of an operation on a device. */
export const operationFaults = ['refused', 'timed out before', 'timed out after', 'lies', 'cut', 'cut for a while'] as const;
export type OperationFault = (typeof operationFaults)[number];

/** How long a device is cut off for a while, and how long an operation takes to find that nobody answers; by the clock. */
const awhileMs = 30_000;
const timeoutMs = 2_000;

const writing: readonly Operation['op'][] = ['snmp.set', 'ssh.writeFile', 'ssh.removeFile', 'ami.write', 'http.send'];
const nameOf = (operation: Operation): string => (operation.op === 'ami.write' ? `${operation.op} ${operation.action}` : operation.op);

/** Real transports on a network that fails as it is told: by the number of the operation, counted from `begin`. */
export class FaultyTransports implements Transports {
  readonly #real: Transports;
  #faults: ReadonlyMap<number, OperationFault> | null = null;
  readonly #clock: LeapingClock;
  /** Until when operations do not reach each device. */
  readonly #cut = new Map<string, number>();
  /** What each kind of write answered when it went well, to lie with. */
  readonly #answers = new Map<string, string>();
  #onOperation: (operation: number) => void = () => undefined;
  operations = 0;
  /** Faults that met an operation. */
  met = 0;

  constructor(real: Transports, clock: LeapingClock) {
    this.#real = real;
    this.#clock = clock;
  }

  /** @param onOperation - told the number of each operation as it begins */
  begin(faults: ReadonlyMap<number, OperationFault>, onOperation: (operation: number) => void): void {
    this.operations = 0;
    this.#faults = faults;
    this.#onOperation = onOperation;
  }

  /** All cables are in place again, and nothing fails any more. */
  mend(): void {
    this.#faults = null;
    this.#onOperation = () => undefined;
    this.#cut.clear();
  }

  async perform(request: TransportRequest, signal?: AbortSignal, onPiece?: (piece: string) => void): Promise<string> {
    const { target: { key, address }, operation } = request;
    const isWrite = writing.includes(operation.op);
    const told = this.#faults?.get(this.operations) ?? null;
    // Only what is written can be said to be done and not be.
    const fault = told === 'lies' && !isWrite ? null : told;
    this.#onOperation(this.operations);
    this.operations += 1;
    if (fault !== null) this.met += 1;
    if (fault === 'cut') this.#cut.set(key, Number.POSITIVE_INFINITY);
    if (fault === 'cut for a while') this.#cut.set(key, this.#clock.now() + awhileMs);
    const what = `${operation.op} on ${address}`;
    const isCut = this.#clock.now() < (this.#cut.get(key) ?? 0);
    if (isCut || fault?.startsWith('timed out') === true) this.#clock.leap(timeoutMs);
    if (isCut) throw new Unreachable(`${what}: the cable is cut`);
    if (fault === 'refused') throw new Refused(`${what} is refused`);
    if (fault === 'timed out before') throw new Unreachable(`${what} timed out`);
    const learned = this.#answers.get(nameOf(operation));
    if (fault === 'lies' && learned !== undefined) return learned;
    const answer = await this.#real.perform(request, signal, onPiece);
    if (isWrite) this.#answers.set(nameOf(operation), answer);
    if (fault === 'timed out after') throw new Unreachable(`${what} timed out, and was done`);
    return answer;
  }

  subscribe: Transports['subscribe'] = (...request) => this.#real.subscribe(...request);
  receiveTraps: Transports['receiveTraps'] = (...request) => this.#real.receiveTraps(...request);
  sweep: Transports['sweep'] = (...request) => this.#real.sweep(...request);
  status: Transports['status'] = () => this.#real.status();
  hostKeys: Transports['hostKeys'] = () => this.#real.hostKeys();
  acceptHostKey: Transports['acceptHostKey'] = (...request) => this.#real.acceptHostKey(...request);
  refuseHostKey: Transports['refuseHostKey'] = (...request) => this.#real.refuseHostKey(...request);
  renew: Transports['renew'] = (...request) => this.#real.renew(...request);
  redact: Transports['redact'] = (...request) => this.#real.redact(...request);
  reloadCredentials: Transports['reloadCredentials'] = () => this.#real.reloadCredentials();

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#real[Symbol.asyncDispose]();
  }
}
