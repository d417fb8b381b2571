import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeOrKeep, type Statement, type Store } from '../../store/index.ts';
import { sentAlready } from '../errors.ts';

const lifeMs = 86_400_000;

const rowSchema = z.object({ request: z.string(), answer: z.string().nullable() });

/** One request that may come twice. */
export interface Repeatable {
  readonly person: string;
  /** What the caller sent as Idempotency-Key. */
  readonly key: string;
  /** Method, path and input: a key is good for one request. */
  readonly request: string;
  /** Its answer is never kept. */
  readonly shownOnce: boolean;
}

/**
 * Requests with an Idempotency-Key, in the database for a day: one that comes again, because its answer was lost, gets that
 * answer and is not done again.
 */
export class Repeats {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #underWay = new Map<string, Promise<string>>();

  constructor(store: Store, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** The answer to the request: of `work`, or of the first time that it came. */
  async once({ person, key, request, shownOnce }: Repeatable, work: () => Promise<string>): Promise<string> {
    const id = digest(`${person}\n${key}`);
    const hash = digest(request);
    const same = this.#underWay.get(`${id} ${hash}`);
    if (same !== undefined) return same;
    const done = this.#first(id, hash, shownOnce, work);
    this.#underWay.set(`${id} ${hash}`, done);
    try {
      return await done;
    } finally {
      this.#underWay.delete(`${id} ${hash}`);
    }
  }

  async #first(id: string, hash: string, shownOnce: boolean, work: () => Promise<string>): Promise<string> {
    const [row] = await this.#store.read({ sql: 'SELECT request, answer FROM api_repeat WHERE id = ? AND at > ?', values: [id, this.#now() - lifeMs] });
    if (row !== undefined) {
      const { request, answer } = rowSchema.parse(row);
      if (request !== hash) throw sentAlready('the Idempotency-Key was used for another request', { hint: 'Take a new key for each request.' });
      if (answer === null) throw sentAlready('the request came already, and what became of it is not kept');
      return answer;
    }
    await this.#store.write([
      { sql: 'DELETE FROM api_repeat WHERE at <= ? OR id = ?', values: [this.#now() - lifeMs, id] },
      { sql: 'INSERT INTO api_repeat (id, request, at) VALUES (?, ?, ?)', values: [id, hash, this.#now()] },
    ]);
    let answer: string;
    try {
      answer = await work();
    } catch (error) {
      // It was refused: the same may be tried again.
      await this.#write({ sql: 'DELETE FROM api_repeat WHERE id = ?', values: [id] });
      throw error;
    }
    if (!shownOnce) await this.#write({ sql: 'UPDATE api_repeat SET answer = ? WHERE id = ?', values: [answer, id] });
    return answer;
  }

  /** What came of the work is told whatever the store says: it keeps the key then, so that the work is not done again. */
  async #write(statement: Statement): Promise<void> {
    await writeOrKeep(this.#store, [statement]).catch(() => undefined);
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
