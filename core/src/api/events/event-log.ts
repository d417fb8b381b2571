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
/** The last of them in memory too: who follows is told from there, and who is further behind reads the database. */
const mostRecent = 1_000;
/**
 * After what was told, more is gathered: a burst costs each follower a few writes to the network, and no eye sees the difference. The
 * more follow the longer, a millisecond for each.
 */
const [gatherLeast, gatherMost] = [200, 500];

function insert({ id, at, name, sites, data }: LoggedEvent): Statement {
  return { sql: 'INSERT INTO api_event (id, at, name, sites, data) VALUES (?, ?, ?, ?, ?)', values: [id, at, name, sites === null ? null : JSON.stringify(sites), data] };
}

export interface LogOptions {
  readonly now?: () => number;
  /** By how many follow unless told. */
  readonly gatherMs?: number;
  /** Events in memory. */
  readonly remembered?: number;
}

/** The last events of the host, in the database: who was away is told what happened meanwhile. */
export class EventLog implements AsyncDisposable {
  readonly #services: HostServices;
  readonly #listening: Disposable;
  readonly #listeners = new Set<() => number>();
  readonly #closing = new AbortController();
  #coming: Promise<LoggedEvent | null>[] = [];
  #written: Promise<void> | null = null;
  #trimmed = 0;
  #next: number;
  readonly #gather: number | undefined;
  readonly #remembered: number;
  readonly #recent: LoggedEvent[] = [];
  /** What came behind this one is in memory. */
  #recentFrom: number;
  #newest: number;

  private constructor(services: HostServices, first: number, { gatherMs, remembered = mostRecent }: LogOptions) {
    this.#services = services;
    this.#next = first + 1;
    this.#recentFrom = first;
    this.#newest = first;
    this.#gather = gatherMs;
    this.#remembered = remembered;
    this.#listening = listen(services.events, Object.assign({}, ...hostEventNames.map((name) => this.#listenerOf(name))));
  }

  /**
   * Begins with an event of its own, so that a client of an empty log has one to go on from. Numbers begin at the time of the start, in
   * microseconds: those of events that a host could not write before it ended are not used again.
   */
  static async open(services: HostServices, { now = Date.now, ...options }: LogOptions = {}): Promise<EventLog> {
    const [row] = await services.store.read({ sql: 'SELECT max(id) AS last FROM api_event' });
    const first = Math.max(Number(row?.['last'] ?? 0) + 1, now() * 1_000);
    await services.store.writeSoon([insert({ id: first, at: new Date(now()).toISOString(), name: 'host.started', sites: null, data: '{}' })]);
    return new EventLog(services, first, options);
  }

  /** Calls when there are new ones, once they are kept; for those that came close together once. It gives how many follow by it. */
  follow(listener: () => number): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** The number of the last one that was told. */
  get newest(): number {
    return this.#newest;
  }

  /** Whether all that came behind an event is in memory. */
  remembers(id: number): boolean {
    return id >= this.#recentFrom;
  }

  /** Those in memory that came behind an event, oldest first. */
  recent(id: number): readonly LoggedEvent[] {
    const first = this.#recent.findLastIndex((event) => event.id <= id) + 1;
    return this.#recent.slice(first);
  }

  /** Those behind an event, oldest first, a page of them; none when there are no more. */
  async after(id: number): Promise<readonly LoggedEvent[]> {
    return (await this.#services.store.read({ sql: 'SELECT id, at, name, sites, data FROM api_event WHERE id > ? ORDER BY id LIMIT ?', values: [id, page] })).map((row) => rowSchema.parse(row));
  }

  /** Whether all that came behind an event is kept: when it is not, somebody has to look at everything anew. */
  async reachesBack(id: number): Promise<boolean> {
    if (this.remembers(id)) return true;
    const [row] = await this.#services.store.read({ sql: 'SELECT 1 AS known FROM api_event WHERE id <= ? LIMIT 1', values: [id] });
    return row !== undefined;
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
      this.#tell(events);
      let followers = 0;
      for (const listener of this.#listeners) followers += listener();
      await delay(this.#gather ?? Math.min(gatherMost, Math.max(gatherLeast, followers)), undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  #tell(events: readonly LoggedEvent[]): void {
    this.#recent.push(...events);
    this.#newest = events.at(-1)?.id ?? this.#newest;
    // A burst as a whole, however large: else everybody would read it from the database.
    const gone = this.#recent.splice(0, Math.max(0, this.#recent.length - Math.max(this.#remembered, events.length)));
    this.#recentFrom = gone.at(-1)?.id ?? this.#recentFrom;
  }
}
