import { randomUUID } from 'node:crypto';
import type { ServiceIdentifier } from 'inversify';
import { z } from 'zod';
import type { Store } from '../store/index.ts';
import { recordingRuns, recordingUnknown } from './errors.ts';

const told = z.object({
  id: z.string(), device: z.string(), person: z.string(), madeAt: z.string(), exchanges: z.int(), bytes: z.int(),
  calls: z.array(z.object({ plugin: z.string(), call: z.string(), outcome: z.string(), message: z.string() })).readonly(),
  /** Lines that look as if a secret was left. */
  suspicious: z.array(z.object({ line: z.int(), kind: z.string(), why: z.string() })).readonly(),
});

/** A recording that the host keeps, without its text. */
export type KeptRecording = z.output<typeof told>;

/** One that is being made. */
export interface RecordingProgress {
  readonly device: string;
  readonly person: string;
  readonly startedAt: string;
  readonly done: number;
  readonly total: number;
  readonly label: string;
  /** Why nothing became of it; null while it is made. */
  readonly failed: string | null;
}

/** What making one gives. */
export interface MadeRecording extends Pick<KeptRecording, 'exchanges' | 'calls' | 'suspicious'> {
  readonly text: string;
}

export type RecordingMaker = (progress: (at: Pick<RecordingProgress, 'done' | 'total' | 'label'>) => void, signal: AbortSignal) => Promise<MadeRecording>;

/** The last recordings of each device, made at the request of a person. */
export interface KeptRecordings extends AsyncDisposable {
  /** Newest first. */
  of(device: string): Promise<readonly KeptRecording[]>;
  text(device: string, id: string): Promise<KeptRecording & { readonly text: string }>;
  /** How far the one of this device is that is made, or why the last one failed. */
  progress(device: string): RecordingProgress | null;
  /** Begins to make one; it is among the others when it is there. */
  begin(device: string, person: string, make: RecordingMaker): RecordingProgress;
  remove(device: string, id: string): Promise<void>;
}
export const KeptRecordings: ServiceIdentifier<KeptRecordings> = Symbol.for('KeptRecordings');

/** Of one device. */
const mostKept = 5;

export function createKeptRecordings(store: Pick<Store, 'read' | 'write'>): KeptRecordings {
  return new StoredRecordings(store);
}

class StoredRecordings implements KeptRecordings {
  readonly #store: Pick<Store, 'read' | 'write'>;
  readonly #closing = new AbortController();
  readonly #progress = new Map<string, RecordingProgress>();
  readonly #making = new Set<Promise<void>>();

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  async of(device: string): Promise<readonly KeptRecording[]> {
    const rows = await this.#store.read({ sql: 'SELECT told FROM kept_recording WHERE device = ? ORDER BY made_at DESC, rowid DESC', values: [device] });
    return rows.map((row) => told.parse(JSON.parse(String(row['told']))));
  }

  async text(device: string, id: string): Promise<KeptRecording & { readonly text: string }> {
    const [row] = await this.#store.read({ sql: 'SELECT told, text FROM kept_recording WHERE device = ? AND id = ?', values: [device, id] });
    if (row === undefined) throw recordingUnknown(`there is no recording ${id} of this device`);
    return { ...told.parse(JSON.parse(String(row['told']))), text: String(row['text']) };
  }

  progress(device: string): RecordingProgress | null {
    return this.#progress.get(device) ?? null;
  }

  begin(device: string, person: string, make: RecordingMaker): RecordingProgress {
    const running = this.#progress.get(device);
    if (running?.failed === null) throw recordingRuns(`${running.person} began one already`);
    const begun: RecordingProgress = { device, person, startedAt: new Date().toISOString(), done: 0, total: 0, label: '', failed: null };
    this.#progress.set(device, begun);
    const making = make((at) => this.#progress.set(device, { ...begun, ...at }), this.#closing.signal)
      .then((made) => this.#keep(device, person, made))
      .then(() => this.#progress.delete(device), (error: unknown) => this.#progress.set(device, { ...begun, failed: error instanceof Error ? error.message : String(error) }))
      .then(() => void this.#making.delete(making));
    this.#making.add(making);
    return begun;
  }

  async remove(device: string, id: string): Promise<void> {
    await this.text(device, id);
    await this.#store.write([{ sql: 'DELETE FROM kept_recording WHERE id = ?', values: [id] }]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#making);
  }

  async #keep(device: string, person: string, { text, exchanges, calls, suspicious }: MadeRecording): Promise<void> {
    const madeAt = new Date().toISOString();
    const recording: KeptRecording = { id: randomUUID(), device, person, madeAt, exchanges, bytes: Buffer.byteLength(text), calls, suspicious };
    await this.#store.write([
      { sql: 'INSERT INTO kept_recording (id, device, made_at, told, text) VALUES (?, ?, ?, ?, ?)', values: [recording.id, device, madeAt, JSON.stringify(recording), text] },
      { sql: 'DELETE FROM kept_recording WHERE device = ? AND id NOT IN (SELECT id FROM kept_recording WHERE device = ? ORDER BY made_at DESC, rowid DESC LIMIT ?)', values: [device, device, mostKept] },
    ]);
  }
}
