import { randomUUID } from 'node:crypto';
import type { State } from '@jackfield/sdk';
import type { HostEvents } from '../events/index.ts';
import type { Row, Statement, Store } from '../store/index.ts';
import type { Clock } from './clock.ts';
import { incidentResolved, unknownIncident } from './errors.ts';
import type { Incident, IncidentFilter } from './health-service.ts';
import { fits, incidentsThat } from './incident-filter.ts';
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

const longestTimer = 24 * 86_400_000;

/** The incidents: at most one open per device and check. Open ones are in memory, all are in the store. */
export class IncidentBook implements Disposable {
  readonly #store: Store;
  readonly #events: HostEvents;
  readonly #clock: Clock;
  readonly #open = new Map<string, Incident>();
  readonly #follow: (work: Promise<void>) => void;
  #lapse: { readonly at: number; readonly timer: Disposable } | null = null;
  #closed = false;
  /** What the store does not have yet, because the disk is full. */
  readonly #unwritten = new Map<string, Incident>();
  #loading: Promise<void> | null = null;

  /** @param follow takes what goes on by itself: writes when an acknowledgement lapses */
  constructor(store: Store, events: HostEvents, clock: Clock, follow: (work: Promise<void>) => void) {
    this.#follow = follow;
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
  }

  /** Reads the open ones; the first who asks of one does it, whoever that is: a change that was recovered may be before the checks. */
  load(): Promise<void> {
    this.#loading ??= this.#read().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #read(): Promise<void> {
    for (const row of await this.#store.read({ sql: `SELECT * FROM health_incident WHERE status <> 'resolved'` })) {
      const incident = incidentOf(row);
      this.#open.set(keyOf(incident), incident);
      const until = incident.acknowledged?.until ?? null;
      if (incident.status === 'acknowledged' && until !== null) this.#lapseAt(Date.parse(until));
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#lapse?.timer[Symbol.dispose]();
  }

  has(subject: IncidentSubject): boolean {
    return this.#open.has(keyOf(subject));
  }

  openSubjects(): readonly IncidentSubject[] {
    return [...this.#open.values()];
  }

  /** Opens an incident, or says anew what the open one is about. */
  async report(subject: IncidentSubject, finding: Finding): Promise<void> {
    await this.load();
    const key = keyOf(subject);
    const open = this.#open.get(key);
    if (open) {
      if (open.state === finding.state && open.summary === finding.summary && open.item === finding.item) return;
      await this.#keep({ ...open, ...finding }, {
        sql: 'UPDATE health_incident SET state = ?, item = ?, summary = ? WHERE id = ?',
        values: [finding.state, finding.item, finding.summary, open.id],
      });
      return;
    }
    const id = randomUUID();
    const now = this.#clock.now();
    const { device, plugin, check } = subject;
    try {
      await this.#keep({ id, device, plugin, check, ...finding, status: 'open', openedAt: timeOf(now), resolvedAt: null }, {
        sql: `INSERT INTO health_incident (id, device, plugin, check_name, item, state, summary, status, opened_at)
              VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
        values: [id, device, plugin, check, finding.item, finding.state, finding.summary, now],
      });
    } finally {
      // Told also when it cannot be kept: nobody is called for what nobody hears.
      this.#events.emit('incident.opened', { incident: id, device, summary: finding.summary });
    }
  }

  /** Resolves the open incident, if there is one: no recovery without a problem told before. */
  async resolve(subject: IncidentSubject): Promise<void> {
    await this.load();
    const open = this.#open.get(keyOf(subject));
    if (!open) return;
    const now = this.#clock.now();
    try {
      await this.#keep({ ...open, status: 'resolved', resolvedAt: timeOf(now) }, {
        sql: `UPDATE health_incident SET status = 'resolved', resolved_at = ? WHERE id = ?`,
        values: [now, open.id],
      });
    } finally {
      this.#events.emit('incident.resolved', { incident: open.id, device: open.device, plugin: open.plugin, check: open.check });
    }
  }

  async acknowledge(id: string, person: string, until: number | null = null): Promise<void> {
    await this.load();
    const open = [...this.#open.values()].find((incident) => incident.id === id);
    if (!open) {
      const [row] = await this.#store.read({ sql: 'SELECT id FROM health_incident WHERE id = ?', values: [id] });
      throw row || this.#unwritten.has(id) ? incidentResolved(`${id} is resolved`) : unknownIncident(`there is no incident ${id}`);
    }
    const now = this.#clock.now();
    const acknowledged = { by: person, at: timeOf(now), until: until === null ? null : timeOf(until) };
    await this.#keep({ ...open, status: 'acknowledged', acknowledged }, {
      sql: `UPDATE health_incident SET status = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?, acknowledged_until = ? WHERE id = ?`,
      values: [person, now, until, id],
    });
    if (until !== null) this.#lapseAt(until);
    this.#events.emit('incident.acknowledged', { incident: id, device: open.device, person, until: acknowledged.until });
  }

  /** Arms one timer, for the first that lapses. */
  #lapseAt(until: number): void {
    if (this.#closed || (this.#lapse !== null && this.#lapse.at <= until)) return;
    this.#lapse?.timer[Symbol.dispose]();
    // A timer of Node takes 24 days at most: it is armed anew then.
    const wait = Math.min(Math.max(0, until - this.#clock.now()), longestTimer);
    this.#lapse = { at: until, timer: this.#clock.after(wait, () => {
      this.#lapse = null;
      this.#follow(this.#lapseDue());
    }) };
  }

  async #lapseDue(): Promise<void> {
    const now = this.#clock.now();
    for (const incident of this.#open.values()) {
      const { acknowledged, status } = incident;
      if (status !== 'acknowledged' || acknowledged === undefined || acknowledged.until === null) continue;
      const until = Date.parse(acknowledged.until);
      if (until > now) {
        this.#lapseAt(until);
        continue;
      }
      try {
        await this.#keep({ ...incident, status: 'open' }, { sql: `UPDATE health_incident SET status = 'open' WHERE id = ? AND status = 'acknowledged'`, values: [incident.id] });
      } finally {
        this.#events.emit('incident.lapsed', { incident: incident.id, device: incident.device, person: acknowledged.by });
      }
    }
  }

  /** Newest first. What is not resolved is never left out; of what is, the newest 1,000 that fit. */
  async list(filter: IncidentFilter = {}): Promise<readonly Incident[]> {
    const stored = (await this.#store.read(incidentsThat(filter))).map(incidentOf);
    if (this.#store.status().waiting === 0) this.#unwritten.clear();
    if (this.#unwritten.size === 0) return stored;
    const newer = [...this.#unwritten.values()].filter((incident) => fits(incident, filter));
    return [...stored.filter(({ id }) => !this.#unwritten.has(id)), ...newer].sort((a, b) => b.openedAt.localeCompare(a.openedAt));
  }

  async #keep(incident: Incident, statement: Statement): Promise<void> {
    if (incident.status === 'resolved') this.#open.delete(keyOf(incident));
    else this.#open.set(keyOf(incident), incident);
    if ((await this.#store.writeSoon([statement])) === 'kept') this.#unwritten.set(incident.id, incident);
  }
}

function keyOf(subject: IncidentSubject): string {
  return checkKey(subject.device, subject.plugin, subject.check);
}

const states: Record<string, State> = { ok: 'ok', warning: 'warning', critical: 'critical', unknown: 'unknown' };
const lives: Record<string, Incident['status']> = { open: 'open', acknowledged: 'acknowledged', resolved: 'resolved' };

function timeOf(milliseconds: unknown): string {
  return new Date(Number(milliseconds)).toISOString();
}

function incidentOf(row: Row): Incident {
  return {
    id: String(row['id']),
    device: String(row['device']),
    plugin: String(row['plugin']),
    check: String(row['check_name']),
    item: row['item'] === null ? null : String(row['item']),
    state: states[String(row['state'])] ?? 'unknown',
    summary: String(row['summary']),
    status: lives[String(row['status'])] ?? 'open',
    openedAt: timeOf(row['opened_at']),
    resolvedAt: row['resolved_at'] === null ? null : timeOf(row['resolved_at']),
    ...(row['acknowledged_at'] === null ? {} : {
      acknowledged: { by: String(row['acknowledged_by']), at: timeOf(row['acknowledged_at']), until: row['acknowledged_until'] === null ? null : timeOf(row['acknowledged_until']) },
    }),
  };
}
