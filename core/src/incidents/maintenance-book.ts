import { randomUUID } from 'node:crypto';
import { around, nodeOf, nodeText, siteNode, type Tree } from '../access/index.ts';
import type { HostEvents } from '../events/index.ts';
import { every, type Clock } from '../health/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Row, Store } from '../store/index.ts';
import { maintenanceOver, timeNotAhead, unknownMaintenance } from './errors.ts';
import type { Maintenance } from './incident-service.ts';

interface MaintenanceDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly inventory: Pick<Inventory, 'find'>;
  readonly clock: Clock;
}

/** How late the end of a maintenance may be told. */
const lookEvery = 5_000;

/** What is being worked on: in memory while it is in force, in the store for reports. */
export class MaintenanceBook implements Disposable {
  readonly #needs: MaintenanceDependencies;
  readonly #current = new Map<string, Maintenance>();
  #looking: Disposable | null = null;

  constructor(needs: MaintenanceDependencies) {
    this.#needs = needs;
  }

  async load(): Promise<void> {
    const now = this.#needs.clock.now();
    for (const row of await this.#needs.store.read({ sql: 'SELECT * FROM maintenance WHERE ends_at > ?', values: [now] })) {
      const one = maintenanceOf(row);
      if (one !== null) this.#current.set(one.id, one);
    }
    this.#looking = every(this.#needs.clock, lookEvery, () => this.#tellEnded());
  }

  inForce(at = this.#needs.clock.now()): readonly Maintenance[] {
    return [...this.#current.values()].filter(({ endsAt }) => Date.parse(endsAt) > at).toSorted((a, b) => a.begunAt.localeCompare(b.begunAt));
  }

  async begin({ of, forMs, reason, person }: Pick<Maintenance, 'of' | 'reason' | 'person'> & { readonly forMs: number }): Promise<Maintenance> {
    if (forMs <= 0) throw timeNotAhead('a maintenance lasts a while');
    const now = this.#needs.clock.now();
    const made: Maintenance = { id: randomUUID(), of, reason, person, begunAt: timeOf(now), endsAt: timeOf(now + forMs), endedBy: null };
    await this.#needs.store.write([{
      sql: 'INSERT INTO maintenance (id, node, device, reason, person, begun_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      values: [made.id, 'node' in of ? nodeText(of.node) : null, 'device' in of ? of.device : null, reason, person, now, now + forMs],
    }]);
    this.#current.set(made.id, made);
    this.#tell(made, 'begun', person);
    return made;
  }

  async end(id: string, person: string): Promise<Maintenance> {
    const found = this.#current.get(id);
    if (found === undefined) {
      const [row] = await this.#needs.store.read({ sql: 'SELECT id FROM maintenance WHERE id = ?', values: [id] });
      throw row === undefined ? unknownMaintenance(`there is no maintenance ${id}`) : maintenanceOver(`${id} is over`);
    }
    const now = this.#needs.clock.now();
    if (Date.parse(found.endsAt) <= now) throw maintenanceOver(`${id} is over`);
    await this.#needs.store.write([{ sql: 'UPDATE maintenance SET ends_at = ?, ended_by = ? WHERE id = ?', values: [now, person, id] }]);
    this.#current.delete(id);
    this.#tell(found, 'ended', person);
    return { ...found, endsAt: timeOf(now), endedBy: person };
  }

  async between(from: number, to: number): Promise<readonly Maintenance[]> {
    const rows = await this.#needs.store.read({ sql: 'SELECT * FROM maintenance WHERE begun_at < ? AND ends_at > ? ORDER BY begun_at, id', values: [to, from] });
    return rows.flatMap((row) => maintenanceOf(row) ?? []);
  }

  [Symbol.dispose](): void {
    this.#looking?.[Symbol.dispose]();
  }

  #tellEnded(): void {
    const now = this.#needs.clock.now();
    for (const one of this.#current.values()) {
      if (Date.parse(one.endsAt) > now) continue;
      this.#current.delete(one.id);
      this.#tell(one, 'ended', 'jackfield');
    }
  }

  #tell({ id, of }: Maintenance, state: 'begun' | 'ended', person: string): void {
    const device = 'device' in of ? this.#needs.inventory.find(of.device) : null;
    const site = device?.site ?? ('node' in of && of.node.level === 'site' ? of.node.id : null);
    this.#needs.events.emit('maintenance.state', { maintenance: id, at: 'node' in of ? nodeText(of.node) : device?.name ?? of.device, site, state, person });
  }
}

/** Whether it is of this device: the device itself, or a node of the tree above it. */
export function covers({ of }: Maintenance, device: { readonly id: string; readonly site: string }, tree: Tree): boolean {
  if ('device' in of) return of.device === device.id;
  const node = nodeText(of.node);
  return around(siteNode(device.site), tree).some((one) => nodeText(one) === node);
}

const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

function maintenanceOf(row: Row): Maintenance | null {
  const node = row['node'] === null ? null : nodeOf(String(row['node']));
  const device = row['device'];
  const of = node !== null ? { node } : typeof device === 'string' ? { device } : null;
  return of === null ? null : {
    id: String(row['id']), of, reason: String(row['reason']), person: String(row['person']), begunAt: timeOf(Number(row['begun_at'])), endsAt: timeOf(Number(row['ends_at'])),
    endedBy: row['ended_by'] === null ? null : String(row['ended_by']),
  };
}
