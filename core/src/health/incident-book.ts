import { randomUUID } from 'node:crypto';
import type { State } from '@jackfield/sdk';
import type { HostEvents } from '../events/index.ts';
import type { Row, Store } from '../store/index.ts';
import type { Clock } from './clock.ts';
import { incidentResolved, unknownIncident } from './errors.ts';
import type { Incident } from './health-service.ts';
import { checkKey } from './scheduled-check.ts';

/** What an incident is about. */
export interface IncidentSubject {
  readonly device: string;
  readonly plugin: string;
  readonly check: string;
}

export interface Finding {
  readonly state: State;
  readonly item: string | null;
  readonly summary: string;
}

type OpenIncident = IncidentSubject & Finding & { readonly id: string; readonly status: Incident['status'] };

/** The incidents: at most one open per device and check. Open ones are in memory, all are in the store. */
export class IncidentBook {
  readonly #store: Store;
  readonly #events: HostEvents;
  readonly #clock: Clock;
  readonly #open = new Map<string, OpenIncident>();

  constructor(store: Store, events: HostEvents, clock: Clock) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const row of await this.#store.read({ sql: `SELECT * FROM health_incident WHERE status <> 'resolved'` })) {
      const incident = incidentOf(row);
      this.#open.set(keyOf(incident), incident);
    }
  }

  has(subject: IncidentSubject): boolean {
    return this.#open.has(keyOf(subject));
  }

  openSubjects(): readonly IncidentSubject[] {
    return [...this.#open.values()];
  }

  /** Opens an incident, or says anew what the open one is about. */
  async report(subject: IncidentSubject, finding: Finding): Promise<void> {
    const key = keyOf(subject);
    const open = this.#open.get(key);
    if (open) {
      if (open.state === finding.state && open.summary === finding.summary && open.item === finding.item) return;
      this.#open.set(key, { ...open, ...finding });
      await this.#store.writeSoon([{
        sql: 'UPDATE health_incident SET state = ?, item = ?, summary = ? WHERE id = ?',
        values: [finding.state, finding.item, finding.summary, open.id],
      }]);
      return;
    }
    const id = randomUUID();
    const { device, plugin, check } = subject;
    this.#open.set(key, { id, device, plugin, check, ...finding, status: 'open' });
    await this.#store.writeSoon([{
      sql: `INSERT INTO health_incident (id, device, plugin, check_name, item, state, summary, status, opened_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
      values: [id, device, plugin, check, finding.item, finding.state, finding.summary, this.#clock.now()],
    }]);
    this.#events.emit('incident.opened', { incident: id, device, summary: finding.summary });
  }

  /** Resolves the open incident, if there is one: no recovery without a problem told before. */
  async resolve(subject: IncidentSubject): Promise<void> {
    const open = this.#open.get(keyOf(subject));
    if (!open) return;
    this.#open.delete(keyOf(subject));
    await this.#store.writeSoon([{
      sql: `UPDATE health_incident SET status = 'resolved', resolved_at = ? WHERE id = ?`,
      values: [this.#clock.now(), open.id],
    }]);
    this.#events.emit('incident.resolved', { incident: open.id, device: open.device, plugin: open.plugin, check: open.check });
  }

  async acknowledge(id: string, person: string): Promise<void> {
    const open = [...this.#open.values()].find((incident) => incident.id === id);
    if (!open) {
      const [row] = await this.#store.read({ sql: 'SELECT id FROM health_incident WHERE id = ?', values: [id] });
      throw row ? incidentResolved(`${id} is resolved`) : unknownIncident(`there is no incident ${id}`);
    }
    this.#open.set(keyOf(open), { ...open, status: 'acknowledged' });
    await this.#store.writeSoon([{
      sql: `UPDATE health_incident SET status = 'acknowledged', acknowledged_by = ?, acknowledged_at = ? WHERE id = ?`,
      values: [person, this.#clock.now(), id],
    }]);
  }

  /** Newest first, at most 1,000. */
  async list(filter: { readonly status?: Incident['status']; readonly device?: string } = {}): Promise<readonly Incident[]> {
    const rows = await this.#store.read({
      sql: `SELECT * FROM health_incident WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR device = ?2)
            ORDER BY opened_at DESC, id LIMIT 1000`,
      values: [filter.status ?? null, filter.device ?? null],
    });
    return rows.map(incidentOf);
  }
}

function keyOf(subject: IncidentSubject): string {
  return checkKey(subject.device, subject.plugin, subject.check);
}

const states: Record<string, State> = { ok: 'ok', warning: 'warning', critical: 'critical', unknown: 'unknown' };
const lives: Record<string, Incident['status']> = { open: 'open', acknowledged: 'acknowledged', resolved: 'resolved' };

function incidentOf(row: Row): Incident {
  const time = (value: unknown): string => new Date(Number(value)).toISOString();
  return {
    id: String(row['id']),
    device: String(row['device']),
    plugin: String(row['plugin']),
    check: String(row['check_name']),
    item: row['item'] === null ? null : String(row['item']),
    state: states[String(row['state'])] ?? 'unknown',
    summary: String(row['summary']),
    status: lives[String(row['status'])] ?? 'open',
    openedAt: time(row['opened_at']),
    resolvedAt: row['resolved_at'] === null ? null : time(row['resolved_at']),
  };
}
