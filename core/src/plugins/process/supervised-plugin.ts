import type { ContributionKind, Device, JsonObject, Phase } from '@jackfield/sdk';
import type { PluginCrash } from './evidence.ts';
import type { FenceName } from './fences.ts';
import type { PluginState } from '../plugin-host.ts';

/** One call into a plugin's process. Device, phase and rights of its operations are looked up by the call's number. */
export interface Invocation {
  readonly phase: Phase;
  readonly kind: ContributionKind;
  readonly name: string;
  readonly device: Device;
  readonly settings: JsonObject;
  /** Phase-specific: `{ fingerprint }`, `{ since, alsoDue }`, `{ key }`, `{ current, spec }`, `{ wanted, current, key }`, `{ state, key }`. */
  readonly input: JsonObject;
  readonly deadlineMs: number;
}

/** How long an operation may take. */
export interface OperationTime {
  /** Milliseconds that the plugin gives it; null when it leaves that to the place's settings. */
  readonly wishedMs: number | null;
  /** Milliseconds of the call that it may use at most. */
  readonly leftMs: number;
}

/** What a plugin's process asks of the host, per call: the broker's side of the channel. Everything in it is untrusted. */
export interface InvocationHandlers {
  /** Performs an operation; resolves to JSON text spliced into the reply unparsed. Rejects with outcome or coded errors. */
  operate(operation: unknown, time: OperationTime, signal: AbortSignal, onPiece: (piece: string) => void): Promise<string>;
  /** Opens a subscription (`ami.events`); each event is JSON text. */
  subscribe(operation: unknown, signal: AbortSignal): AsyncIterable<string>;
  log(level: 'debug' | 'info' | 'warn', message: string, data: unknown): void;
  watch(event: unknown): void;
  /** Whether an operation is under way for the plugin: it waits for the device then. */
  readonly waits?: (isWaiting: boolean) => void;
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
  /** Calls under way. */
  readonly openCalls: number;
  /** Messages over the channel, both ways. */
  readonly messages: number;
  /** Operations asked for and not answered yet. */
  readonly waiting: number;
  readonly fences: readonly string[];
  /** SDK that the running bundle was built with; null when none runs, or it does not say. */
  readonly sdk: string | null;
}

/** A plugin with its process: started when first needed, restarted with back-off, quarantined when it keeps failing. */
export interface SupervisedPlugin extends AsyncDisposable {
  /** The plugin's answer, not validated yet. `reason` is what an activation caused by this call will be shown with. */
  invoke(invocation: Invocation, handlers: InvocationHandlers, reason: string, signal?: AbortSignal): Promise<unknown>;
  /** Starts it when it does not run, and resolves when it may be called; throws what keeps it from that. */
  activate(reason: string): Promise<void>;
  facts(): Promise<ProcessFacts>;
  /** A CPU profile of the running process, not validated yet; a coded error when none runs. */
  profile(milliseconds: number, signal?: AbortSignal): Promise<unknown>;
  release(): void;
}

/** Everything the supervisor needs to know of a plugin and the host. */
export interface SupervisionOptions {
  readonly id: string;
  readonly directory: string;
  readonly entry: string;
  /** The names the manifest declares: the process must implement exactly these. */
  readonly declared: { readonly [Kind in ContributionKind]: readonly string[] };
  /** Contributions left out because this host cannot do what they need, such as `checks.fans`: implemented, not called. */
  readonly off?: readonly string[];
  readonly points: { readonly [point: string]: readonly JsonObject[] };
  readonly onState: (from: PluginState, to: PluginState, reason: string) => void;
  /** What the process prints outside of any call; left out, the latest call's handlers hear it. */
  readonly onLog?: (level: 'debug' | 'info' | 'warn', message: string, data: unknown) => void;
  /** The plugin uses something deprecated; the same code may come more than once. */
  readonly onDeprecated?: (code: string) => void;
  /** A process ended that should not have. */
  readonly onCrash?: (crash: PluginCrash) => void;
  /** Fences left down on purpose: for measuring what each of them closes, nothing else. */
  readonly without?: readonly FenceName[];
  /**
   * Opens Node's inspector on this port of 127.0.0.1, 0 for a free one, and lets the process stand still for as long as
   * somebody debugs it. Only `jackfield plugin dev` asks for it: no configuration can.
   */
  readonly inspectPort?: number;
  /** How many devices it manages now: what it may remember of them is added to its caps of memory, at its next start. */
  readonly devices?: () => number;
  /** Heap and total memory caps in MiB. */
  readonly limits?: { readonly heapMiB?: number; readonly totalMiB?: number };
}
