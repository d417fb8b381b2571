import type { WireVarbind } from '../../runtime/wire.ts';
import { nearestTo } from './nearest.ts';
import { askKey, askOf, describeAsk, type RecordableOperation } from './operation.ts';
import { RecordedVariables } from './recorded-variables.ts';
import type { Exchange, RecordedAsk, RecordedFailure, Recording } from './recording-schema.ts';
import { tableOfVariables, wireAnswer } from './wire-answer.ts';

/**
 * What a recording has for an operation: an answer in the wire form, the outcome that was thrown, or why there is nothing.
 *
 * @experimental
 * @since 0.1.0
 */
export type Replayed =
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'fails'; readonly failure: RecordedFailure }
  | { readonly kind: 'missing'; readonly message: string };

/**
 * How a recording answers.
 *
 * @experimental
 * @since 0.1.0
 */
export interface ReplayOptions {
  /** The line at which each exchange begins in its file, for messages. */
  readonly lines?: readonly number[];
}

/**
 * A device that answers from its recording.
 *
 * @experimental
 * @since 0.1.0
 */
export class RecordedDevice {
  readonly recording: Recording;
  readonly #lines: readonly number[];
  readonly #byKey: ReadonlyMap<string, readonly Exchange[]>;
  readonly #asked = new Map<string, number>();
  readonly #contexts = new Map<string, RecordedVariables>();

  constructor(recording: Recording, { lines = [] }: ReplayOptions = {}) {
    this.recording = recording;
    this.#lines = lines;
    this.#byKey = Map.groupBy(recording.exchanges, askKey);
  }

  /**
   * The same ask, recorded in the same call if there is one, else in any; asked again, what came next, and the last for
   * ever. SNMP reads that were not asked so are answered from all variables that the recording knows.
   */
  perform(operation: RecordableOperation, during?: string): Replayed {
    const ask = askOf(operation);
    const exchange = this.#recorded(askKey(ask), during);
    if (exchange?.fails !== undefined) return { kind: 'fails', failure: exchange.fails };
    if (exchange !== null) return { kind: 'answer', answer: wireAnswer(exchange, operation) };
    // Whether something is there may be answered with no.
    if (ask.ask === 'fingerprint.http') return { kind: 'answer', answer: { tls: null, http: null } };
    if (ask.ask.startsWith('fingerprint.')) return { kind: 'answer', answer: null };
    const known = this.#fromVariables(operation);
    if (known.answer !== undefined) return { kind: 'answer', answer: known.answer };
    return { kind: 'missing', message: this.#missing(known.unknown ?? ask) };
  }

  /** The SNMP variables known of a context. */
  variables(context = ''): RecordedVariables {
    const known = this.#contexts.get(context) ?? new RecordedVariables(this.recording.exchanges.filter((exchange) => contextOf(exchange) === context));
    this.#contexts.set(context, known);
    return known;
  }

  /** The SNMP contexts of which there is something. */
  get contexts(): readonly string[] {
    return [...new Set(this.recording.exchanges.flatMap((exchange) => contextOf(exchange) ?? []))];
  }

  #recorded(key: string, during: string | undefined): Exchange | null {
    const all = this.#byKey.get(key) ?? [];
    const own = during === undefined ? [] : all.filter((exchange) => exchange.during === during);
    const exchanges = own.length > 0 ? own : all;
    if (exchanges.length === 0) return null;
    const counter = own.length > 0 ? `${during ?? ''} ${key}` : key;
    const times = this.#asked.get(counter) ?? 0;
    this.#asked.set(counter, times + 1);
    return exchanges[Math.min(times, exchanges.length - 1)] ?? null;
  }

  /** The answer; or the part of the ask that nothing is known of. */
  #fromVariables(operation: RecordableOperation): { readonly answer?: unknown; readonly unknown?: RecordedAsk } {
    if (!('op' in operation) || !operation.op.startsWith('snmp.')) return {};
    switch (operation.op) {
      case 'snmp.get':
        return this.#each(operation, (variables, oid) => variables.get(oid));
      case 'snmp.getNext':
        return this.#each(operation, (variables, oid) => variables.next(oid));
      case 'snmp.getBulk':
        return this.#each(operation, (variables, oid) => bulk(variables, oid, operation.maxRepetitions));
      case 'snmp.walk': {
        const answer = this.variables(operation.context).walk(operation.root);
        return answer === undefined ? {} : { answer };
      }
      case 'snmp.table': {
        const columns = Object.values(operation.columns);
        const found = columns.map((root) => this.variables(operation.context).walk(root));
        const unknown = columns.filter((_root, at) => found[at] === undefined);
        if (unknown.length === 0) return { answer: tableOfVariables(columns, found.flatMap((column) => column ?? [])) };
        return { unknown: { ...askOf(operation), ask: 'snmp.table', columns: Object.fromEntries(unknown.map((root) => [root, root])) } };
      }
      default:
        return {};
    }
  }

  #each(
    operation: Extract<RecordableOperation, { readonly oids: readonly string[] }>,
    look: (variables: RecordedVariables, oid: string) => WireVarbind | readonly WireVarbind[] | undefined,
  ): { readonly answer?: unknown; readonly unknown?: RecordedAsk } {
    const variables = this.variables(operation.context);
    const found = operation.oids.map((oid) => look(variables, oid));
    const unknown = operation.oids.filter((_oid, at) => found[at] === undefined);
    if (unknown.length > 0) return { unknown: askOf({ ...operation, oids: unknown }) };
    return { answer: operation.op === 'snmp.getBulk' ? found.flat() : found };
  }

  #missing(ask: RecordedAsk): string {
    const nearest = nearestTo(ask, this.recording.exchanges);
    const transport = ask.ask.split('.')[0] ?? '';
    if (nearest === null) return `${describeAsk(ask)} has no recording, nor has anything else of ${transport}`;
    const at = this.recording.exchanges.indexOf(nearest);
    const line = this.#lines[at];
    const place = [nearest.during, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined).join(', ');
    return `${describeAsk(ask)} has no recording; the nearest is ${describeAsk(nearest)}${place === '' ? '' : ` (${place})`}`;
  }
}

function contextOf(exchange: Exchange): string | undefined {
  return exchange.ask.startsWith('snmp.') && 'context' in exchange ? (exchange.context ?? '') : exchange.ask.startsWith('snmp.') ? '' : undefined;
}

/** Successors of one OID, as far as they are known: an agent may always answer fewer, but never none. */
function bulk(variables: RecordedVariables, oid: string, repetitions: number): readonly WireVarbind[] | undefined {
  const found: WireVarbind[] = [];
  let next = variables.next(oid);
  while (next !== undefined && found.length < repetitions) {
    found.push(next);
    if (next[1] === 'EndOfMibView') break;
    next = variables.next(next[0]);
  }
  return found.length === 0 ? undefined : found;
}
