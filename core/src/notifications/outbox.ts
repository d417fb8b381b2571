import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { states } from '@jackfield/sdk';
import type { HostEvents } from '../events/index.ts';
import type { Clock } from '../health/index.ts';
import { anyOf, type Row, type Statement, type Store } from '../store/index.ts';
import type { Outcome } from './courier.ts';
import { notificationUnknown } from './errors.ts';
import { hintOf } from './reason-of.ts';
import { notificationKinds, notificationStates, type Message, type Notification, type NotificationFilter } from './notification-service.ts';

export interface Posted extends Pick<Notification, 'id' | 'kind' | 'channel' | 'site'> {
  readonly message: Message;
}

interface OutboxDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly clock: Clock;
  /** The signal calls it off: the host ends. */
  readonly deliver: (posted: Posted, signal: AbortSignal) => Promise<Outcome>;
}

const messageSchema = z.object({
  title: z.string(), text: z.string(), attachments: z.array(z.object({ name: z.string(), type: z.string(), text: z.string() })),
  incidents: z.array(z.object({
    incident: z.string(), what: z.enum(['open', 'again', 'resolved']), device: z.string(), deviceName: z.string(), site: z.string(), state: z.enum(states), summary: z.string(), openedAt: z.string(), resolvedAt: z.string().nullable(),
  })),
});

const waits = [5_000, 15_000, 60_000, 300_000, 900_000];
const giveUpAfter = 86_400_000;
const keptFor = 90 * 86_400_000;
const atOnce = 4;

/** What became of a message and is not in the store yet. */
interface Unwritten {
  readonly isOver: boolean;
  readonly attempts: number;
  readonly nextAt: number;
  readonly statement: Statement;
}

/** Messages on their way. What is in the store is sent at least once, also by a host that is started after it. */
export class Outbox implements AsyncDisposable {
  readonly #needs: OutboxDependencies;
  readonly #underWay = new Map<string, Promise<void>>();
  /** While the disk is full: what was sent is not sent again because of it, only its writing is tried again. */
  readonly #unwritten = new Map<string, Unwritten>();
  readonly #ending = new AbortController();
  #timer: Disposable | null = null;
  #closed = false;

  constructor(needs: OutboxDependencies) {
    this.#needs = needs;
  }

  /** What puts a message into the store, to be written together with why it is sent. */
  statement({ kind, route, channel, site, message }: Pick<Notification, 'kind' | 'route' | 'channel' | 'site'> & { readonly message: Message }, id = randomUUID()): Statement {
    const now = this.#needs.clock.now();
    return {
      sql: `INSERT INTO notification (id, kind, route, channel, site, message, state, attempts, made_at, next_at, reason) VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, '')`,
      values: [id, kind, route, channel, site, JSON.stringify(message), now, now],
    };
  }

  /** Sends what is due, and arms the timer for what will be. */
  async run(): Promise<void> {
    if (this.#closed) return;
    const now = this.#needs.clock.now();
    await this.#write();
    const rows = await this.#waiting();
    for (const row of rows) {
      const id = String(row['id']);
      if (this.#closed || Number(row['next_at']) > now || this.#underWay.size >= atOnce) break;
      if (!this.#underWay.has(id)) this.#underWay.set(id, this.#send(id, row).catch(() => undefined).finally(() => this.#underWay.delete(id)));
    }
    this.#timer?.[Symbol.dispose]();
    const next = rows.find((row) => !this.#underWay.has(String(row['id'])));
    this.#timer = next === undefined || this.#closed ? null : this.#needs.clock.after(Math.max(250, Number(next['next_at']) - now), () => void this.run().catch(() => undefined));
  }

  /** When all that is under way now is over. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  async list({ seen, before, only = {}, atMost = 1_000 }: NotificationFilter = {}): Promise<readonly Notification[]> {
    const ofSeen = `CASE json_array_length(message, '$.incidents') WHEN 0 THEN site IN (SELECT value FROM json_each(?))
      ELSE NOT EXISTS (SELECT 1 FROM json_each(message, '$.incidents') AS told WHERE told.value ->> '$.device' NOT IN (SELECT value FROM json_each(?))) END`;
    const wanted: Required<Statement>[] = [
      ...(before === undefined ? [] : [{ sql: '(made_at, id) < (?, ?)', values: [Date.parse(before.madeAt), before.id] }]),
      ...(['state', 'channel', 'route', 'kind', 'site'] as const).flatMap((column) => (only[column] === undefined ? [] : [anyOf(`ifnull(${column}, 'null')`, only[column])])),
      ...(seen === undefined ? [] : [{ sql: ofSeen, values: [JSON.stringify(seen.sites), JSON.stringify(seen.devices)] }]),
    ];
    const rows = await this.#needs.store.read({
      sql: `SELECT * FROM notification ${wanted.length === 0 ? '' : `WHERE ${wanted.map(({ sql }) => sql).join(' AND ')}`} ORDER BY made_at DESC, id DESC LIMIT ?`,
      values: [...wanted.flatMap(({ values }) => values), atMost],
    });
    return rows.map(notificationOf);
  }

  async find(id: string): Promise<Notification> {
    const [row] = await this.#needs.store.read({ sql: 'SELECT * FROM notification WHERE id = ?', values: [id] });
    if (row === undefined) throw notificationUnknown(`there is no message ${id}`);
    return notificationOf(row);
  }

  async counts(): Promise<{ readonly [State in Notification['state']]: number }> {
    const rows = await this.#needs.store.read({ sql: 'SELECT state, COUNT(*) AS count FROM notification GROUP BY state' });
    const of = (state: Notification['state']): number => Number(rows.find((row) => row['state'] === state)?.['count'] ?? 0);
    return { waiting: of('waiting'), sent: of('sent'), failed: of('failed') };
  }

  tidy(): Statement[] {
    return [{ sql: `DELETE FROM notification WHERE state <> 'waiting' AND made_at < ?`, values: [this.#needs.clock.now() - keptFor] }];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#ending.abort(new Error('the host ends'));
    this.#timer?.[Symbol.dispose]();
    await this.settled();
    // The store tries once more when it ends.
    if (this.#unwritten.size > 0) await this.#needs.store.writeSoon([...this.#unwritten.values()].map(({ statement }) => statement)).catch(() => undefined);
  }

  /** The messages that are not over, in the order in which they are due. */
  async #waiting(): Promise<readonly Row[]> {
    const rows = await this.#needs.store.read({
      sql: `SELECT id, kind, channel, site, message, attempts, made_at, next_at FROM notification WHERE state = 'waiting' ORDER BY next_at, made_at LIMIT ?`, values: [100 + this.#unwritten.size],
    });
    return rows.flatMap((row) => {
      const newer = this.#unwritten.get(String(row['id']));
      if (newer === undefined) return [row];
      return newer.isOver ? [] : [{ ...row, attempts: newer.attempts, next_at: newer.nextAt }];
    }).sort((a, b) => Number(a['next_at']) - Number(b['next_at']));
  }

  /** A store that cannot write says so itself; here it is tried again at the next run. */
  async #write(): Promise<void> {
    const written = [...this.#unwritten];
    if (written.length === 0) return;
    try {
      await this.#needs.store.write(written.map(([, { statement }]) => statement));
    } catch {
      return;
    }
    for (const [id, one] of written) if (this.#unwritten.get(id) === one) this.#unwritten.delete(id);
  }

  async #send(id: string, row: Row): Promise<void> {
    const { clock, events, deliver } = this.#needs;
    const { kind, channel, site } = notificationOf({ ...row, route: '', state: 'waiting', sent_at: null, reason: '' });
    const { taken, reason } = await deliver({ id, kind, channel, site, message: messageOf(row) }, this.#ending.signal);
    // Not said to have failed: the next host tries it.
    if (!taken && this.#closed) return;
    const now = clock.now();
    const attempts = Number(row['attempts']) + 1;
    const isGivenUp = !taken && now - Number(row['made_at']) >= giveUpAfter;
    const state = taken ? 'sent' : isGivenUp ? 'failed' : 'waiting';
    const nextAt = now + (waits[Math.min(attempts, waits.length) - 1] ?? 0);
    this.#unwritten.set(id, { isOver: state !== 'waiting', attempts, nextAt, statement: {
      sql: 'UPDATE notification SET state = ?, attempts = ?, next_at = ?, sent_at = ?, reason = ? WHERE id = ?',
      values: [state, attempts, nextAt, taken ? now : null, reason, id],
    } });
    await this.#write();
    events.emit('notification.state', { notification: id, channel, site, state, reason });
  }
}

function messageOf(row: Row): Message {
  return messageSchema.parse(JSON.parse(String(row['message'])));
}

const timeOf = (value: unknown): string | null => (value === null || value === undefined ? null : new Date(Number(value)).toISOString());

function notificationOf(row: Row): Notification {
  const message = messageOf(row);
  const state = notificationStates.find((one) => one === row['state']) ?? 'failed';
  return {
    id: String(row['id']), kind: notificationKinds.find((one) => one === row['kind']) ?? 'incidents', route: String(row['route']), channel: String(row['channel']), site: row['site'] === null ? null : String(row['site']),
    title: message.title, devices: [...new Set(message.incidents.map(({ device }) => device))], state, attempts: Number(row['attempts']), madeAt: timeOf(row['made_at']) ?? '', sentAt: timeOf(row['sent_at']),
    nextAt: state === 'waiting' ? timeOf(row['next_at']) : null, reason: String(row['reason']), hint: hintOf(String(row['reason'])),
  };
}
