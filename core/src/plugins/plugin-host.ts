import type { ContributionKind, EarlierSpec, Fingerprint, Identification, Inspection, JsonObject, Notice, Phase } from '@jackfield/sdk';
import type { CheckColumns } from '@jackfield/sdk/runtime';
import type { ServiceIdentifier } from 'inversify';
import type { DeprecationUse } from './deprecation-use.ts';
import type { CpuProfile } from './profile/index.ts';

/** What the host knows of the device a call is about: the broker's only source for address, site and rights. */
export interface CallTarget {
  /** Device id; a bare address while identifying. */
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly address: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  readonly labels: { readonly [label: string]: string };
}

interface CallOptions {
  readonly plugin: string;
  readonly device: CallTarget;
  /** Milliseconds for all of it, activation included. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Person on whose behalf; `jackfield` for schedules. */
  readonly person: string;
}

/** How a check came to its turn; left out where it is called by itself, for what the device is like now. */
interface CheckTurn {
  /** Milliseconds since it was due or asked for: nothing older may be told. */
  readonly maxAgeMs?: number;
  /** Other checks of the plugin that wait for the device. */
  readonly alsoDue?: readonly string[];
}

/** A lease that a change holds on a device: without it no writing phase starts. */
export interface Lease {
  readonly change: string;
  readonly device: string;
  readonly token: number;
}

export const pluginStates = ['idle', 'starting', 'active', 'restarting', 'quarantined', 'stopped'] as const;

export type PluginState = (typeof pluginStates)[number];

/** A fault of a plugin, as a call met it: what a device or a permission said is none. */
export interface PluginFault {
  readonly at: string;
  readonly code: string;
  readonly message: string;
  readonly device: string;
}

/** What is always visible of a plugin. */
export interface PluginStatus {
  readonly id: string;
  readonly version: string;
  readonly state: PluginState;
  readonly pid: number | null;
  readonly activation: { readonly reason: string; readonly at: string; readonly readyMs: number } | null;
  readonly restarts: number;
  /** Why the last process ended; null when none did. */
  readonly lastExit: string | null;
  readonly cpuMs: number;
  readonly pssBytes: number | null;
  readonly calls: number;
  /** Calls under way. */
  readonly openCalls: number;
  /** Messages over the channel to its process, both ways. */
  readonly messages: number;
  /** Operations asked for and not answered yet. */
  readonly waiting: number;
  readonly operations: number;
  readonly refused: number;
  /** The last faults, latest first. */
  readonly lastErrors: readonly PluginFault[];
  readonly fences: readonly string[];
  /** SDK that the running bundle was built with; null when none runs, or it does not say. */
  readonly sdk: string | null;
  /** What it uses that is deprecated, as far as it was seen. */
  readonly deprecated: readonly DeprecationUse[];
}

/**
 * Calls plugins. Answers are validated; what a plugin throws arrives as the SDK's outcome errors, and a plugin's fault
 * (crash, hang, garbage) as a coded error of this room that names plugin, device and elapsed time.
 */
export interface PluginHost extends AsyncDisposable {
  identify(call: CallOptions & { readonly discovery: string; readonly fingerprint: Fingerprint }): Promise<Identification | null>;
  inspect(call: CallOptions & { readonly discovery: string }): Promise<Inspection>;
  /** The result in columns, as it came. `onWaiting` hears when the plugin waits for the device, and when it goes on. */
  check(call: CallOptions & CheckTurn & { readonly check: string; readonly onWaiting?: (isWaiting: boolean) => void }): Promise<CheckColumns>;
  /** With a spec, what makes it impossible on the device is thrown in place of the state: see `precheck` of the contract. */
  read(call: CallOptions & { readonly resource: string; readonly key: JsonObject; readonly spec?: JsonObject; readonly earlier?: readonly EarlierSpec[] }): Promise<JsonObject>;
  /** Keys of the instances that the device has; null from a plugin that cannot tell. */
  list(call: CallOptions & { readonly resource: string }): Promise<readonly JsonObject[] | null>;
  plan(call: CallOptions & { readonly resource: string; readonly current: JsonObject; readonly spec: JsonObject }): Promise<JsonObject>;
  /** Writes what is there already, to learn whether the device takes what `apply` would write. */
  probe(call: CallOptions & { readonly resource: string; readonly wanted: JsonObject; readonly current: JsonObject; readonly key: JsonObject; readonly lease: Lease }): Promise<void>;
  apply(call: CallOptions & { readonly resource: string; readonly wanted: JsonObject; readonly current: JsonObject; readonly key: JsonObject; readonly lease: Lease; readonly trialMs?: number }): Promise<void>;
  /** Keeps what was applied or put back on trial: of resources whose commit class is `confirm` or `timer`. */
  confirm(call: CallOptions & { readonly resource: string; readonly wanted: JsonObject; readonly key: JsonObject; readonly lease: Lease }): Promise<void>;
  restore(call: CallOptions & { readonly resource: string; readonly state: JsonObject; readonly key: JsonObject; readonly lease: Lease; readonly trialMs?: number }): Promise<void>;
  /** Has the device start with what it runs; false where it needs no such thing. */
  save(call: CallOptions & { readonly discovery: string; readonly lease: Lease }): Promise<boolean>;
  /** Starts a watcher; dispose the returned to end it. Events arrive on the bus as `plugin.watch`. */
  watch(call: Omit<CallOptions, 'deadlineMs'> & { readonly watcher: string }): Promise<AsyncDisposable>;
  /** Hands a message over to the device, which takes it to people. Done when it has it. */
  notify(call: CallOptions & { readonly notifier: string; readonly message: Notice; readonly to: readonly string[]; readonly channel: JsonObject }): Promise<void>;
  status(): Promise<readonly PluginStatus[]>;
  /** A V8 CPU profile of the plugin's running process; functions of a bundle with a source map have their own names and places. */
  profile(plugin: string, milliseconds: number, signal?: AbortSignal): Promise<CpuProfile>;
  /** A person ends a quarantine. */
  release(plugin: string): void;
}
export const PluginHost: ServiceIdentifier<PluginHost> = Symbol.for('PluginHost');

/** Counted per plugin and shown by `status`. */
export interface OperationCount {
  readonly plugin: string;
  readonly operation: string;
  readonly phase: Phase;
  readonly kind: ContributionKind;
  readonly allowed: number;
  readonly refused: number;
}
