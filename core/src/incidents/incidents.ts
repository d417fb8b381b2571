import type { ChangeService } from '../changes/index.ts';
import { listen, type HostEvents } from '../events/index.ts';
import { every, systemClock, unknownIncident, type Clock, type HealthService, type Incident } from '../health/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Statement, Store } from '../store/index.ts';
import { timeNotAhead } from './errors.ts';
import type { IncidentNote, IncidentService, Maintenance, Task, TaskFilter, Why } from './incident-service.ts';
import { covers, MaintenanceBook } from './maintenance-book.ts';
import { TaskBook } from './task-book.ts';
import { whyOf } from './why.ts';

export interface IncidentDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly health: Pick<HealthService, 'acknowledge' | 'incidents' | 'statuses'>;
  readonly changes: Pick<ChangeService, 'list'>;
  readonly inventory: Pick<Inventory, 'devices' | 'find'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly clock?: Clock;
}

const tidyEvery = 3_600_000;

export function createIncidentService(needs: IncidentDependencies): IncidentService {
  return new Incidents(needs);
}

class Incidents implements IncidentService {
  readonly #needs: IncidentDependencies;
  readonly #clock: Clock;
  readonly #maintenance: MaintenanceBook;
  readonly #tasks: TaskBook;
  readonly #opened = new DisposableStack();
  readonly #underWay = new Set<Promise<void>>();

  constructor(needs: IncidentDependencies) {
    this.#needs = needs;
    this.#clock = needs.clock ?? systemClock;
    this.#maintenance = this.#opened.use(new MaintenanceBook({ ...needs, clock: this.#clock }));
    this.#tasks = new TaskBook({ ...needs, clock: this.#clock });
  }

  async start(): Promise<void> {
    await this.#maintenance.load();
    this.#opened.use(listen(this.#needs.events, {
      'incident.resolved': () => this.#follow(this.#closeResolved()),
      'incident.lapsed': ({ incident, person }) => this.#follow(this.#keep(incident, 'jackfield', 'lapsed', `what ${person} said has lapsed`)),
    }));
    this.#opened.use(every(this.#clock, tidyEvery, () => this.#follow(this.#tidy())));
    await this.#closeResolved();
  }

  async acknowledge({ incident, person, forMs, comment = '' }: Parameters<IncidentService['acknowledge']>[0]): Promise<void> {
    const until = forMs === undefined ? undefined : this.#clock.now() + forMs;
    if (forMs !== undefined && forMs <= 0) throw timeNotAhead('an acknowledgement lasts a while');
    await this.#needs.health.acknowledge(incident, person, until);
    const lasts = until === undefined ? '' : `until ${new Date(until).toISOString()}`;
    await this.#keep(incident, person, 'acknowledged', [comment, lasts].filter((part) => part !== '').join(', '));
  }

  async note({ incident, person, text }: Parameters<IncidentService['note']>[0]): Promise<void> {
    const { device } = await this.#find(incident);
    await this.#keep(incident, person, 'comment', text);
    this.#needs.events.emit('incident.noted', { incident, device, person });
  }

  async notes(incident: string): Promise<readonly IncidentNote[]> {
    const { openedAt, resolvedAt, summary } = await this.#find(incident);
    const rows = await this.#needs.store.read({ sql: 'SELECT at, person, what, text FROM incident_note WHERE incident = ? ORDER BY id LIMIT 1000', values: [incident] });
    const said = rows.map((row): IncidentNote => ({ at: new Date(Number(row['at'])).toISOString(), person: String(row['person']), what: whats[String(row['what'])] ?? 'comment', text: String(row['text']) }));
    return [
      { at: openedAt, person: 'jackfield', what: 'opened' as const, text: summary }, ...said,
      ...(resolvedAt === null ? [] : [{ at: resolvedAt, person: 'jackfield', what: 'resolved' as const, text: '' }]),
    ].toSorted((a, b) => a.at.localeCompare(b.at));
  }

  why(incident: string): Promise<Why> {
    return whyOf(incident, { ...this.#needs, maintenanceOf: (device) => this.maintenanceOf(device) });
  }

  async delegate({ incident, person, to, dueAt, comment }: Parameters<IncidentService['delegate']>[0]): Promise<Task> {
    const found = await this.#find(incident);
    if (dueAt !== undefined && dueAt <= this.#clock.now()) throw timeNotAhead(`${new Date(dueAt).toISOString()} is over`);
    // Refuses what is resolved, as its task would be closed at once; who is overdue does not keep others from being called.
    await this.#needs.health.acknowledge(incident, person, dueAt);
    const task = await this.#tasks.add({ incident: found, person, to, ...(dueAt === undefined ? {} : { dueAt }), ...(comment === undefined ? {} : { comment }) });
    const due = task.dueAt === null ? '' : `, due ${task.dueAt}`;
    await this.#keep(incident, person, 'delegated', `to ${to.kind === 'team' ? 'team ' : ''}${to.name}${due}${task.comment === '' ? '' : `: ${task.comment}`}`);
    return task;
  }

  tasks(filter?: TaskFilter): Promise<readonly Task[]> {
    return this.#tasks.list(filter);
  }

  async closeTask(id: string, person: string): Promise<Task> {
    const task = await this.#tasks.close(id, person);
    await this.#keep(task.incident, person, 'task closed', `of ${task.to.name}`);
    return task;
  }

  beginMaintenance(options: Parameters<IncidentService['beginMaintenance']>[0]): Promise<Maintenance> {
    return this.#maintenance.begin(options);
  }

  endMaintenance(id: string, person: string): Promise<Maintenance> {
    return this.#maintenance.end(id, person);
  }

  maintenance(at?: number): readonly Maintenance[] {
    return this.#maintenance.inForce(at);
  }

  maintenanceOf(id: string): readonly Maintenance[] {
    const device = this.#needs.inventory.find(id);
    return device === null ? [] : this.#maintenance.inForce().filter((one) => covers(one, device, this.#needs.configuration.current));
  }

  maintenanceBetween(from: number, to: number): Promise<readonly Maintenance[]> {
    return this.#maintenance.between(from, to);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#opened.dispose();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #find(id: string): Promise<Incident> {
    const [found] = await this.#needs.health.incidents({ ids: [id] });
    if (found === undefined) throw unknownIncident(`there is no incident ${id}`);
    return found;
  }

  async #keep(incident: string, person: string, what: IncidentNote['what'], text: string): Promise<void> {
    await this.#needs.store.writeSoon([{ sql: 'INSERT INTO incident_note (incident, at, person, what, text) VALUES (?, ?, ?, ?, ?)', values: [incident, this.#clock.now(), person, what, text] }]);
  }

  async #closeResolved(): Promise<void> {
    for (const task of await this.#tasks.closeResolved()) await this.#keep(task.incident, 'jackfield', 'task closed', `of ${task.to.name}: the check is ok again`);
  }

  /** What was said of incidents goes with them. */
  async #tidy(): Promise<void> {
    const gone = (table: string): Statement => ({ sql: `DELETE FROM ${table} WHERE incident NOT IN (SELECT id FROM health_incident)` });
    await this.#needs.store.writeSoon([gone('incident_note'), gone('incident_task')]);
  }

  /** A disk that is full is told by the store, and what is missed here is done at the next start. */
  #follow(work: Promise<void>): void {
    const done = work.catch(() => undefined).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }
}

const whats: { readonly [what: string]: IncidentNote['what'] | undefined } = { comment: 'comment', acknowledged: 'acknowledged', lapsed: 'lapsed', delegated: 'delegated', 'task closed': 'task closed' };
