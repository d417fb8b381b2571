import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Statement, Store } from '../store/index.ts';
import { sessionUnknown } from './errors.ts';
import { newSecret, secretHash } from './secret.ts';

/** How somebody showed who they are. */
export const loginWays = ['password', 'passkey', 'oidc', 'link'] as const;

export type LoginWay = (typeof loginWays)[number];

/** Who is at the other end of a login. */
export interface Client {
  readonly address: string;
  /** What the browser says that it is; empty when it says nothing. */
  readonly agent: string;
}

/** A login as its person sees it in a list. */
export interface SessionFacts extends Client {
  readonly id: string;
  readonly way: LoginWay;
  readonly openedAt: string;
  /** To a minute. */
  readonly usedAt: string;
}

/** A login of one browser. */
export interface Session {
  /** What the audit and the list call it; opens nothing. */
  readonly id: string;
  readonly person: string;
  readonly secret: string;
  /** Proves that a request comes from a page that could read the answer to the login: other sites' pages cannot. */
  readonly csrf: string;
  /** Whether they showed who they are a short while ago: whoever finds an open browser has not. */
  readonly isFresh: boolean;
  /** When it ends unless it is used, in milliseconds of the epoch. */
  readonly endsAt: number;
}

const idleMs = 12 * 3_600_000;
const longestMs = 7 * 86_400_000;
const freshMs = 15 * 60_000;
/** Its last use is written at most this often. */
const noteEveryMs = 60_000;
const longestAgent = 255;

const rowSchema = z.object({ id: z.string(), person: z.string(), created_at: z.number(), seen_at: z.number(), proved_at: z.number() });
const factsSchema = z.object({ id: z.string(), way: z.enum(loginWays), address: z.string(), agent: z.string(), created_at: z.number(), seen_at: z.number() });

/** Logins in the database, by the hash of what the cookie holds. They end after 12 hours without use, and after a week. */
export class Sessions {
  readonly #store: Store;
  readonly #now: () => Date;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** `before`: the one that the browser had; it ends. `provedAt`: when they showed who they are, where that was not here and now. */
  async open(person: string, way: LoginWay, { address, agent }: Client, { before = null, provedAt }: { readonly before?: string | null; readonly provedAt?: number } = {}): Promise<Session> {
    const secret = newSecret();
    const id = randomBytes(4).toString('hex');
    const now = this.#now().getTime();
    const proved = Math.min(provedAt ?? now, now);
    await this.#store.write([
      { sql: 'DELETE FROM person_session WHERE seen_at < ? OR created_at < ?', values: [now - idleMs, now - longestMs] },
      ...(before === null ? [] : [endStatement(before)]),
      {
        sql: 'INSERT INTO person_session (hash, id, person, way, address, agent, created_at, seen_at, proved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        values: [secretHash(secret), id, person, way, address, agent.slice(0, longestAgent), now, now, proved],
      },
    ]);
    return { id, person, secret, csrf: csrfOf(secret), isFresh: now - proved < freshMs, endsAt: now + idleMs };
  }

  /** Null when it has ended, or never was. */
  async find(secret: string): Promise<Session | null> {
    const hash = secretHash(secret);
    const now = this.#now().getTime();
    const [row] = await this.#store.read({ sql: 'SELECT id, person, created_at, seen_at, proved_at FROM person_session WHERE hash = ?', values: [hash] });
    if (row === undefined) return null;
    const { id, person, created_at: created, seen_at: seen, proved_at: proved } = rowSchema.parse(row);
    if (now - seen > idleMs || now - created > longestMs) return null;
    if (now - seen > noteEveryMs) await this.#store.writeSoon([{ sql: 'UPDATE person_session SET seen_at = ? WHERE hash = ?', values: [now, hash] }]);
    return { id, person, secret, csrf: csrfOf(secret), isFresh: now - proved < freshMs, endsAt: Math.min(seen + idleMs, created + longestMs) };
  }

  /** Of a person, the one used last first. */
  async list(person: string): Promise<readonly SessionFacts[]> {
    const now = this.#now().getTime();
    const rows = await this.#store.read({
      sql: 'SELECT id, way, address, agent, created_at, seen_at FROM person_session WHERE person = ? AND seen_at >= ? AND created_at >= ? ORDER BY seen_at DESC, created_at DESC',
      values: [person, now - idleMs, now - longestMs],
    });
    return rows.map((row) => factsSchema.parse(row)).map(({ created_at: opened, seen_at: seen, ...facts }) => ({ ...facts, openedAt: new Date(opened).toISOString(), usedAt: new Date(seen).toISOString() }));
  }

  async end(secret: string): Promise<void> {
    await this.#store.write([endStatement(secret)]);
  }

  /** Ends one of a person's by the id that the list shows. */
  async endOne(person: string, id: string): Promise<void> {
    if (!(await this.list(person)).some((session) => session.id === id)) throw sessionUnknown(`there is no session ${id}`);
    await this.#store.write([{ sql: 'DELETE FROM person_session WHERE person = ? AND id = ?', values: [person, id] }]);
  }

  /** Ends all of a person's but the one that is named, if one is; gives how many there were. */
  async endAll(person: string, kept = ''): Promise<number> {
    const others = (await this.list(person)).filter(({ id }) => id !== kept);
    await this.#store.write([{ sql: 'DELETE FROM person_session WHERE person = ? AND id <> ?', values: [person, kept] }]);
    return others.length;
  }
}

function endStatement(secret: string): Statement {
  return { sql: 'DELETE FROM person_session WHERE hash = ?', values: [secretHash(secret)] };
}

/** Made from the secret, so that nothing else has to be kept; the secret cannot be told from it. */
function csrfOf(secret: string): string {
  return createHash('sha256').update(`csrf ${secret}`).digest('base64url');
}
