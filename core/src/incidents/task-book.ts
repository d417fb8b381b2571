import { randomUUID } from 'node:crypto';
import type { HostEvents } from '../events/index.ts';
import type { Clock, Incident } from '../health/index.ts';
import type { Row, Store } from '../store/index.ts';
import { unknownTask } from './errors.ts';
import type { Assignee, Task, TaskFilter } from './incident-service.ts';

interface TaskDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly clock: Clock;
}

interface NewTask {
  readonly incident: Incident;
  readonly person: string;
  readonly to: Assignee;
  readonly dueAt?: number;
  readonly comment?: string;
}

/** What was given to whom. A task ends with its incident, or when somebody says that it is done. */
export class TaskBook {
  readonly #needs: TaskDependencies;

  constructor(needs: TaskDependencies) {
    this.#needs = needs;
  }

  async add({ incident, person, to, dueAt, comment = '' }: NewTask): Promise<Task> {
    const now = this.#needs.clock.now();
    const id = randomUUID();
    await this.#needs.store.write([{
      sql: 'INSERT INTO incident_task (id, incident, device, title, to_kind, assignee, made_by, comment, made_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      values: [id, incident.id, incident.device, incident.summary, to.kind, to.name, person, comment, now, dueAt ?? null],
    }]);
    this.#needs.events.emit('task.state', { task: id, incident: incident.id, device: incident.device, state: 'open' });
    return this.find(id);
  }

  async list({ devices }: TaskFilter = {}): Promise<readonly Task[]> {
    const fits = '(?1 IS NULL OR device IN (SELECT value FROM json_each(?1)))';
    const rows = await this.#needs.store.read({
      sql: `SELECT * FROM (
              SELECT * FROM incident_task WHERE closed_at IS NULL AND ${fits}
              UNION ALL SELECT * FROM (SELECT * FROM incident_task WHERE closed_at IS NOT NULL AND ${fits} ORDER BY closed_at DESC LIMIT 1000))
            ORDER BY closed_at IS NOT NULL, closed_at DESC, due_at IS NULL, due_at, made_at, id`,
      values: [devices === undefined ? null : JSON.stringify(devices)],
    });
    return rows.map(taskOf);
  }

  async find(id: string): Promise<Task> {
    const [row] = await this.#needs.store.read({ sql: 'SELECT * FROM incident_task WHERE id = ?', values: [id] });
    if (row === undefined) throw unknownTask(`there is no task ${id}`);
    return taskOf(row);
  }

  async close(id: string, person: string): Promise<Task> {
    const task = await this.find(id);
    if (task.state === 'closed') return task;
    await this.#needs.store.write([{ sql: 'UPDATE incident_task SET closed_at = ?, closed_by = ? WHERE id = ? AND closed_at IS NULL', values: [this.#needs.clock.now(), person, id] }]);
    this.#needs.events.emit('task.state', { task: id, incident: task.incident, device: task.device, state: 'closed' });
    return this.find(id);
  }

  /** Closes all whose incident is resolved, also while the host was away; which they were. */
  async closeResolved(): Promise<readonly Task[]> {
    const rows = await this.#needs.store.read({
      sql: `SELECT task.id FROM incident_task AS task LEFT JOIN health_incident AS incident ON incident.id = task.incident
            WHERE task.closed_at IS NULL AND (incident.id IS NULL OR incident.status = 'resolved')`,
    });
    const closed: Task[] = [];
    for (const row of rows) closed.push(await this.close(String(row['id']), 'jackfield'));
    return closed;
  }
}

const timeOf = (value: unknown): string | null => (value === null ? null : new Date(Number(value)).toISOString());

function taskOf(row: Row): Task {
  return {
    id: String(row['id']), incident: String(row['incident']), device: String(row['device']), title: String(row['title']), to: { kind: row['to_kind'] === 'team' ? 'team' : 'person', name: String(row['assignee']) },
    by: String(row['made_by']), comment: String(row['comment']), madeAt: timeOf(row['made_at']) ?? '', dueAt: timeOf(row['due_at']), state: row['closed_at'] === null ? 'open' : 'closed',
    closedAt: timeOf(row['closed_at']), closedBy: row['closed_by'] === null ? null : String(row['closed_by']),
  };
}
