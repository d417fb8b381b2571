import type { ServiceIdentifier } from 'inversify';
import type { KeptByDevice } from '../inventory/index.ts';

/** What a person wrote of a device, for those who come after. */
export interface DeviceNote {
  readonly id: string;
  readonly device: string;
  /** Lines, as they were typed. */
  readonly text: string;
  readonly author: string;
  readonly madeAt: string;
  /** Who wrote it as it is now, when that is not the author's first text. */
  readonly editedBy: string | null;
  readonly editedAt: string | null;
  /** Of the text as it is now. */
  readonly etag: string;
}

export interface DeviceNotes {
  /** Newest first. */
  of(device: string): Promise<readonly DeviceNote[]>;
  /** A coded error when the device has as many as one can have. */
  add(note: { readonly device: string; readonly text: string; readonly person: string }): Promise<DeviceNote>;
  /** Of what was seen, by its etag, or `*` for whatever it says; a coded error when it is another by now. Gives it as it was before, too. */
  edit(note: { readonly device: string; readonly id: string; readonly etag: string; readonly text: string; readonly person: string }): Promise<{ readonly before: DeviceNote; readonly after: DeviceNote }>;
  remove(note: { readonly device: string; readonly id: string; readonly etag: string }): Promise<DeviceNote>;
  /** What becomes of the notes when devices become one, two or none. */
  readonly kept: KeptByDevice;
}
export const DeviceNotes: ServiceIdentifier<DeviceNotes> = Symbol.for('DeviceNotes');
