import { randomUUID } from 'node:crypto';
import type { ServiceIdentifier } from 'inversify';
import { z } from 'zod';
import { reportOf, type ErrorReport } from '../control/index.ts';
import { keptIn, type KeptByDevice } from '../inventory/index.ts';
import type { Store } from '../store/index.ts';
import { recordingRuns, recordingTooLarge, recordingUnknown, tooManyWait } from './errors.ts';

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
  readonly failed: ErrorReport | null;
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
  /** Begins to make one, or to wait until its turn comes; it is among the others when it is there. */
  begin(device: string, person: string, make: RecordingMaker): RecordingProgress;
  remove(device: string, id: string): Promise<void>;
  /** What becomes of the recordings when devices become one, two or none; of one that is being made, too. */
  readonly kept: KeptByDevice;
}
export const KeptRecordings: ServiceIdentifier<KeptRecordings> = Symbol.for('KeptRecordings');

/** Of one device, and of all of them: the oldest goes. */
const mostKept = { ofDevice: 5, inAll: 100 };
const mostBytes = 16_000_000;
/** Each takes processes of its own. */
const madeAtOnce = 2;
const mostWaiting = 10;

export function createKeptRecordings(store: Pick<Store, 'read' | 'write'>): KeptRecordings {
  return new StoredRecordings(store);
}

interface Making {
  /** Null when it is of no device any more. */
  device: string | null;
  /** Of which it was begun. */
  madeOf: string;
  at: Omit<RecordingProgress, 'device'>;
}

class StoredRecordings implements KeptRecordings {
  readonly #store: Pick<Store, 'read' | 'write'>;
  readonly #closing = new AbortController();
  /** Those that are made or wait, and the last of each device when it failed. */
  readonly #begun = new Set<Making>();
  readonly #ends = new Set<Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  get kept(): KeptByDevice {
    const stored = keptIn('kept_recording');
    const follow = (from: string, at: Partial<Pick<Making, 'device' | 'madeOf'>>, of?: readonly string[]): void => {
      for (const making of this.#begun) if (making.device === from && (of?.includes(making.madeOf) ?? true)) Object.assign(making, at);
    };
    return {
      merged(from, to) {
        follow(from, { device: to });
        return stored.merged(from, to);
      },
      split(from, back, origins) {
        follow(from, { device: back }, origins);
        return stored.split(from, back, origins);
      },
      replaced(from, to) {
        follow(from, { device: to, madeOf: to });
        return stored.replaced(from, to);
      },
      removed(device) {
        follow(device, { device: null });
        return stored.removed(device);
      },
    };
  }

  async of(device: string): Promise<readonly KeptRecording[]> {
    const rows = await this.#store.read({ sql: 'SELECT told FROM kept_recording WHERE device = ? ORDER BY made_at DESC, rowid DESC', values: [device] });
    return rows.map((row) => ({ ...told.parse(JSON.parse(String(row['told']))), device }));
  }

  async text(device: string, id: string): Promise<KeptRecording & { readonly text: string }> {
    const [row] = await this.#store.read({ sql: 'SELECT told, text FROM kept_recording WHERE device = ? AND id = ?', values: [device, id] });
    if (row === undefined) throw recordingUnknown(`there is no recording ${id} of this device`);
    return { ...told.parse(JSON.parse(String(row['told']))), device, text: String(row['text']) };
  }

  progress(device: string): RecordingProgress | null {
    const making = this.#of(device);
    return making === undefined ? null : { ...making.at, device };
  }

  begin(device: string, person: string, make: RecordingMaker): RecordingProgress {
    const last = this.#of(device);
    if (last?.at.failed === null) throw recordingRuns(`${last.at.person} began one already`);
    if (this.#running >= madeAtOnce && this.#waiting.length >= mostWaiting) throw tooManyWait(`${this.#waiting.length} recordings wait already`);
    if (last !== undefined) this.#begun.delete(last);
    const begun: Making['at'] = { person, startedAt: new Date().toISOString(), done: 0, total: 0, label: '', failed: null };
    const making: Making = { device, madeOf: device, at: begun };
    this.#begun.add(making);
    const end = this.#inTurn(making, () => make((at) => void (making.at = { ...begun, ...at }), this.#closing.signal))
      .then((made) => this.#keep(making, person, made))
      .then(() => void this.#begun.delete(making), (error: unknown) => void (making.at = { ...begun, failed: reportOf(error) }))
      .then(() => void this.#ends.delete(end));
    this.#ends.add(end);
    return { ...making.at, device };
  }

  async remove(device: string, id: string): Promise<void> {
    await this.text(device, id);
    await this.#store.write([{ sql: 'DELETE FROM kept_recording WHERE id = ?', values: [id] }]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#ends);
  }

  #of(device: string): Making | undefined {
    return [...this.#begun].find((making) => making.device === device);
  }

  async #inTurn<Made>(making: Making, make: () => Promise<Made>): Promise<Made> {
    if (this.#running >= madeAtOnce) {
      making.at = { ...making.at, label: 'waits until others are recorded' };
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      await promise;
    } else this.#running += 1;
    try {
      this.#closing.signal.throwIfAborted();
      return await make();
    } finally {
      // Whoever waits longest takes the place as it is.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #keep({ device, madeOf }: Making, person: string, { text, exchanges, calls, suspicious }: MadeRecording): Promise<void> {
    if (device === null) return;
    const bytes = Buffer.byteLength(text);
    if (bytes > mostBytes) throw recordingTooLarge(`it has ${Math.ceil(bytes / 1_000_000)} MB`);
    const madeAt = new Date().toISOString();
    const recording: KeptRecording = { id: randomUUID(), device, person, madeAt, exchanges, bytes, calls, suspicious };
    await this.#store.write([
      { sql: 'INSERT INTO kept_recording (id, device, made_of, made_at, told, text) VALUES (?, ?, ?, ?, ?, ?)', values: [recording.id, device, madeOf, madeAt, JSON.stringify(recording), text] },
      { sql: 'DELETE FROM kept_recording WHERE device = ? AND id NOT IN (SELECT id FROM kept_recording WHERE device = ? ORDER BY made_at DESC, rowid DESC LIMIT ?)', values: [device, device, mostKept.ofDevice] },
      { sql: 'DELETE FROM kept_recording WHERE id NOT IN (SELECT id FROM kept_recording ORDER BY made_at DESC, rowid DESC LIMIT ?)', values: [mostKept.inAll] },
    ]);
  }
}
