import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Row, Store } from '../store/index.ts';
import { tokenUnknown } from './errors.ts';
import type { Binding } from './rights.ts';
import { roles } from './role.ts';
import { newSecret, secretHash } from './secret.ts';
import { nodeOf, nodeText } from './tree-node.ts';

/** What a program logs in with. The token itself is shown once and never kept. */
export interface Token {
  readonly id: string;
  /** What it is for. */
  readonly title: string;
  readonly binding: Binding;
  /** Who made it: what it does is done in their name. */
  readonly madeBy: string;
  /** The account that it never does more than; null for one made on the machine of the host. */
  readonly person: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** To a minute; null for one that was never used. */
  readonly usedAt: string | null;
}

export interface NewToken extends Pick<Token, 'title' | 'binding' | 'madeBy' | 'person'> {
  readonly lifeMs: number;
}

/** So that a scanner of repositories recognizes one that was committed. */
const prefix = 'jackfield_';
const noteEveryMs = 60_000;

const rowSchema = z
  .object({
    id: z.string(), title: z.string(), role: z.enum(roles), at: z.string().transform((text, context) => nodeOf(text) ?? context.addIssue({ code: 'custom', message: 'no node' }) ?? z.NEVER),
    made_by: z.string(), person: z.string().nullable(), created_at: z.number(), expires_at: z.number(), used_at: z.number().nullable(),
  })
  .transform(({ id, title, role, at, made_by: madeBy, person, ...times }): Token => ({
    id, title, binding: { role, at }, madeBy, person, createdAt: iso(times.created_at), expiresAt: iso(times.expires_at), usedAt: times.used_at === null ? null : iso(times.used_at),
  }));

const iso = (time: number): string => new Date(time).toISOString();
const columns = 'id, title, role, at, made_by, person, created_at, expires_at, used_at';

/** Tokens in the database, by their hash. */
export class Tokens {
  readonly #store: Store;
  readonly #now: () => Date;
  /** By the row as the store gave it: while that is remembered, so is what it says. */
  readonly #read = new WeakMap<Row, Token>();

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** `secret` is what the program sends: it cannot be had again. */
  async create({ title, binding: { role, at }, madeBy, person, lifeMs }: NewToken): Promise<{ readonly token: Token; readonly secret: string }> {
    const secret = prefix + newSecret();
    const id = randomBytes(4).toString('hex');
    const now = this.#now().getTime();
    await this.#store.write([{
      sql: 'INSERT INTO token (id, hash, title, role, at, made_by, person, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      values: [id, secretHash(secret), title, role, nodeText(at), madeBy, person, now, now + lifeMs],
    }]);
    return { token: { id, title, binding: { role, at }, madeBy, person, createdAt: iso(now), expiresAt: iso(now + lifeMs), usedAt: null }, secret };
  }

  /** Newest first; those that have expired among them, for a week. */
  async list(): Promise<readonly Token[]> {
    await this.#store.write([{ sql: 'DELETE FROM token WHERE expires_at < ?', values: [this.#now().getTime() - 7 * 86_400_000] }]);
    return (await this.#store.read({ sql: `SELECT ${columns} FROM token ORDER BY created_at DESC` })).map((row) => rowSchema.parse(row));
  }

  /** Null when it has expired, was revoked, or never was. */
  async find(secret: string): Promise<Token | null> {
    const now = this.#now().getTime();
    const [row] = await this.#store.read({ sql: `SELECT ${columns} FROM token WHERE hash = ?`, values: [secretHash(secret)] });
    if (row === undefined) return null;
    const token = this.#read.get(row) ?? rowSchema.parse(row);
    this.#read.set(row, token);
    if (Date.parse(token.expiresAt) <= now) return null;
    if (token.usedAt === null || now - Date.parse(token.usedAt) > noteEveryMs) await this.#store.writeSoon([{ sql: 'UPDATE token SET used_at = ? WHERE id = ?', values: [now, token.id] }]);
    return token;
  }

  async revoke(id: string): Promise<void> {
    if (!(await this.list()).some((token) => token.id === id)) throw tokenUnknown(`there is no token ${id}`);
    await this.#store.write([{ sql: 'DELETE FROM token WHERE id = ?', values: [id] }]);
  }
}
