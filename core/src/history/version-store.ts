import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { canonicalJson, sha256, stepTitle } from '../changes/index.ts';
import type { Statement, Store } from '../store/index.ts';
import { versionCauses, type Version, type VersionItem } from './history-service.ts';
import { identityOf } from './instances.ts';

/** A resource in a version by the address of its content. */
export interface StoredItem extends Pick<VersionItem, 'plugin' | 'pluginVersion' | 'resource' | 'key'> {
  readonly hash: string;
}

export interface StoredVersion extends Omit<Version, 'changed' | 'resources'> {
  readonly items: readonly StoredItem[];
}

const versionSchema = z.object({
  version: z.number(), hash: z.string(), taken_at: z.string(), seen_at: z.string(), cause: z.enum(versionCauses), person: z.string(), change_id: z.string().nullable(),
});
const itemSchema = z.object({ version: z.number(), plugin: z.string(), plugin_version: z.string(), resource: z.string(), instance: z.string(), hash: z.string() });
const mapping = z.record(z.string(), z.json());

/** The versions in the database, each content once however many versions and devices have it. */
export class VersionStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Oldest first; `latest` alone when that is all that is asked for. */
  async of(device: string, only: 'all' | 'latest' = 'all'): Promise<readonly StoredVersion[]> {
    const which = only === 'all' ? '' : ' AND version = (SELECT max(version) FROM history_version WHERE device = ?1)';
    const [versions, items] = await Promise.all([
      this.#store.read({ sql: `SELECT * FROM history_version WHERE device = ?1${which} ORDER BY version`, values: [device] }),
      this.#store.read({ sql: `SELECT * FROM history_item WHERE device = ?1${which} ORDER BY version, position`, values: [device] }),
    ]);
    const byVersion = Map.groupBy(items.map((row) => itemSchema.parse(row)), ({ version }) => version);
    return versions.map((row) => {
      const { taken_at: takenAt, seen_at: seenAt, change_id: change, ...version } = versionSchema.parse(row);
      const own = (byVersion.get(version.version) ?? []).map(({ plugin, plugin_version: pluginVersion, resource, instance, hash }) =>
        ({ plugin, pluginVersion, resource, key: mapping.parse(JSON.parse(instance)), hash }));
      return { ...version, takenAt, seenAt, change, items: own };
    });
  }

  async contents(hashes: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
    const rows = await this.#store.read({ sql: 'SELECT hash, content FROM history_content WHERE hash IN (SELECT value FROM json_each(?))', values: [JSON.stringify(hashes)] });
    return new Map(rows.map(({ hash, content }) => [String(hash), mapping.parse(JSON.parse(String(content)))]));
  }

  async seen(device: string, version: number, at: string): Promise<void> {
    await this.#store.write([{ sql: 'UPDATE history_version SET seen_at = ? WHERE device = ? AND version = ?', values: [at, device, version] }]);
  }

  /** Writes a version, and drops those of the device that are more than `keep` with what nothing else has. */
  async add(device: string, { items, ...version }: StoredVersion, contents: ReadonlyMap<string, JsonObject>, keep: number): Promise<void> {
    await this.#store.write([
      ...[...contents].map(([hash, content]): Statement => ({ sql: 'INSERT OR IGNORE INTO history_content (hash, content) VALUES (?, ?)', values: [hash, canonicalJson(content)] })),
      {
        sql: 'INSERT INTO history_version (device, version, hash, taken_at, seen_at, cause, person, change_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        values: [device, version.version, version.hash, version.takenAt, version.seenAt, version.cause, version.person, version.change],
      },
      ...items.map(({ plugin, pluginVersion, resource, key, hash }, position): Statement => ({
        sql: 'INSERT INTO history_item (device, version, position, plugin, plugin_version, resource, instance, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        values: [device, version.version, position, plugin, pluginVersion, resource, canonicalJson(key), hash],
      })),
      ...this.#prune(device, version.version - keep),
    ]);
  }

  /** Of a device that is not in the inventory any more. */
  async forget(device: string): Promise<void> {
    await this.#store.write(this.#prune(device, Number.MAX_SAFE_INTEGER));
  }

  async devices(): Promise<readonly string[]> {
    return (await this.#store.read({ sql: 'SELECT DISTINCT device FROM history_version' })).map(({ device }) => String(device));
  }

  #prune(device: string, last: number): Statement[] {
    const old = 'SELECT hash FROM history_item WHERE device = ?1 AND version <= ?2';
    const values = [device, last];
    return [
      { sql: `DELETE FROM history_content WHERE hash IN (${old}) AND NOT EXISTS (SELECT 1 FROM history_item i WHERE i.hash = history_content.hash AND NOT (i.device = ?1 AND i.version <= ?2))`, values },
      { sql: 'DELETE FROM history_item WHERE device = ? AND version <= ?', values },
      { sql: 'DELETE FROM history_version WHERE device = ? AND version <= ?', values },
    ];
  }
}

/** The address of a configuration: of its resources and what they hold, whichever version of a plugin read them. */
export function versionHash(items: readonly StoredItem[]): string {
  return sha256(canonicalJson(items.map((item) => [identityOf(item), item.hash])));
}

/** A version as it is shown, with what differs from the one before. */
export function shownVersion({ items, ...version }: StoredVersion, before: StoredVersion | undefined): Version {
  const then = new Map(before?.items.map((item) => [identityOf(item), item]) ?? []);
  const now = new Map(items.map((item) => [identityOf(item), item]));
  const differing = [...items.filter((item) => then.get(identityOf(item))?.hash !== item.hash), ...[...then].filter(([identity]) => !now.has(identity)).map(([, item]) => item)];
  return { ...version, resources: items.length, changed: differing.map(stepTitle) };
}
