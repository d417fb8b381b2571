import type { Writable } from 'node:stream';
import type { EventLog } from './event-log.ts';
import { toldOf, type Sight } from './event-text.ts';

/** Sight that holds for a while. */
export interface HeldSight extends Sight {
  /** Whether it is still so; when not, it is asked for anew before anything more is told. */
  readonly holds: () => boolean;
}

export interface FollowerOptions {
  /** Where it is told; ended when there is no more to tell. */
  readonly to: Writable;
  /** The last event that the client has; null for a new one, which is told from now on. */
  readonly lastId: number | null;
  /** What its caller may see now; null when they may not see anything any more. */
  readonly sight: () => Promise<HeldSight | null>;
}

interface Follower extends Omit<FollowerOptions, 'lastId'> {
  may: HeldSight;
  /** The last event that it was told, or that is not for it. */
  last: number;
  /** Something is looked up for it; it goes on by itself then. */
  isBusy: boolean;
  /** Nothing was said since the last pulse. */
  isQuiet: boolean;
  /** The last event of all when it took no more. */
  stoppedAt: number;
}

/** How often a silent stream says that it lives: proxies close what says nothing for a minute. */
const pulse = 15_000;
/** What is kept of what was made, but while everybody is told. */
const mostMade = 8;
const missed = 'event: missed\ndata: {}\n\n';

/**
 * All who follow the events, each told what is behind its last one: by that number nothing is missed, and nothing told twice, whether
 * it comes from memory or from the database. There is no queue for anybody: who does not take what was written waits where they
 * are, and is let go when memory does not reach back there; they come back to the database.
 */
export class Followers implements Disposable {
  readonly #log: EventLog;
  readonly #followers = new Set<Follower>();
  readonly #following: Disposable;
  readonly #pulse: NodeJS.Timeout;
  /** What is behind an event, for who sees the same: most are told the same bytes. */
  readonly #made = new Map<string, { readonly bytes: Buffer; readonly last: number }>();
  /** Everybody is told: what is made is for many then. */
  #isTelling = false;

  constructor(log: EventLog, { pulseMs = pulse }: { readonly pulseMs?: number } = {}) {
    this.#log = log;
    this.#following = log.follow(() => {
      this.#made.clear();
      this.#isTelling = true;
      for (const follower of this.#followers) this.#goOn(follower);
      this.#isTelling = false;
      this.#forget();
      return this.#followers.size;
    });
    this.#pulse = setInterval(() => this.#beat(), pulseMs);
    this.#pulse.unref();
  }

  /** Tells from now on, or from behind the last event that the client has. Ends with the stream. */
  async add({ to, lastId, sight }: FollowerOptions): Promise<void> {
    const may = await sight();
    if (may === null || to.destroyed) return void to.end();
    const newest = this.#log.newest;
    // One that this host never gave, as when it got an older database back.
    const isStrange = lastId !== null && lastId > newest;
    const follower: Follower = { to, sight, may, last: lastId === null || isStrange ? newest : lastId, isBusy: true, isQuiet: false, stoppedAt: newest };
    this.#followers.add(follower);
    to.once('close', () => this.#followers.delete(follower));
    // Told by `close` as well.
    to.on('error', () => undefined);
    to.on('drain', () => this.#goOn(follower));
    this.#write(follower, `retry: 2000\nid: ${follower.last}\n\n`);
    if (isStrange || !(await this.#log.reachesBack(follower.last))) this.#write(follower, missed);
    follower.isBusy = false;
    this.#goOn(follower);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pulse);
    this.#following[Symbol.dispose]();
    for (const { to } of this.#followers) to.end();
    this.#followers.clear();
  }

  /** @param isFresh what it may see was looked up just now: it is told by that once, also when that holds for no longer */
  #goOn(follower: Follower, isFresh = false): void {
    if (follower.isBusy) return;
    if (follower.to.writableNeedDrain) {
      // It takes nothing: one that does not read is not told that its stream has ended.
      if (!this.#log.remembers(follower.stoppedAt)) follower.to.destroy();
      return;
    }
    if (!isFresh && !follower.may.holds()) return void this.#meanwhile(follower, () => this.#ask(follower));
    if (!this.#log.remembers(follower.last)) return void this.#meanwhile(follower, () => this.#catchUp(follower));
    const { bytes, last } = this.#behind(follower);
    follower.last = last;
    this.#write(follower, bytes);
  }

  #behind({ last, may }: Follower): { readonly bytes: Buffer; readonly last: number } {
    const key = `${last} ${may.key}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const news = this.#log.recent(last);
    const made = { bytes: Buffer.from(toldOf(news, may)), last: news.at(-1)?.id ?? last };
    this.#made.set(key, made);
    if (!this.#isTelling) this.#forget();
    return made;
  }

  /** All but a few of what was made: who comes back names a number of its own, and nothing may happen for hours. */
  #forget(): void {
    for (const key of this.#made.keys()) {
      if (this.#made.size <= mostMade) return;
      this.#made.delete(key);
    }
  }

  /** A page of the database, after which it goes on. */
  async #catchUp(follower: Follower): Promise<void> {
    const { newest } = this.#log;
    const kept = await this.#log.after(follower.last);
    if (!follower.may.holds()) await this.#ask(follower);
    // What the database could not take was in memory only, and is not any more.
    this.#write(follower, kept.length === 0 ? missed : toldOf(kept, follower.may));
    follower.last = kept.at(-1)?.id ?? newest;
  }

  /** What its caller may see now: a session may have ended, and roles may be others. */
  async #ask(follower: Follower): Promise<void> {
    const may = await follower.sight();
    if (may === null) this.#end(follower);
    else follower.may = may;
  }

  async #meanwhile(follower: Follower, work: () => Promise<void>): Promise<void> {
    follower.isBusy = true;
    try {
      await work();
    } catch {
      // It comes back by itself, and to what is there then.
      follower.to.destroy();
      return;
    }
    follower.isBusy = false;
    if (this.#followers.has(follower)) this.#goOn(follower, true);
  }

  #end(follower: Follower): void {
    this.#followers.delete(follower);
    follower.to.end();
  }

  #write(follower: Follower, text: string | Buffer): void {
    if (text.length === 0 || !this.#followers.has(follower) || follower.to.destroyed) return;
    follower.isQuiet = false;
    if (!follower.to.write(text)) follower.stoppedAt = this.#log.newest;
  }

  #beat(): void {
    for (const follower of this.#followers) {
      if (follower.isBusy || follower.to.writableNeedDrain) continue;
      // The number of what others were told: a client that saw nothing does not come back to read it all.
      if (follower.isQuiet) this.#write(follower, `: \nid: ${follower.last}\n\n`);
      follower.isQuiet = true;
      void this.#meanwhile(follower, () => this.#ask(follower));
    }
  }
}

