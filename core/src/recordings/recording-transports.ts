import { OutcomeError } from '@jackfield/sdk';
import { exchangeOf, failedExchange, type Exchange } from '@jackfield/sdk/testing';
import type { Operation, Transports } from '../transports/index.ts';

type Recordable = Exclude<Operation, { op: 'snmp.set' | 'snmp.traps' | 'ssh.writeFile' | 'ssh.removeFile' | 'ami.write' | 'ami.call' | 'ami.events' | 'http.send' }>;

const unrecorded: ReadonlySet<string> = new Set(['snmp.set', 'snmp.traps', 'ssh.writeFile', 'ssh.removeFile', 'ami.write', 'ami.call', 'ami.events', 'http.send']);

/** Recordings hold what was read: what was written is in the audit. */
export function isRecordable(operation: Operation): operation is Recordable {
  return !unrecorded.has(operation.op);
}

/** Transports that note every operation that reads, and what came of it. The ones behind stay their owner's. */
export class RecordingTransports implements Transports {
  /** The call under way, such as `check ports`: exchanges are noted with it. */
  during: string | undefined;
  readonly #inner: Transports;
  readonly #noted: (Exchange | null)[] = [];

  constructor(inner: Transports) {
    this.#inner = inner;
  }

  /** In the order in which they were asked for. */
  get exchanges(): readonly Exchange[] {
    return this.#noted.filter((exchange) => exchange !== null);
  }

  perform: Transports['perform'] = async (request, signal, onPiece) => {
    const { operation } = request;
    if (!isRecordable(operation)) return this.#inner.perform(request, signal, onPiece);
    const { during } = this;
    const place = this.#noted.push(null) - 1;
    try {
      const json = await this.#inner.perform(request, signal, onPiece);
      this.#noted[place] = exchangeOf(operation, JSON.parse(json), during);
      return json;
    } catch (error) {
      // What was called off, or never left the host, says nothing of the device.
      if (error instanceof OutcomeError) this.#noted[place] = failedExchange(operation, error, during);
      throw error;
    }
  };

  subscribe: Transports['subscribe'] = (request, signal) => this.#inner.subscribe(request, signal);
  receiveTraps: Transports['receiveTraps'] = (listen, keeper) => this.#inner.receiveTraps(listen, keeper);
  renew: Transports['renew'] = (device) => this.#inner.renew(device);
  sweep: Transports['sweep'] = (addresses, options, signal) => this.#inner.sweep(addresses, options, signal);
  status: Transports['status'] = () => this.#inner.status();
  hostKeys: Transports['hostKeys'] = () => this.#inner.hostKeys();
  acceptHostKey: Transports['acceptHostKey'] = (...key) => this.#inner.acceptHostKey(...key);
  refuseHostKey: Transports['refuseHostKey'] = (...key) => this.#inner.refuseHostKey(...key);
  redact: Transports['redact'] = (texts) => this.#inner.redact(texts);
  reloadCredentials: Transports['reloadCredentials'] = () => this.#inner.reloadCredentials();

  async [Symbol.asyncDispose](): Promise<void> {
    this.#noted.length = 0;
  }
}
