import { z } from 'zod';
import { noteVersionMissing, type DeviceNote } from '../../notes/index.ts';
import { command, type CommandContext } from '../command.ts';
import { audited } from './audited.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);
const text = z.string().max(4_000).regex(/\S/, 'something to say').meta({ description: 'Lines, at most 4,000 characters.' });
const etag = z.string().min(1).max(64).optional().meta({ description: 'Of the note as it was read, as If-Match may give it too.' });

/** Notes on a device, newest first. */
export const deviceNotes = command(z.strictObject({ device: name }), ({ services }: CommandContext, { device }): Promise<readonly DeviceNote[]> => services.notes.of(deviceNamed(services, device).id));

export const deviceNoteAdd = command(z.strictObject({ device: name, text }), async (context: CommandContext, input) => {
  const { services, person } = context;
  const { id, name: called } = deviceNamed(services, input.device);
  return audited(context, { action: 'note.add', device: id, detail: `${called}: ${input.text}` }, () => services.notes.add({ device: id, text: input.text, person }));
});

/** The version that was read; nobody overwrites what they have not seen. */
function requireVersion(given: string | undefined): string {
  if (given === undefined) throw noteVersionMissing('nothing says which version of the note is meant');
  return given;
}

export const deviceNoteEdit = command(z.strictObject({ device: name, note: name, text, etag }), async (context: CommandContext, input) => {
  const { services, person } = context;
  const { id, name: called } = deviceNamed(services, input.device);
  const seen = requireVersion(input.etag);
  const { after } = await audited(context, { action: 'note.edit', device: id, detail: called, told: ({ before, after: now }) => `${called}: ${before.text} → ${now.text}`, changed: ({ before, after: now }) => [{ what: 'note', before: before.text, after: now.text }] }, () =>
    services.notes.edit({ device: id, id: input.note, etag: seen, text: input.text, person }));
  return after;
});

export const deviceNoteRemove = command(z.strictObject({ device: name, note: name, etag }), async (context: CommandContext, input) => {
  const { services } = context;
  const { id, name: called } = deviceNamed(services, input.device);
  const seen = requireVersion(input.etag);
  return audited(context, { action: 'note.remove', device: id, detail: called, told: (before) => `${called}: ${before.text}`, changed: (before) => [{ what: 'note', before: before.text, after: null }] }, () => services.notes.remove({ device: id, id: input.note, etag: seen }));
});
