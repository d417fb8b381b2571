import { AuthFailed, Unreachable } from '@jackfield/sdk';
import { canonicalJson, differences, Redaction, sameData, secretNames, sha256, type ChangeDependencies, type DeviceAccess, type Push } from '../changes/index.ts';
import { identityOf, managedPlugins } from '../history/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { Acceptance, Comparison } from './drift-store.ts';
import { wantedState, type Intent } from './intent.ts';

/** What is compared: one push on its device, with what was accepted since and what was seen before. */
export interface Pushed {
  readonly push: Push;
  readonly device: ManagedDevice;
  readonly accepted: Acceptance | null;
  /** Of the same push; null when it was not compared before. */
  readonly before: Comparison | null;
}

/** The plugin that pushed it, as it is now; a text that says why there is none. */
export function intentOf({ push, device, accepted }: Pick<Pushed, 'push' | 'device' | 'accepted'>, needs: ChangeDependencies): Intent | string {
  const plugin = managedPlugins(device, needs).find(({ id }) => id === push.plugin);
  if (plugin === undefined) return `${push.plugin} does not manage ${device.name}, or is not enabled for it`;
  return Object.hasOwn(plugin.manifest.contributes.resources, push.resource) ? { push, device, plugin, accepted } : `${plugin.id} ${plugin.version} has no resource ${push.resource}`;
}

interface ComparingOptions {
  readonly needs: ChangeDependencies;
  readonly access: DeviceAccess;
  readonly person: string;
  readonly now: Date;
  /** Plugins whose way to the device is closed, with why: each further resource would wait for as long. */
  readonly closed: Map<string, string>;
}

/** Reads one resource and compares it. What cannot be read or planned is unknown, and keeps what was known of it. */
export async function compare(pushed: Pushed, { needs, access, person, now, closed }: ComparingOptions, signal: AbortSignal): Promise<Comparison> {
  const { push, device, accepted, before } = pushed;
  const at = now.toISOString();
  const known = { identity: identityOf(push), change: push.change, checkedAt: at, equalAt: before?.equalAt ?? accepted?.at ?? push.at };
  const unknown = (message: string): Comparison => ({
    ...known, state: 'unknown', message, since: before?.since ?? null, seenHash: before?.seenHash ?? null, differences: before?.differences ?? [],
  });
  const intent = intentOf(pushed, needs);
  if (typeof intent === 'string') return unknown(intent);
  const why = closed.get(push.plugin);
  if (why !== undefined) return unknown(why);
  try {
    const current = await access.read({ device: device.id, deviceName: device.name, plugin: push.plugin, resource: push.resource, key: push.key }, person, signal);
    const { state: wanted, spec } = await wantedState(intent, current, needs.plugins, person, signal);
    const seenHash = sha256(canonicalJson(current));
    if (sameData(wanted, current)) return { ...known, state: 'equal', equalAt: at, since: null, seenHash, differences: [], message: null };
    const redaction = new Redaction(secretNames(intent.plugin.resourceSchemas.get(push.resource)), spec ?? {}, current, wanted);
    return { ...known, state: 'drifting', since: before?.since ?? at, seenHash, differences: differences(current, wanted, redaction), message: null };
  } catch (error) {
    signal.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    const message = `${error instanceof Error ? error.message : String(error)}${code}`;
    if (error instanceof Unreachable || error instanceof AuthFailed) closed.set(push.plugin, message);
    return unknown(message);
  }
}
