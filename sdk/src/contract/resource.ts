import type { ApplyContext, PlanningContext, ReadingContext, WritingContext } from './context.ts';
import type { JsonObject } from './json.ts';

/**
 * How a device takes a configuration, and how it can be undone:
 * `confirm` (A) the device itself undoes what is not confirmed · `session` (B) undone when our session ends ·
 * `timer` (C) we arm a timed restore on the device · `snapshot` (D) the host puts back what it read before ·
 * `irreversible` (E) cannot be undone.
 *
 * @stable
 * @since 0.1.0
 */
export const commitClasses = ['confirm', 'session', 'timer', 'snapshot', 'irreversible'] as const;

/**
 * One word of `commitClasses`.
 *
 * @stable
 * @since 0.1.0
 */
export type CommitClass = (typeof commitClasses)[number];

/**
 * Whether what is pushed is on trial first: the device takes it back by itself unless it is confirmed in time. Its own
 * commit does so (`confirm`), or a timer that the plugin arms there before it changes anything (`timer`).
 *
 * @stable
 * @since 0.1.0
 */
export function isOnTrial(commitClass: CommitClass): boolean {
  return commitClass === 'confirm' || commitClass === 'timer';
}

/**
 * Which instance of a resource on the device: the spec's fields that the manifest names in `key`.
 *
 * @stable
 * @since 0.1.0
 */
export type ResourceKey<Spec, Key extends keyof Spec> = Pick<Spec, Key>;

/**
 * What the same change makes of the same device before, by the same plugin.
 *
 * @stable
 * @since 0.1.0
 */
export interface EarlierSpec {
  /** Its name in the manifest. */
  readonly resource: string;
  /** Valid by the schema of its resource. */
  readonly spec: JsonObject;
}

/**
 * A piece of device configuration. The plugin says what; the host diffs, locks, journals, reads back and undoes.
 *
 * `Spec` is what a person wants (validated by the manifest's schema before the plugin sees it). `State` is what the
 * device has, as plain data, complete enough for `restore` to put it back exactly. `Key` are the fields of `Spec` that
 * say which instance is meant; none for a resource that a device has once.
 *
 * @stable
 * @since 0.1.0
 */
export interface Resource<Spec, State extends JsonObject, Key extends keyof Spec = never, Settings = unknown> {
  /** The exact current state. An instance that does not exist is a state too, such as `{ exists: false }`. */
  read(context: ReadingContext<Settings>, key: ResourceKey<Spec, Key>): Promise<State>;
  /**
   * Which instances the device has: of a resource with a `key`, where the device can tell. The host reads them for the
   * device's configuration history; without it, those that were pushed.
   */
  list?(context: ReadingContext<Settings>): Promise<readonly ResourceKey<Spec, Key>[]>;
  /**
   * Throws what makes a spec impossible on this device, such as a VLAN that it does not have: asked while a change is planned,
   * so that nothing is begun that must fail. Only reads. The device has nothing of `earlier` yet: a VLAN that stands there
   * will be there when this is pushed.
   */
  precheck?(context: ReadingContext<Settings>, spec: Spec, earlier: readonly EarlierSpec[]): Promise<void>;
  /** The state wanted, from the state read and the spec. Pure: no transport, no clock; throws outcome errors. */
  plan(context: PlanningContext<Settings>, current: State, spec: Spec): State | Promise<State>;
  /**
   * Of a resource whose manifest says `probe`: asks the device whether it lets be written what `apply` would write, by
   * writing what is there already. That an object may be written says its MIB, not the device. Throws `Refused` that names the object, in
   * words of its MIB and of the instance. The host calls it while a change is planned, after `plan` and where the states differ, and lets only
   * an SNMP SET through whose every value is the present one. What is to be made anew cannot be probed.
   */
  probe?(context: WritingContext<Settings>, wanted: State, current: State, key: ResourceKey<Spec, Key>): Promise<void>;
  /** Makes it so. May be called twice with the same states and must then change nothing the second time. */
  apply(context: ApplyContext<Settings>, wanted: State, current: State, key: ResourceKey<Spec, Key>): Promise<void>;
  /**
   * Only of the commit classes `confirm` and `timer`, and needed there: keeps for good what `apply` or `restore`
   * put on trial. The host calls it, over a connection made anew, when all of the wave was read back and found well; until then the device takes
   * everything back by itself after `trialMs`.
   */
  confirm?(context: WritingContext<Settings>, wanted: State, key: ResourceKey<Spec, Key>): Promise<void>;
  /**
   * Puts a state that was read back as it was, whatever the device has now. With `trialMs` it is on trial, as what is
   * applied; without, it ends what is on trial, and stays.
   */
  restore(context: ApplyContext<Settings>, state: State, key: ResourceKey<Spec, Key>): Promise<void>;
}
