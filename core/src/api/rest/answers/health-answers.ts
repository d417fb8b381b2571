import { states } from '@jackfield/sdk';
import { z } from 'zod';
import { incidentStatuses } from '../../../health/index.ts';

export const text = z.string().nullable();
export const anyState = z.enum([...states, 'pending']);
const metric = z.object({ name: z.string(), value: z.number() });

export const checkAnswer = z.object({
  device: z.string(), plugin: z.string(), check: z.string(), title: z.string(), state: anyState, hard: z.boolean(), flapping: z.boolean().optional(), attempt: z.int(), summary: z.string(),
  items: z.array(z.object({ name: z.string(), state: z.enum(states), summary: z.string(), metrics: z.array(metric).optional() })), metrics: z.array(metric),
  since: text, lastRun: text, nextRun: text, elapsedMs: z.number().nullable(), code: text, where: z.string(), hint: z.string(),
  restores: z.array(z.object({ machine: z.string(), object: z.string(), copiedAt: text, command: z.string() })).optional(),
}).meta({ id: 'Check' });

export const checkOfDeviceAnswer = checkAnswer.extend({ deviceName: z.string(), site: z.string() }).meta({ id: 'CheckOfDevice' });

export const sampleAnswer = z.object({ at: z.iso.datetime(), value: z.number() }).meta({ id: 'Sample' });

export const incidentAnswer = z.object({
  id: z.string(), device: z.string(), plugin: z.string(), check: z.string(), item: text, state: z.enum(states), summary: z.string(), status: z.enum(incidentStatuses), openedAt: z.string(), resolvedAt: text,
  acknowledged: z.object({ by: z.string(), at: z.string(), until: text }).optional(),
}).meta({ id: 'Incident' });

export const namedIncidentAnswer = incidentAnswer.extend({ deviceName: z.string(), site: text }).meta({ id: 'IncidentOfDevice' });
