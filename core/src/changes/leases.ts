import type { Lease } from '../plugins/index.ts';
import type { Statement, Store } from '../store/index.ts';
import { despiteStore } from './despite-store.ts';
import { deviceLeased, leaseLost } from './errors.ts';

/** Who may write to a device: one change at a time. Each new holder gets a higher token, so that an old one can be told. */
export class Leases {
  readonly #store: Pick<Store, 'read' | 'write'>;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  /** Takes all devices or none. */
  async take(change: string, devices: readonly { readonly id: string; readonly name: string }[]): Promise<ReadonlyMap<string, Lease>> {
    await this.#takeOrRelease(change, devices.map(({ id }) => ({
      sql: `INSERT INTO change_lease (device, change_id, token) VALUES (?, ?, 1)
            ON CONFLICT (device) DO UPDATE SET change_id = excluded.change_id, token = change_lease.token + 1 WHERE change_lease.change_id IS NULL`,
      values: [id, change],
    })));
    const leases = new Map<string, Lease>();
    for (const { id, name } of devices) {
      const [row] = await this.#store.read({ sql: 'SELECT change_id, token FROM change_lease WHERE device = ?', values: [id] });
      if (row?.change_id !== change) {
        await this.release(change, devices.map((device) => device.id));
        throw deviceLeased(`${name} is held by change ${String(row?.change_id)}`, { place: { device: name } });
      }
      leases.set(id, { change, device: id, token: Number(row.token) });
    }
    return leases;
  }

  /** Throws when somebody else has held the device since: just before each write, the store is asked whose it is. */
  async hold({ change, device, token }: Lease, name: string): Promise<void> {
    const [row] = await this.#store.read({ sql: 'SELECT change_id, token FROM change_lease WHERE device = ?', values: [device] });
    if (row?.change_id === change && Number(row.token) === token) return;
    throw leaseLost(`change ${change} does not hold ${name} any more`, { place: { device: name } });
  }

  /** All devices of a change, or those named. */
  async release(change: string, devices?: readonly string[]): Promise<void> {
    await this.#store.write(devices === undefined ? [releasing(change)] : devices.map((device) => releasing(change, device)));
  }

  /** Changes that hold a device. */
  async holders(): Promise<ReadonlySet<string>> {
    const rows = await this.#store.read({ sql: 'SELECT DISTINCT change_id FROM change_lease WHERE change_id IS NOT NULL' });
    return new Set(rows.map((row) => String(row.change_id)));
  }

  /** A write that failed may have been taken all the same: nothing stays held by a change that never began. */
  async #takeOrRelease(change: string, statements: readonly Statement[]): Promise<void> {
    try {
      await this.#store.write(statements);
    } catch (error) {
      await despiteStore(() => this.release(change));
      throw error;
    }
  }
}

/** To be written with what ends the hold: on one device, or on all. */
export function releasing(change: string, device?: string): Statement {
  return {
    sql: `UPDATE change_lease SET change_id = NULL WHERE change_id = ?${device === undefined ? '' : ' AND device = ?'}`,
    values: [change, ...(device === undefined ? [] : [device])],
  };
}
