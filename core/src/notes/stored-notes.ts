import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keptIn } from '../inventory/index.ts';
import type { Row, Store } from '../store/index.ts';
import type { DeviceNote, DeviceNotes } from './device-notes.ts';
import { noteChanged, noteUnknown, tooManyNotes } from './errors.ts';

export function createDeviceNotes(store: Pick<Store, 'read' | 'write'>): DeviceNotes {
  return new StoredNotes(store);
}

const rowSchema = z.object({ id: z.string(), device: z.string(), text: z.string(), author: z.string(), made_at: z.string(), edited_by: z.string().nullable(), edited_at: z.string().nullable() });

const etagOf = (text: string, editedAt: string | null): string => createHash('sha256').update(`${editedAt ?? ''}\n${text}`).digest('hex').slice(0, 16);

function noteOf(row: Row): DeviceNote {
  const { id, device, text, author, made_at: madeAt, edited_by: editedBy, edited_at: editedAt } = rowSchema.parse(row);
  return { id, device, text, author, madeAt, editedBy, editedAt, etag: etagOf(text, editedAt) };
}

/** Of one device. */
const mostNotes = 100;

class StoredNotes implements DeviceNotes {
  readonly kept = keptIn('device_note');
  readonly #store: Pick<Store, 'read' | 'write'>;
  /** One after the other: what was seen is still so when it is written. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  async of(device: string): Promise<readonly DeviceNote[]> {
    const rows = await this.#store.read({ sql: 'SELECT * FROM device_note WHERE device = ? ORDER BY made_at DESC, rowid DESC', values: [device] });
    return rows.map(noteOf);
  }

  add({ device, text, person }: Parameters<DeviceNotes['add']>[0]): Promise<DeviceNote> {
    return this.#inTurn(async () => {
      const [row] = await this.#store.read({ sql: 'SELECT count(*) AS notes FROM device_note WHERE device = ?', values: [device] });
      if (Number(row?.['notes']) >= mostNotes) throw tooManyNotes(`the device has ${String(row?.['notes'])} notes already`);
      const note = { id: randomUUID(), device, text, author: person, madeAt: new Date().toISOString(), editedBy: null, editedAt: null, etag: etagOf(text, null) };
      await this.#store.write([{ sql: 'INSERT INTO device_note (id, device, made_of, text, author, made_at) VALUES (?, ?, ?, ?, ?, ?)', values: [note.id, device, device, text, person, note.madeAt] }]);
      return note;
    });
  }

  edit({ device, id, etag, text, person }: Parameters<DeviceNotes['edit']>[0]): ReturnType<DeviceNotes['edit']> {
    return this.#inTurn(async () => {
      const before = await this.#seen(device, id, etag);
      const editedAt = new Date().toISOString();
      await this.#store.write([{ sql: 'UPDATE device_note SET text = ?, edited_by = ?, edited_at = ? WHERE id = ?', values: [text, person, editedAt, id] }]);
      return { before, after: { ...before, text, editedBy: person, editedAt, etag: etagOf(text, editedAt) } };
    });
  }

  remove({ device, id, etag }: Parameters<DeviceNotes['remove']>[0]): Promise<DeviceNote> {
    return this.#inTurn(async () => {
      const before = await this.#seen(device, id, etag);
      await this.#store.write([{ sql: 'DELETE FROM device_note WHERE id = ?', values: [id] }]);
      return before;
    });
  }

  async #seen(device: string, id: string, etag: string): Promise<DeviceNote> {
    const [row] = await this.#store.read({ sql: 'SELECT * FROM device_note WHERE id = ? AND device = ?', values: [id, device] });
    if (row === undefined) throw noteUnknown(`there is no note ${id} of this device`);
    const found = noteOf(row);
    if (etag !== '*' && found.etag !== etag) throw noteChanged(`${found.editedBy ?? found.author} wrote it anew`);
    return found;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
