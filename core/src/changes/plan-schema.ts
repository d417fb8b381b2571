import { commitClasses, deviceKinds } from '@jackfield/sdk';
import { z } from 'zod';
import type { Plan } from './change-service.ts';
import { healthContractSchema } from './rollout.ts';
import { windowSchema } from './window.ts';

const data = z.record(z.string(), z.json());
const names = z.array(z.string());

const losingSchema = z.object({ kinds: z.partialRecord(z.enum(deviceKinds), z.int()), sites: names, elsewhere: z.int().exactOptional(), service: z.int(), strangers: z.int(), unlinked: z.int() });

const stepSchema = z.object({
  device: z.string(), deviceName: z.string(), plugin: z.string(), pluginVersion: z.string(), resource: z.string(), key: data, commitClass: z.enum(commitClasses), trialMs: z.int().exactOptional(),
  wave: z.int(), unit: z.string(), waitsFor: z.array(z.int()), baseHash: z.string(), current: data, wanted: data,
  differences: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
});

/** A plan as the store keeps it: every field that its hash covers, so that it can be given back. */
export const planSchema: z.ZodType<Plan> = z.object({
  format: z.literal(1), id: z.string(), title: z.string(), author: z.string(), createdAt: z.string(), expiresAt: z.string(), steps: z.array(stepSchema), unchanged: z.int(),
  rollout: z.object({ waves: z.int(), soakMs: z.number(), recoveryMs: z.number().exactOptional(), maxFailures: z.int(), atOnce: z.int() }),
  health: healthContractSchema, windows: z.array(windowSchema), approvals: z.int(), blastRadius: z.object({ devices: names, sites: names, behind: names, losing: losingSchema.exactOptional() }),
  cautions: names.exactOptional(), ownWay: z.object({ risk: z.enum(['refuse', 'allow']), ways: names }).exactOptional(), warnings: names.exactOptional(), hash: z.string(),
});
