import type { ContributionKind, Device, JsonObject, Phase } from '@jackfield/sdk';
import type { FenceName } from './fences.ts';
import type { PluginState } from '../plugin-host.ts';

/** One call into a plugin's process. Device, phase and rights of its operations are looked up by the call's number. */
export interface Invocation {
  readonly phase: Phase;
  readonly kind: ContributionKind;
  readonly name: string;
  readonly device: Device;
  readonly settings: JsonObject;
  /** Phase-specific: `{ fingerprint }`, `{ key }`, `{ current, spec }`, `{ wanted, current, key }`, `{ state, key }`. */
  readonly input: JsonObject;
  readonly deadlineMs: number;
}

/** What a plugin's process asks of the host, per call: the broker's side of the channel. Everything in it is untrusted. */
export interface InvocationHandlers {
  /** Performs an operation; resolves to JSON text spliced into the reply unparsed. Rejects with outcome or coded errors. */
  operate(operation: unknown, timeoutMs: number, signal: AbortSignal, onPiece: (piece: string) => void): Promise<string>;
  /** Opens a subscription (`ami.events`); each event is JSON text. */
  subscribe(operation: unknown, signal: AbortSignal): AsyncIterable<string>;
  log(level: 'debug' | 'info' | 'warn', message: string, data: unknown): void;
  watch(event: unknown): void;
}

export interface ProcessFacts {
  readonly state: PluginState;
  readonly pid: number | null;
  readonly activation: { readonly reason: string; readonly at: string; readonly readyMs: number } | null;
  readonly restarts: number;
  readonly lastExit: string | null;
  readonly cpuMs: number;
  readonly pssBytes: number | null;
  readonly calls: number;
  readonly fences: readonly string[];
}

/** A plugin with its process: started when first needed, restarted with back-off, quarantined when it keeps failing. */
export interface SupervisedPlugin extends AsyncDisposable {
  /** The plugin's answer, not validated yet. `reason` is what an activation caused by this call will be shown with. */
  invoke(invocation: Invocation, handlers: InvocationHandlers, reason: string, signal?: AbortSignal): Promise<unknown>;
  facts(): Promise<ProcessFacts>;
  release(): void;
}

/** Everything the supervisor needs to know of a plugin and the host. */
export interface SupervisionOptions {
  readonly id: string;
  readonly directory: string;
  readonly entry: string;
  /** The names the manifest declares: the process must implement exactly these. */
  readonly declared: { readonly [Kind in ContributionKind]: readonly string[] };
  readonly points: { readonly [point: string]: readonly JsonObject[] };
  readonly onState: (from: PluginState, to: PluginState, reason: string) => void;
  /** What the process prints outside of any call; left out, the latest call's handlers hear it. */
  readonly onLog?: (level: 'debug' | 'info' | 'warn', message: string, data: unknown) => void;
  /** Fences left down on purpose: for measuring what each of them closes, nothing else. */
  readonly without?: readonly FenceName[];
  /**
   * Opens Node's inspector on this port of 127.0.0.1, 0 for a free one, and lets the process stand still for as long as
   * somebody debugs it. Only `jackfield plugin dev` asks for it: no configuration can.
   */
  readonly inspectPort?: number;
  /** Heap and total memory caps in MiB. */
  readonly limits?: { readonly heapMiB?: number; readonly totalMiB?: number };
}
