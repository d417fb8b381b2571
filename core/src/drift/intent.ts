import { OutcomeError, type JsonObject } from '@jackfield/sdk';
import { callTarget, checkSpec, sameData, type ChangeDependencies, type Push, type WantedState } from '../changes/index.ts';
import { volatileNames, withoutVolatile } from '../history/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';
import type { Acceptance } from './drift-store.ts';

const planningMs = 10_000;

/** What a resource of a device is to have: what was last pushed, or what a person accepted since. */
export interface Intent {
  readonly push: Push;
  readonly device: ManagedDevice;
  readonly plugin: InstalledPlugin;
  readonly accepted: Acceptance | null;
}

/**
 * The state that pushing the intent again would make of what the device has now: the same state when it does not drift.
 * A spec that the plugin cannot plan from there, such as for something that is gone, wants what was there when it was pushed.
 */
export async function wantedState(intent: Intent, current: JsonObject, plugins: ChangeDependencies['plugins'], person: string, signal: AbortSignal): Promise<WantedState> {
  const { push, plugin, device, accepted } = intent;
  const names = volatileNames(plugin, push.resource);
  const asIs = (state: JsonObject): WantedState => ({ spec: null, state: sameData(withoutVolatile(state, names), withoutVolatile(current, names)) ? current : state });
  if (accepted !== null) return asIs(accepted.state);
  if (sameData(current, push.state)) return { state: current, spec: push.spec };
  const plan = (from: JsonObject, spec: JsonObject): Promise<JsonObject> =>
    plugins.plan({ plugin: plugin.id, resource: push.resource, current: from, spec, device: callTarget(device, plugin.id), deadlineMs: planningMs, person, signal });
  try {
    const spec = await intendedSpec(push, plugin, plan);
    return spec === null ? asIs(push.state) : { state: await plan(current, spec), spec };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    return asIs(push.state);
  }
}

/** All that was asked for together, where that still means what the device had after the last push; else what was asked for last. */
async function intendedSpec({ merged, spec, state, resource }: Push, plugin: InstalledPlugin, plan: (from: JsonObject, spec: JsonObject) => Promise<JsonObject>): Promise<JsonObject | null> {
  if (merged === null || spec === null || sameData(merged, spec)) return spec;
  const schema = plugin.resourceSchemas.get(resource);
  if (schema === undefined || checkSpec(schema, plugin.id, merged).complaints.length > 0) return spec;
  try {
    return sameData(await plan(state, merged), state) ? merged : spec;
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    return spec;
  }
}
