import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../plugins/index.ts';
import { historyBroken, storeNotWritten } from './errors.ts';

const actions = ['install', 'upgrade', 'rollback', 'remove', 'enable', 'disable', 'found', 'gone'] as const;

const entrySchema = z.strictObject({
  at: z.iso.datetime(),
  person: z.string(),
  /** `found` and `gone`: the lock file names something else than any command here wrote. */
  action: z.enum(actions),
  plugin: z.string().nullable(),
  version: z.string().nullable(),
  before: z.string().nullable(),
  integrity: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  detail: z.string(),
});
const recordSchema = entrySchema.extend({ sequence: z.int(), hash: z.string() });

export type HistoryEntry = Omit<z.infer<typeof entrySchema>, 'at'>;
export type HistoryRecord = z.infer<typeof recordSchema>;

const beginning = '0'.repeat(64);

function chained(hashBefore: string, { sequence, at, person, action, plugin, version, before, integrity, outcome, detail }: Omit<HistoryRecord, 'hash'>): string {
  return sha256(JSON.stringify([hashBefore, sequence, at, person, action, plugin, version, before, integrity, outcome, detail]));
}

/** What was done to the packages of a machine: one line of JSON each, with the hash of the line before. Only ever added to. */
export class PackageHistory {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'history.jsonl');
  }

  /** Oldest first. Throws when a record was altered, removed or moved. */
  async records(): Promise<readonly HistoryRecord[]> {
    return this.#parse((await this.#whole()).text);
  }

  async append(entry: HistoryEntry, now: Date): Promise<void> {
    const { text, bytes } = await this.#whole();
    const last = this.#parse(text).at(-1);
    const record = { ...entry, at: now.toISOString(), sequence: (last?.sequence ?? 0) + 1 };
    const line = `${JSON.stringify({ ...record, hash: chained(last?.hash ?? beginning, record) })}\n`;
    try {
      await using handle = await open(this.#file, 'a', 0o600);
      // Half a line of a process that was killed: it was never a record.
      await handle.truncate(bytes);
      await handle.appendFile(line);
      await handle.sync();
    } catch (cause) {
      throw storeNotWritten(`${this.#file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: this.#file }, cause });
    }
  }

  /** The whole lines, and where they end. */
  async #whole(): Promise<{ readonly text: string; readonly bytes: number }> {
    const text = await readFile(this.#file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    });
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    return { text: whole, bytes: Buffer.byteLength(whole) };
  }

  #parse(text: string): readonly HistoryRecord[] {
    const records: HistoryRecord[] = [];
    for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
      const place = { place: { file: this.#file, line: index + 1 } };
      const parsed = recordSchema.safeParse(jsonOf(line));
      if (!parsed.success) throw historyBroken('it is no record', place);
      const record = parsed.data;
      if (record.sequence !== index + 1 || record.hash !== chained(records.at(-1)?.hash ?? beginning, record)) {
        throw historyBroken(`record ${index + 1} does not follow from the one before`, place);
      }
      records.push(record);
    }
    return records;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
