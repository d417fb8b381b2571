import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeOrKeep, type Row, type Statement, type Store } from '../store/index.ts';
import type { Audit, AuditChange, AuditEntry, AuditRecord } from './audit.ts';
import { origin as underWay } from './origin.ts';

const rowSchema = z
  .object({
    sequence: z.number(), at: z.string(), person: z.string(), action: z.string(), plugin: z.string().nullable(), plugin_version: z.string().nullable(),
    device: z.string().nullable(), change: z.string().nullable(), outcome: z.enum(['done', 'refused', 'failed']), detail: z.string(), hash: z.string(), origin: z.string().nullable(), changed: z.string().nullable(),
  })
  .transform(({ plugin_version: pluginVersion, ...row }): StoredRecord => ({ ...row, pluginVersion }));

/** A record as it is on disk: what is another now is a text there, over which the hash goes as it stands. */
interface StoredRecord extends Omit<AuditRecord, 'changed'> {
  readonly changed: string | null;
}

const changedSchema = z.array(z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() }));
const mostChanged = 200;
const mostText = 2_000;

const endSchema = z.object({ sequence: z.number(), hash: z.string() });
const columns = 'sequence, at, person, action, plugin, plugin_version, device, change, outcome, detail, hash, origin, changed';
const beginning = '0'.repeat(64);

function chained(before: string, record: Omit<StoredRecord, 'hash'>): string {
  const { sequence, at, person, action, plugin, pluginVersion, device, change, outcome, detail, origin, changed } = record;
  // Records from before there were origins, and what is another, keep their hashes.
  const text = JSON.stringify([before, sequence, at, person, action, plugin, pluginVersion, device, change, outcome, detail, ...(origin === null && changed === null ? [] : [origin]), ...(changed === null ? [] : [changed])]);
  return createHash('sha256').update(text).digest('hex');
}

const read = (rows: readonly Row[]): StoredRecord[] => rows.map((row) => rowSchema.parse(row));

/** What somebody altered so that it is no list any more is shown as nothing, and found by `verify`. */
function changedIn(text: string | null): readonly AuditChange[] {
  if (text === null) return [];
  try {
    return changedSchema.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

const cut = (text: string | null): string | null => (text !== null && text.length > mostText ? `${text.slice(0, mostText)} …` : text);

const changedText = (changed: readonly AuditChange[]): string | null =>
  (changed.length === 0 ? null : JSON.stringify(changed.slice(0, mostChanged).map(({ what, before, after }) => ({ what, before: cut(before), after: cut(after) }))));

/** Opens the audit where it ended. */
export async function createAudit(store: Store, now: () => Date = () => new Date()): Promise<Audit> {
  // Not behind the last record that is there: were it cut off, the next one would hide that.
  const [end] = await store.read({ sql: 'SELECT sequence, hash FROM audit_end' });
  const { sequence, hash } = end === undefined ? { sequence: 0, hash: beginning } : endSchema.parse(end);
  return new StoredAudit(store, now, sequence, hash);
}

type Write = (statements: readonly Statement[]) => Promise<void>;

class StoredAudit implements Audit {
  readonly #store: Store;
  readonly #now: () => Date;
  #sequence: number;
  #hash: string;
  /** The record of a write that failed: the store may have taken it all the same. */
  #unconfirmed: Pick<AuditRecord, 'sequence' | 'hash'> | null = null;
  // One after the other: each record carries the hash of the one before, and only of one that is on disk.
  #tail: Promise<void> = Promise.resolve();

  constructor(store: Store, now: () => Date, sequence: number, hash: string) {
    this.#store = store;
    this.#now = now;
    this.#sequence = sequence;
    this.#hash = hash;
  }

  record(entry: AuditEntry): Promise<void> {
    return this.#next(entry, (statements) => this.#store.write(statements));
  }

  recordDeed(entry: AuditEntry): Promise<void> {
    return this.#next(entry, (statements) => writeOrKeep(this.#store, statements));
  }

  async list({ limit = 1_000, device, devices, change }: NonNullable<Parameters<Audit['list']>[0]> = {}): Promise<readonly AuditRecord[]> {
    const rows = await this.#store.read({
      sql: `SELECT ${columns} FROM audit WHERE (?1 IS NULL OR device = ?1 OR device IN (SELECT device FROM audit WHERE action = 'device.remove' AND detail = ?1)) AND (?2 IS NULL OR change = ?2)
            AND (?4 IS NULL OR device IN (SELECT value FROM json_each(?4))) ORDER BY sequence DESC LIMIT ?3`,
      values: [device ?? null, change ?? null, limit, devices === undefined ? null : JSON.stringify(devices)],
    });
    return read(rows).map((record) => ({ ...record, changed: changedIn(record.changed) }));
  }

  async verify(): Promise<number | null> {
    const page = 5_000;
    let before = beginning;
    // What this host wrote last has to be there as it was, were all of the chain made anew.
    const end = { sequence: this.#sequence, hash: this.#hash };
    for (let sequence = 0; ; ) {
      const records = read(await this.#store.read({ sql: `SELECT ${columns} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?`, values: [sequence, page] }));
      for (const record of records) {
        if (record.sequence !== sequence + 1) return sequence + 1;
        if (record.hash !== chained(before, record) || (record.sequence === end.sequence && record.hash !== end.hash)) return record.sequence;
        before = record.hash;
        sequence = record.sequence;
      }
      // A record cut off the end leaves no gap.
      if (records.length < page) return sequence < end.sequence ? sequence + 1 : null;
    }
  }

  #next(entry: AuditEntry, write: Write): Promise<void> {
    const origin = underWay.getStore() ?? null;
    const written = this.#tail.then(() => this.#append({ ...entry, origin }, write));
    this.#tail = written.catch(() => undefined);
    return written;
  }

  async #append(entry: AuditEntry & Pick<AuditRecord, 'origin'>, write: Write): Promise<void> {
    await this.#lookUp();
    const { person, action, plugin, pluginVersion, device, change, outcome, detail, origin } = entry;
    const changed = changedText(entry.changed ?? []);
    const record = { sequence: this.#sequence + 1, at: this.#now().toISOString(), person, action, plugin, pluginVersion, device, change, outcome, detail, origin, changed };
    const hash = chained(this.#hash, record);
    this.#unconfirmed = { sequence: record.sequence, hash };
    await write([
      {
        sql: `INSERT INTO audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [record.sequence, record.at, person, action, plugin, pluginVersion, device, change, outcome, detail, hash, origin, changed],
      },
      { sql: 'INSERT INTO audit_end (one, sequence, hash) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash', values: [record.sequence, hash] },
    ]);
    this.#is(this.#unconfirmed);
  }

  /** The chain goes on behind a record that is on disk, whoever was told so. */
  async #lookUp(): Promise<void> {
    const record = this.#unconfirmed;
    if (record === null) return;
    const [row] = await this.#store.read({ sql: 'SELECT hash FROM audit WHERE sequence = ?', values: [record.sequence] });
    if (row?.['hash'] === record.hash) this.#is(record);
    this.#unconfirmed = null;
  }

  #is({ sequence, hash }: Pick<AuditRecord, 'sequence' | 'hash'>): void {
    this.#sequence = sequence;
    this.#hash = hash;
    this.#unconfirmed = null;
  }
}
