import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import type { Store } from '../store/index.ts';
import { canonicalJson } from './canonical.ts';
import type { StepOrder } from './change-step.ts';
import { stepOrderSchema } from './step-schema.ts';

/** What was last pushed to one resource of one device, by a change that was kept and not undone. */
export interface Push extends Pick<StepOrder, 'device' | 'deviceName' | 'plugin' | 'resource' | 'key'> {
  readonly change: string;
  readonly title: string;
  readonly person: string;
  /** When the change ended, with what was pushed read back. */
  readonly at: string;
  /** What the device had then, in the clear. */
  readonly state: JsonObject;
  /** What was asked for last; null where a state was pushed as it is. */
  readonly spec: JsonObject | null;
  /** The same over what was asked for before it: a spec may say one field and leave the others as they are. */
  readonly merged: JsonObject | null;
}

const rowSchema = z.object({ id: z.string(), title: z.string(), person: z.string(), ended_at: z.string().nullable(), started_at: z.string(), step: z.string() });

/** What changes left on the devices, from their journal. */
export class PushRecord {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** What was last pushed to each resource of a device. */
  async of(device: string): Promise<readonly Push[]> {
    const [rows, undone] = await Promise.all([
      this.#store.read({
        sql: `SELECT r.id, r.title, r.person, r.started_at, r.ended_at, s.step FROM change_step s JOIN change_run r ON r.id = s.change_id
              WHERE json_extract(s.step, '$.device') = ? AND r.state = 'kept' AND r.undoes IS NULL ORDER BY r.rowid, s.position`,
        values: [device],
      }),
      this.#undone(),
    ]);
    const pushes = new Map<string, Push>();
    for (const row of rows) {
      const { id, title, person, ended_at: ended, started_at: started, step: text } = rowSchema.parse(row);
      if (undone.has(id)) continue;
      const { deviceName, plugin, resource, key, after: state, by, spec } = stepOrderSchema.parse(JSON.parse(text));
      const identity = canonicalJson([plugin, resource, key]);
      const asked = by === 'restore' || spec === undefined ? null : spec;
      const merged = asked === null ? null : { ...pushes.get(identity)?.merged, ...asked };
      pushes.set(identity, { device, deviceName, plugin, resource, key, change: id, title, person, at: ended ?? started, state, spec: asked, merged });
    }
    return [...pushes.values()];
  }

  /** Devices that something was ever pushed to. */
  async devices(): Promise<ReadonlySet<string>> {
    const rows = await this.#store.read({ sql: `SELECT DISTINCT json_extract(step, '$.device') AS device FROM change_step` });
    return new Set(rows.map(({ device }) => String(device)));
  }

  /** Whether a change writes to the device now: what it has then is neither the old nor the new. One that is kept, and held to be saved, has the new. */
  async underWay(device: string): Promise<boolean> {
    return (await this.#store.read({ sql: "SELECT 1 FROM change_lease l LEFT JOIN change_run r ON r.id = l.change_id WHERE l.device = ? AND l.change_id IS NOT NULL AND r.state IS NOT 'kept'", values: [device] })).length > 0;
  }

  /** Changes whose undoing was kept, and was not undone itself. */
  async #undone(): Promise<ReadonlySet<string>> {
    const rows = await this.#store.read({ sql: "SELECT id, undoes FROM change_run WHERE state = 'kept' AND undoes IS NOT NULL ORDER BY rowid DESC" });
    const undone = new Set<string>();
    // The latest first: whether an undoing holds is known before what it undoes is looked at.
    for (const { id, undoes } of rows) if (!undone.has(String(id))) undone.add(String(undoes));
    return undone;
  }
}
