import { defineError } from '../errors/index.ts';

export const noteUnknown = defineError('JF9901', 'no such note', 'Look at the notes of the device again: somebody may have removed it.');
export const noteChanged = defineError('JF9902', 'the note is another by now', 'Read what it says now, and write yours into that.');
export const noteVersionMissing = defineError('JF9903', 'not said which version of the note is meant', 'Read the notes first, and send the etag of the one along as If-Match: nothing is overwritten unseen.');
export const tooManyNotes = defineError('JF9904', 'the device has too many notes', 'Remove some that are no longer true, or gather several in one.');
