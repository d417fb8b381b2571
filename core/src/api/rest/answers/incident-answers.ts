import { states } from '@jackfield/sdk';
import { z } from 'zod';
import { taskStates } from '../../../incidents/index.ts';
import { anyState, text } from './health-answers.ts';

export const noteAnswer = z.object({
  at: z.string(), person: z.string(), what: z.enum(['opened', 'comment', 'acknowledged', 'lapsed', 'delegated', 'task closed', 'resolved']), text: z.string(),
}).meta({ id: 'IncidentNote' });

export const taskAnswer = z.object({
  id: z.string(), incident: z.string(), device: z.string(), deviceName: z.string(), site: text, title: z.string(), to: z.object({ kind: z.enum(['person', 'team']), name: z.string() }), by: z.string(), comment: z.string(),
  madeAt: z.string(), dueAt: text, state: z.enum(taskStates), closedAt: text, closedBy: text,
}).meta({ id: 'Task' });

const maintenanceFields = { id: z.string(), reason: z.string(), person: z.string(), begunAt: z.string(), endsAt: z.string(), endedBy: text };

export const maintenanceAnswer = z.object({ ...maintenanceFields, at: z.string(), device: text }).meta({ id: 'Maintenance' });

const named = { device: z.string(), deviceName: z.string() };

export const whyAnswer = z.object({
  incident: z.string(),
  check: z.object({
    plugin: z.string(), check: z.string(), title: z.string(), state: anyState, summary: z.string(), since: text,
    items: z.array(z.object({ name: z.string(), state: z.enum(states), summary: z.string() })),
  }),
  path: z.array(z.object({ ...named, site: z.string(), state: anyState, incident: text })),
  cause: text,
  suppressed: z.array(z.object({ ...named, plugin: z.string(), check: z.string(), why: z.string(), by: text })),
  behind: z.array(z.object({ ...named, state: anyState })),
  lastChange: z.object({ id: z.string(), title: z.string(), person: z.string(), state: z.string(), startedAt: z.string(), devices: z.array(z.object(named)) }).nullable(),
  maintenance: z.array(maintenanceAnswer),
}).meta({ id: 'Why' });
