import { AuthFailed, Unreachable, type JsonObject } from '@jackfield/sdk';
import { canonicalJson, sha256, type DeviceAccess } from '../changes/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import { configurationUnread } from './errors.ts';
import type { Progress, Taken } from './history-service.ts';
import { identityOf, titleOf, type Instance } from './instances.ts';
import { normalised } from './normalised.ts';
import type { StoredItem, StoredVersion } from './version-store.ts';

interface ReadingOptions {
  readonly device: ManagedDevice;
  readonly instances: readonly Instance[];
  readonly latest: StoredVersion | undefined;
  readonly person: string;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** What a device has, as a version would keep it. */
export interface ReadConfiguration {
  readonly items: readonly StoredItem[];
  /** By their addresses. */
  readonly contents: ReadonlyMap<string, JsonObject>;
  readonly unread: Taken['unread'];
}

/** What cannot be read is as it was: a device that answers in part has not changed for that. Throws when nothing can be. */
export async function readConfiguration({ device, instances, latest, person, onProgress }: ReadingOptions, access: DeviceAccess, signal: AbortSignal): Promise<ReadConfiguration> {
  const before = new Map(latest?.items.map((item) => [identityOf(item), item]));
  const items: StoredItem[] = [];
  const contents = new Map<string, JsonObject>();
  const failures: { readonly title: string; readonly error: unknown }[] = [];
  /** Plugins whose way to the device is closed: each further resource would wait for as long. */
  const closed = new Map<string, unknown>();
  for (const [done, instance] of instances.entries()) {
    const { plugin, resource, key } = instance;
    const title = titleOf(instance);
    onProgress?.({ done, total: instances.length, label: `${device.name} ${title}` });
    try {
      if (closed.has(plugin.id)) throw closed.get(plugin.id);
      const state = await access.read({ device: device.id, deviceName: device.name, plugin: plugin.id, resource, key }, person, signal);
      const content = normalised(state, plugin, resource);
      const hash = sha256(canonicalJson(content));
      contents.set(hash, content);
      items.push({ plugin: plugin.id, pluginVersion: plugin.version, resource, key, hash });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Unreachable || error instanceof AuthFailed) closed.set(plugin.id, error);
      failures.push({ title, error });
      const known = before.get(identityOf({ plugin: plugin.id, resource, key }));
      if (known !== undefined) items.push(known);
    }
  }
  const unread = failures.map(({ title, error }) => ({ title, message: error instanceof Error ? error.message : String(error) }));
  const [first] = failures;
  if (first !== undefined && contents.size === 0) {
    // A device that does not answer says so itself.
    if (first.error instanceof Unreachable || first.error instanceof AuthFailed) throw first.error;
    const words = unread.map(({ title, message }) => `${title}: ${message}`);
    throw configurationUnread(`${device.name}: ${words.join('; ')}`, { place: { device: device.name }, cause: first.error });
  }
  return { items, contents, unread };
}
