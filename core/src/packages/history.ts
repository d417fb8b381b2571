import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../plugins/index.ts';
import { historyBroken, storeNotWritten } from './errors.ts';
import { replaceFile } from './staging.ts';

export const historyActions = ['install', 'upgrade', 'rollback', 'remove', 'enable', 'disable', 'found', 'gone'] as const;

const entrySchema = z.strictObject({
  at: z.iso.datetime(),
  person: z.string(),
  /** `found` and `gone`: the lock file names something else than any command here wrote. */
  action: z.enum(historyActions),
  plugin: z.string().nullable(),
  version: z.string().nullable(),
  before: z.string().nullable(),
  integrity: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  detail: z.string(),
});
const recordSchema = z.strictObject({ sequence: z.int(), ...entrySchema.shape, hash: z.string() });

/** How far the history was written for certain. */
const endSchema = z.strictObject({ sequence: z.int().min(1), hash: z.string() });

export type HistoryEntry = Omit<z.infer<typeof entrySchema>, 'at'>;
export type HistoryRecord = z.infer<typeof recordSchema>;

const beginning = '0'.repeat(64);

function chained(hashBefore: string, { sequence, at, person, action, plugin, version, before, integrity, outcome, detail }: Omit<HistoryRecord, 'hash'>): string {
  return sha256(JSON.stringify([hashBefore, sequence, at, person, action, plugin, version, before, integrity, outcome, detail]));
}

/** What was done to the packages of a machine: one line of JSON each, with the hash of the line before. Only ever added to; a file beside it says where it ends. */
export class PackageHistory {
  readonly #file: string;
  readonly #endFile: string;

  constructor(folder: string) {
    this.#file = join(folder, 'history.jsonl');
    this.#endFile = join(folder, 'history-end.json');
  }

  /** Oldest first. Throws when a record was altered, removed or moved. */
  async records(): Promise<readonly HistoryRecord[]> {
    return (await this.#read()).records;
  }

  async append(entry: HistoryEntry, now: Date): Promise<void> {
    const { records, bytes } = await this.#read();
    const last = records.at(-1);
    const record = { sequence: (last?.sequence ?? 0) + 1, at: now.toISOString(), ...entry };
    const hash = chained(last?.hash ?? beginning, record);
    const line = `${JSON.stringify({ ...record, hash })}\n`;
    try {
      await using handle = await open(this.#file, 'a', 0o600);
      // Half a line of a process that was killed: it was never a record.
      await handle.truncate(bytes);
      await handle.appendFile(line);
      await handle.sync();
    } catch (cause) {
      throw storeNotWritten(`${this.#file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: this.#file }, cause });
    }
    await replaceFile(this.#endFile, `${JSON.stringify({ sequence: record.sequence, hash })}\n`);
  }

  async #read(): Promise<{ readonly records: readonly HistoryRecord[]; readonly bytes: number }> {
    // The end first: a command that adds records meanwhile may be ahead of it, never behind.
    const end = await this.#end();
    const { text, bytes } = await this.#whole();
    const records = this.#parse(text);
    if (end !== null && records[end.sequence - 1]?.hash !== end.hash) {
      throw historyBroken(`its end was cut off: ${records.length} of at least ${end.sequence} records are there`, { place: { file: this.#file } });
    }
    return { records, bytes };
  }

  /** Null before the first record, and of a history from before there was such a file. */
  async #end(): Promise<z.infer<typeof endSchema> | null> {
    const text = await textOf(this.#endFile);
    if (text === '') return null;
    const parsed = endSchema.safeParse(jsonOf(text));
    if (!parsed.success) throw historyBroken('the record of its end is none', { place: { file: this.#endFile } });
    return parsed.data;
  }

  /** The whole lines, and where they end. */
  async #whole(): Promise<{ readonly text: string; readonly bytes: number }> {
    const text = await textOf(this.#file);
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

/** Empty when there is none. */
async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
