import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { hostEventNames, listen, type HostEventListeners, type HostEventMap, type HostEventName } from '../../events/index.ts';
import type { Statement } from '../../store/index.ts';
import type { HostServices } from '../host-services.ts';
import { eventRules, type Audience } from './event-rules.ts';

/** An event as it is kept and told. */
export interface LoggedEvent {
  /** Grows, and is never used again, not after a restart either. */
  readonly id: number;
  readonly at: string;
  readonly name: string;
  readonly sites: Audience;
  /** JSON of what it says. */
  readonly data: string;
}

const audienceSchema = z.union([z.array(z.string()), z.literal('everybody')]);
const rowSchema = z.object({ id: z.number(), at: z.string(), name: z.string(), sites: z.string().nullable(), data: z.string() })
  .transform(({ sites, ...row }): LoggedEvent => ({ ...row, sites: sites === null ? null : audienceSchema.parse(JSON.parse(sites)) }));

/** Events that are kept: hours of a large organization, a week of a small one. */
const mostKept = 20_000;
const page = 500;
/** After what was told, more is gathered for so long: a burst costs each follower a few writes to the network, and no eye sees the difference. */
const gatherMs = 200;

function insert({ id, at, name, sites, data }: LoggedEvent): Statement {
  return { sql: 'INSERT INTO api_event (id, at, name, sites, data) VALUES (?, ?, ?, ?, ?)', values: [id, at, name, sites === null ? null : JSON.stringify(sites), data] };
}

/** The last events of the host, in the database: who was away is told what happened meanwhile. */
export class EventLog implements AsyncDisposable {
  readonly #services: HostServices;
  readonly #listening: Disposable;
  readonly #listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  readonly #closing = new AbortController();
  #coming: Promise<LoggedEvent | null>[] = [];
  #written: Promise<void> | null = null;
  #trimmed = 0;
  #next: number;

  private constructor(services: HostServices, next: number) {
    this.#services = services;
    this.#next = next;
    this.#listening = listen(services.events, Object.assign({}, ...hostEventNames.map((name) => this.#listenerOf(name))));
  }

  /**
   * Begins with an event of its own, so that a client of an empty log has one to go on from. Numbers begin at the time of the start, in
   * microseconds: those of events that a host could not write before it ended are not used again.
   */
  static async open(services: HostServices, now: () => number = Date.now): Promise<EventLog> {
    const [row] = await services.store.read({ sql: 'SELECT max(id) AS last FROM api_event' });
    const first = Math.max(Number(row?.['last'] ?? 0) + 1, now() * 1_000);
    await services.store.writeSoon([insert({ id: first, at: new Date(now()).toISOString(), name: 'host.started', sites: null, data: '{}' })]);
    return new EventLog(services, first + 1);
  }

  /** Tells of events once they are kept, in their order, until disposed; of those that came close together at once. */
  follow(listener: (events: readonly LoggedEvent[]) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Those behind an event, oldest first, a page of them; none when there are no more. */
  async after(id: number): Promise<readonly LoggedEvent[]> {
    return (await this.#services.store.read({ sql: 'SELECT id, at, name, sites, data FROM api_event WHERE id > ? ORDER BY id LIMIT ?', values: [id, page] })).map((row) => rowSchema.parse(row));
  }

  /** Whether all that came behind an event is kept: when it is not, somebody has to look at everything anew. */
  async reachesBack(id: number): Promise<boolean> {
    const [row] = await this.#services.store.read({ sql: 'SELECT 1 AS known FROM api_event WHERE id <= ? LIMIT 1', values: [id] });
    return row !== undefined;
  }

  /** The number of the last event that is kept; 0 for none. */
  async last(): Promise<number> {
    const [row] = await this.#services.store.read({ sql: 'SELECT max(id) AS last FROM api_event' });
    return Number(row?.['last'] ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    this.#closing.abort();
    await this.#written;
  }

  #listenerOf<Name extends HostEventName>(name: Name): HostEventListeners {
    const audienceOf = eventRules[name];
    if (audienceOf === 'never') return {};
    return { [name]: (event: HostEventMap[Name]) => {
      const head = { id: this.#next, at: new Date().toISOString(), name, data: JSON.stringify(event) };
      this.#next += 1;
      // Looked up at once: a device may be gone when it is written. What cannot be told whom it is of is told to nobody.
      this.#coming.push(Promise.resolve(audienceOf(event, this.#services)).then((sites) => ({ ...head, sites }), () => null));
      this.#written ??= this.#write().finally(() => (this.#written = null));
    } };
  }

  /** One transaction for all that came meanwhile; told when it is on disk, or waits for room there. */
  async #write(): Promise<void> {
    while (this.#coming.length > 0) {
      const coming = this.#coming;
      this.#coming = [];
      const events = (await Promise.all(coming)).filter((event) => event !== null);
      const inserts = events.map(insert);
      this.#trimmed += inserts.length;
      const trim = this.#trimmed < page ? [] : [{ sql: 'DELETE FROM api_event WHERE id <= (SELECT id FROM api_event ORDER BY id DESC LIMIT 1 OFFSET ?)', values: [mostKept] }];
      if (trim.length > 0) this.#trimmed = 0;
      await this.#services.store.writeSoon([...inserts, ...trim]).catch(() => undefined);
      for (const listener of this.#listeners) listener(events);
      await delay(gatherMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }
}
