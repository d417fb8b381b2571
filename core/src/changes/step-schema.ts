import { commitClasses } from '@jackfield/sdk';
import { z } from 'zod';

const data = z.record(z.string(), z.json());

/** A step as the store keeps it. */
export const stepOrderSchema = z.object({
  device: z.string(),
  deviceName: z.string(),
  plugin: z.string(),
  pluginVersion: z.string(),
  resource: z.string(),
  key: data,
  commitClass: z.enum(commitClasses),
  // Steps from before there were waves.
  wave: z.int().default(0),
  unit: z.string().default(''),
  waitsFor: z.array(z.int()).default([]),
  before: data,
  after: data,
  by: z.enum(['apply', 'restore']),
  trialMs: z.int().exactOptional(),
  spec: data.exactOptional(),
});
