import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { JackfieldError } from '../errors/index.ts';
import type { HostEvents, ToldError } from '../events/index.ts';
import { EventBacklog } from './event-backlog.ts';
import { TrapHub } from './snmp/traps/trap-hub.ts';
import type { TrapPlace } from './snmp/traps/trap-messages.ts';
import { TrapReception, type TrapKeeper } from './snmp/traps/trap-reception.ts';
import { HostKeys } from './ssh/host-keys.ts';
import { fromWire, type WireError } from './thread/wire-error.ts';
import { TransportThread } from './thread/transport-thread.ts';
import type { HostKeyDecision, KnownHostKey, SweepOptions, TransportRequest, Transports, TransportStatus } from './transports.ts';

export interface TransportsOptions {
  /** The configuration's folder, where credentials.yaml is. */
  readonly directory: string;
  /** Where the vault's key and the record of host keys are. */
  readonly stateDirectory: string;
  readonly events: HostEvents;
  /** The record of host keys; host-keys.json in the state folder unless told. */
  readonly hostKeys?: string;
  /** Transport threads; one is enough for some thousand devices. */
  readonly threads?: number;
}

/** Starts the transport threads. Secrets are read and used there; this thread never holds one. */
export function createTransports(options: TransportsOptions): Transports {
  return new ThreadedTransports(options);
}

class ThreadedTransports implements Transports {
  readonly #threads: readonly [TransportThread, ...TransportThread[]];
  readonly #hostKeys: HostKeys;
  readonly #events: HostEvents;
  readonly #traps = new TrapHub();
  #reception: TrapReception | null = null;
  /** What was told to be missing last. */
  #missing = '[]';

  constructor({ directory, stateDirectory, events, threads = 1, hostKeys = join(stateDirectory, 'host-keys.json') }: TransportsOptions) {
    this.#events = events;
    this.#hostKeys = new HostKeys(hostKeys, (key) => events.emit('hostkey.recorded', key));
    const start = (number: number): TransportThread =>
      new TransportThread({
        name: `transport-${number}`,
        data: { directory, stateDirectory },
        hostKeys: this.#hostKeys,
        onRestart: (thread, reason) => events.emit('thread.restarted', { thread, reason }),
      });
    this.#threads = [start(1), ...Array.from({ length: threads - 1 }, (_, more) => start(more + 2))];
  }

  perform(request: TransportRequest, signal?: AbortSignal, onPiece?: (piece: string) => void): Promise<string> {
    const asked = this.#threadOf(request.target.key).ask({ kind: 'perform', request }, describe(request), signal, onPiece);
    return asked.then((reply) => (reply.kind === 'done' ? reply.json : 'null'));
  }

  subscribe(request: TransportRequest, signal: AbortSignal): AsyncIterable<string> {
    const { key } = request.target;
    if (request.operation.op !== 'snmp.traps') return this.#eventsOf(request, signal);
    return this.#traps.listen(key, async () => this.#reception?.missed(key) ?? [], signal);
  }

  receiveTraps(listen: TrapPlace, keeper: TrapKeeper): TrapReception {
    const [thread] = this.#threads;
    this.#reception = new TrapReception(
      {
        receive: async (place, signal, tell) => void (await thread.ask({ kind: 'traps', listen: place }, 'traps', signal, (text) => tell(JSON.parse(text)))),
        order: (order) => thread.order(order),
      },
      this.#traps, listen, keeper,
    );
    return this.#reception;
  }

  async *#eventsOf(request: TransportRequest, signal: AbortSignal): AsyncGenerator<string> {
    const waiting = new EventBacklog<string>();
    let over: { readonly error: unknown } | null = null;
    const stop = new AbortController();
    this.#threadOf(request.target.key)
      .ask({ kind: 'subscribe', request }, describe(request), AbortSignal.any([signal, stop.signal]), (text) => waiting.push(text))
      .then(
        () => (over = { error: null }),
        (error: unknown) => (over = { error }),
      )
      .finally(() => waiting.wake());
    try {
      for (;;) {
        const event = waiting.take();
        if (event !== undefined) {
          yield event;
          continue;
        }
        const ended: { readonly error: unknown } | null = over;
        if (signal.aborted) return;
        if (ended !== null) throw ended['error'];
        await waiting.wait();
      }
    } finally {
      stop.abort();
    }
  }

  async renew(device: string): Promise<void> {
    await this.#threadOf(device).ask({ kind: 'renew', device }, `new connections to ${device}`);
  }

  async sweep(addresses: readonly string[], { timeoutMs, onAlive }: SweepOptions, signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const alive = new Map<string, number>();
    await this.#threads[0].ask({ kind: 'sweep', addresses, timeoutMs }, `sweep of ${addresses.length} addresses`, signal, (text) => {
      const [address, rttMs] = z.tuple([z.string(), z.number()]).parse(JSON.parse(text));
      alive.set(address, rttMs);
      onAlive?.(address, rttMs);
    });
    return alive;
  }

  status(): readonly TransportStatus[] {
    return this.#threads.map((thread) => thread.status());
  }

  async hostKeys(): Promise<readonly KnownHostKey[]> {
    return this.#hostKeys.list();
  }

  async acceptHostKey(address: string, port: number, decision?: HostKeyDecision): Promise<void> {
    await this.#hostKeys.accept(address, port, decision);
  }

  async refuseHostKey(address: string, port: number, decision: HostKeyDecision): Promise<void> {
    await this.#hostKeys.refuse(address, port, decision);
  }

  async redact(texts: readonly string[]): Promise<readonly string[]> {
    const reply = await this.#threads[0].ask({ kind: 'redact', texts }, `redaction of ${texts.length} texts`);
    const redacted: readonly string[] = reply.kind === 'done' ? JSON.parse(reply.json) : [];
    return redacted;
  }

  async reloadCredentials(): Promise<readonly Error[]> {
    const [reply] = await Promise.all(this.#threads.map((thread) => thread.ask({ kind: 'reloadCredentials' }, 'reload of credentials')));
    const wire: WireError[] = reply?.kind === 'done' ? JSON.parse(reply.json) : [];
    const errors = wire.map(fromWire);
    const told = errors.map((error): ToldError => (error instanceof JackfieldError ? { code: error.code, where: error.where, message: error.message, hint: error.hint } : { code: '', where: '', message: error.message, hint: '' }));
    const missing = JSON.stringify(told);
    if (missing !== this.#missing && told.length > 0) this.#events.emit('credentials.unresolved', { errors: told });
    this.#missing = missing;
    return errors;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread[Symbol.asyncDispose]()));
  }

  /** A device stays with one thread: its sessions are there. */
  #threadOf(key: string): TransportThread {
    if (this.#threads.length === 1) return this.#threads[0];
    const position = createHash('sha1').update(key).digest().readUInt32BE() % this.#threads.length;
    return this.#threads[position] ?? this.#threads[0];
  }
}

function describe({ operation, target }: TransportRequest): string {
  return `${operation.op} on ${target.address}`;
}
