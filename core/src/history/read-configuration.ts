import { AuthFailed, Unreachable, type JsonObject } from '@jackfield/sdk';
import { canonicalJson, sha256, type DeviceAccess } from '../changes/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';
import { configurationUnread } from './errors.ts';
import type { Progress, Taken } from './history-service.ts';
import { identityOf, instancesOf, titleOf, type KnownResource } from './instances.ts';
import { normalised } from './normalised.ts';
import type { StoredItem, StoredVersion } from './version-store.ts';

/** Ways to the device: one resource, and which there are. */
interface Access extends Pick<DeviceAccess, 'read'> {
  list(target: { readonly device: ManagedDevice; readonly plugin: string; readonly resource: string }, person: string, signal: AbortSignal): Promise<readonly JsonObject[] | null>;
}

/** Resources that a change has written to. */
export type Touched = readonly Pick<KnownResource, 'resource' | 'key'>[];

interface ReadingOptions {
  readonly device: ManagedDevice;
  readonly plugins: readonly InstalledPlugin[];
  /** Resources that were met on the device before. */
  readonly known: readonly KnownResource[];
  readonly latest: StoredVersion | undefined;
  /** All that is to be read, where the rest of the latest version is taken as it is; null: all of the device. */
  readonly touched: Touched | null;
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

/**
 * What cannot be read is as it was: a device that answers in part has not changed for that. Null when there is nothing to
 * read; throws when nothing of it can be.
 */
export async function readConfiguration({ device, plugins, known, latest, touched, person, onProgress }: ReadingOptions, access: Access, signal: AbortSignal): Promise<ReadConfiguration | null> {
  const before = new Map(latest?.items.map((item) => [identityOf(item), item]));
  const items: StoredItem[] = [];
  const contents = new Map<string, JsonObject>();
  const failures: { readonly title: string; readonly error: unknown }[] = [];
  /** Plugins whose way to the device is closed: each further resource would wait for as long. */
  const closed = new Map<string, unknown>();
  const failed = (title: string, plugin: InstalledPlugin, error: unknown): void => {
    signal.throwIfAborted();
    if (error instanceof Unreachable || error instanceof AuthFailed) closed.set(plugin.id, error);
    failures.push({ title, error });
  };
  const only = touched === null || latest === undefined ? null : new Set(touched.map(({ resource, key }) => canonicalJson([resource, key])));
  const listed: KnownResource[] = [];
  for (const plugin of only === null ? plugins : []) {
    for (const [resource, { key: fields }] of Object.entries(plugin.manifest.contributes.resources)) {
      if (fields.length === 0 || closed.has(plugin.id)) continue;
      try {
        const keys = await access.list({ device, plugin: plugin.id, resource }, person, signal);
        listed.push(...keysOf(keys ?? [], fields).map((key) => ({ plugin: plugin.id, resource, key })));
      } catch (error) {
        failed(`${plugin.id}/${resource}`, plugin, error);
      }
    }
  }
  const instances = instancesOf(plugins, [...listed, ...known]);
  if (instances.length === 0 && failures.length === 0) return null;
  for (const [done, instance] of instances.entries()) {
    const { plugin, resource, key } = instance;
    const title = titleOf(instance);
    const asBefore = before.get(identityOf({ plugin: plugin.id, resource, key }));
    if (only !== null && asBefore !== undefined && !only.has(canonicalJson([resource, key]))) {
      items.push(asBefore);
      continue;
    }
    onProgress?.({ done, total: instances.length, label: `${device.name} ${title}` });
    try {
      if (closed.has(plugin.id)) throw closed.get(plugin.id);
      const state = await access.read({ device: device.id, deviceName: device.name, plugin: plugin.id, resource, key }, person, signal);
      const content = normalised(state, plugin, resource);
      const hash = sha256(canonicalJson(content));
      contents.set(hash, content);
      items.push({ plugin: plugin.id, pluginVersion: plugin.version, resource, key, hash });
    } catch (error) {
      failed(title, plugin, error);
      if (asBefore !== undefined) items.push(asBefore);
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

/** Keys that say which instance is meant, without what else a plugin put into them. */
function keysOf(keys: readonly JsonObject[], fields: readonly string[]): readonly JsonObject[] {
  return keys.flatMap((key) => {
    const whole = fields.flatMap((field) => (key[field] === undefined ? [] : [[field, key[field]] as const]));
    return whole.length === fields.length ? [Object.fromEntries(whole)] : [];
  });
}
