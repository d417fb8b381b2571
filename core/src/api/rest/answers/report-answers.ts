import { z } from 'zod';
import { text } from './health-answers.ts';

const number = z.number().nullable();
const line = { site: z.string(), upMs: z.number(), downMs: z.number(), unknownMs: z.number(), maintenanceMs: z.number(), percent: number };

export const reportAnswer = z.object({
  month: z.string(), madeAt: z.string(),
  sites: z.array(z.object({ ...line, devices: z.int(), title: z.string(), zone: z.string(), from: z.string(), to: z.string(), target: number, met: z.boolean().nullable() })),
  classes: z.array(z.object({ ...line, devices: z.int(), kind: z.string() })),
  devices: z.array(z.object({ ...line, device: z.string(), deviceName: z.string(), kind: z.string() })),
  incidents: z.array(z.object({
    id: z.string(), site: z.string(), deviceName: z.string(), state: z.string(), summary: z.string(), openedAt: z.string(), resolvedAt: text, acknowledgedMs: number, repairedMs: number,
  })),
  repair: z.array(z.object({ site: z.string(), incidents: z.int(), meanAcknowledgedMs: number, meanRepairedMs: number, medianRepairedMs: number })),
  changes: z.array(z.object({
    id: z.string(), title: z.string(), person: z.string(), startedAt: z.string(), state: z.string(), outcome: z.enum(['kept', 'undone', 'held', 'under way']), sites: z.array(z.string()),
  })),
  backups: z.array(z.object({ site: z.string(), deviceName: z.string(), check: z.string(), state: z.string(), share: z.number(), summary: z.string() })),
  capacity: z.array(z.object({ site: z.string(), deviceName: z.string(), item: z.string(), state: z.string(), summary: z.string() })),
}).meta({ id: 'Report' });

export const reportFileAnswer = z.object({ name: z.string(), type: z.string(), text: z.string() }).meta({ id: 'ReportFile' });
