import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { deviceNoteAnswer, recentTrapsAnswer, recordingAnswer, recordingProgressAnswer, recordingsAnswer, savedViewAnswer } from '../answers/desk-answers.ts';
import { route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';
import * as touched from '../touched.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };
const operates: Rule = { role: 'operator', at: touched.device };

/** What people keep at hand for their work: notes on devices, recordings of them, what came from them, views of their own. */
export const deskRoutes: readonly Route[] = [
  route({ name: 'deviceNotes', method: 'get', path: '/devices/{device}/notes', title: 'Notes on a device, newest first', rule: seen, command: commands['device-notes'], answer: z.array(deviceNoteAnswer) }),
  route({ name: 'addDeviceNote', method: 'post', path: '/devices/{device}/notes', title: 'Write a note on a device', rule: operates, command: commands['device-note-add'], answer: deviceNoteAnswer }),
  route({ name: 'editDeviceNote', method: 'put', path: '/devices/{device}/notes/{note}', title: 'Write a note anew; the audit keeps what it said', rule: operates, command: commands['device-note-edit'], answer: deviceNoteAnswer, versioned: 'etag' }),
  route({ name: 'removeDeviceNote', method: 'delete', path: '/devices/{device}/notes/{note}', title: 'Remove a note; the audit keeps what it said', rule: operates, command: commands['device-note-remove'], answer: deviceNoteAnswer, versioned: 'etag' }),
  route({ name: 'recordings', method: 'get', path: '/devices/{device}/recordings', title: 'Recordings that the host keeps of a device, and how far the one is that is made', rule: operates, command: commands.recordings, answer: recordingsAnswer }),
  route({ name: 'recording', method: 'get', path: '/devices/{device}/recordings/{recording}', title: 'A recording with its text, secrets replaced; with lines that look as if one was left, after `confirmed` alone', rule: operates, command: commands.recording, answer: recordingAnswer }),
  route({ name: 'beginRecording', method: 'post', path: '/devices/{device}/recordings', title: 'Record a device: all that its plugins do without writing; answers when it has begun', rule: operates, command: commands['recording-begin'], answer: recordingProgressAnswer }),
  route({ name: 'removeRecording', method: 'delete', path: '/devices/{device}/recordings/{recording}', title: 'Remove a recording', rule: operates, command: commands['recording-remove'], answer: z.object({ device: z.string(), recording: z.string() }) }),
  route({ name: 'recentTraps', method: 'get', path: '/traps/recent', title: 'The newest traps and informs of a device, of a site or of all, with what they triggered', rule: seen, command: commands['traps-recent'], answer: recentTrapsAnswer }),
  route({ name: 'views', method: 'get', path: '/views', title: 'Saved views of the device table, of who asks', rule: 'caller', command: commands.views, answer: z.array(savedViewAnswer) }),
  route({ name: 'keepView', method: 'put', path: '/views', title: 'Keep a view of the device table under a name, in place of one that has it', rule: 'caller', command: commands['view-keep'], answer: z.array(savedViewAnswer) }),
  route({ name: 'forgetView', method: 'post', path: '/views/forget', title: 'Forget a saved view', rule: 'caller', command: commands['view-forget'], answer: z.array(savedViewAnswer) }),
];
