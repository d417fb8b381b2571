import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../store/index.ts';
import { newSecret, secretHash } from './secret.ts';

/** A login of one browser. */
export interface Session {
  readonly person: string;
  readonly secret: string;
  /** Proves that a request comes from a page that could read the answer to the login: other sites' pages cannot. */
  readonly csrf: string;
}

const idleMs = 12 * 3_600_000;
const longestMs = 7 * 86_400_000;
/** Its last use is written at most this often. */
const noteEveryMs = 60_000;

const rowSchema = z.object({ person: z.string(), created_at: z.number(), seen_at: z.number() });

/** Logins in the database, by the hash of what the cookie holds. They end after 12 hours without use, and after a week. */
export class Sessions {
  readonly #store: Store;
  readonly #now: () => Date;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  async open(person: string): Promise<Session> {
    const secret = newSecret();
    const now = this.#now().getTime();
    await this.#store.write([
      { sql: 'DELETE FROM person_session WHERE seen_at < ? OR created_at < ?', values: [now - idleMs, now - longestMs] },
      { sql: 'INSERT INTO person_session (hash, person, created_at, seen_at) VALUES (?, ?, ?, ?)', values: [secretHash(secret), person, now, now] },
    ]);
    return { person, secret, csrf: csrfOf(secret) };
  }

  /** Null when it has ended, or never was. */
  async find(secret: string): Promise<Session | null> {
    const hash = secretHash(secret);
    const now = this.#now().getTime();
    const [row] = await this.#store.read({ sql: 'SELECT person, created_at, seen_at FROM person_session WHERE hash = ?', values: [hash] });
    if (row === undefined) return null;
    const { person, created_at: created, seen_at: seen } = rowSchema.parse(row);
    if (now - seen > idleMs || now - created > longestMs) return null;
    if (now - seen > noteEveryMs) await this.#store.writeSoon([{ sql: 'UPDATE person_session SET seen_at = ? WHERE hash = ?', values: [now, hash] }]);
    return { person, secret, csrf: csrfOf(secret) };
  }

  async end(secret: string): Promise<void> {
    await this.#store.write([{ sql: 'DELETE FROM person_session WHERE hash = ?', values: [secretHash(secret)] }]);
  }
}

/** Made from the secret, so that nothing else has to be kept; the secret cannot be told from it. */
function csrfOf(secret: string): string {
  return createHash('sha256').update(`csrf ${secret}`).digest('base64url');
}
