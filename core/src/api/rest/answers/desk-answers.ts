import { z } from 'zod';
import { text } from './health-answers.ts';
import { report } from './host-answers.ts';

export const deviceNoteAnswer = z.object({
  id: z.string(), device: z.string(), text: z.string(), author: z.string(), madeAt: z.string(), editedBy: text, editedAt: text, etag: z.string().meta({ description: 'What an edit sends along as If-Match.' }),
}).meta({ id: 'DeviceNote' });

export const savedViewAnswer = z.object({ name: z.string(), query: z.string().meta({ description: 'Of the link to the device table, such as `search=state%3Acritical`.' }) }).meta({ id: 'SavedView' });

const keptRecording = z.object({
  id: z.string(), device: z.string(), person: z.string(), madeAt: z.string(), exchanges: z.int(), bytes: z.int(), calls: z.array(z.object({ plugin: z.string(), call: z.string(), outcome: z.string(), message: z.string() })),
  suspicious: z.array(z.object({ line: z.int(), kind: z.string(), why: z.string() })).meta({ description: 'Lines that look as if a secret was left.' }),
}).meta({ id: 'KeptRecording' });

export const recordingProgressAnswer = z.object({
  device: z.string(), person: z.string(), startedAt: z.string(), done: z.int(), total: z.int(), label: z.string(), failed: report.nullable(),
}).meta({ id: 'RecordingProgress' });

export const recordingsAnswer = z.object({ running: recordingProgressAnswer.nullable(), kept: z.array(keptRecording) }).meta({ id: 'Recordings' });

export const recordingAnswer = z.object({ ...keptRecording.shape, text: z.string() }).meta({ id: 'Recording' });

export const recentTrapsAnswer = z.object({
  receives: z.boolean().meta({ description: 'Whether the host receives traps at all.' }),
  traps: z.array(z.object({
    device: z.string(), name: z.string(), site: text, at: z.string(), address: z.string(), oid: z.string(), kind: z.enum(['trap', 'inform']), version: z.enum(['1', '2c', '3']),
    varbinds: z.array(z.object({ oid: z.string(), type: z.string(), value: z.union([z.string(), z.number()]).nullable() })),
    heard: z.array(z.object({ at: z.string(), plugin: z.string(), name: z.string(), summary: z.string(), hints: z.array(z.string()).meta({ description: 'Checks that ran at once.' }) })),
  })),
}).meta({ id: 'RecentTraps' });
