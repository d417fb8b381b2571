import { z } from 'zod';
import { durationSchema } from '../health/index.ts';

const size = z.union([z.int().min(1), z.string().regex(/^(?:100|[1-9]\d?)%$/, 'a number, or a part of all such as 25%')]);
const checkName = z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][A-Za-z0-9-]*$/, 'a plugin and its check, such as asterisk/endpoints');

/** How a change goes from the first device to the last. */
export const wavesSchema = z.strictObject({
  sizes: z.array(size).min(1).meta({ description: 'Units of the first wave, the second, …; the last size holds for all that follow.' }),
  by: z.enum(['device', 'site']).default('device').meta({ description: 'What goes as a whole: a device, or all devices of a site.' }),
  soak: durationSchema.prefault('10s').meta({ description: 'How long a wave is left alone before its health is looked at.' }),
  recovery: durationSchema.optional().meta({ description: 'How long a wave that got worse may take to be as well as before, after its soak: phones register over minutes. Looked at again and again; at once unless told.' }),
  maxFailures: z.int().min(0).default(0).meta({ description: 'Units that may fail, each put back, before everything is put back.' }),
  atOnce: z.int().min(1).max(64).default(8).meta({ description: 'Units of a wave that are pushed at the same time.' }),
});

/** What must be as well after a wave as it was just before it. */
export const healthContractSchema = z.strictObject({
  checks: z.array(checkName).min(1).optional().meta({ description: 'The checks that count; all of the devices unless told.' }),
  tolerate: z.array(z.strictObject({
    check: checkName,
    metric: z.string().min(1).meta({ description: 'Its values are added up over the items of the check.' }),
    drop: z.number().min(0).optional().meta({ description: 'How much less it may be than before.' }),
    rise: z.number().min(0).optional().meta({ description: 'How much more it may be than before.' }),
  }).refine(({ drop, rise }) => drop !== undefined || rise !== undefined, 'a drop or a rise')).default([]),
});

export type WaveSettings = z.infer<typeof wavesSchema>;
export type HealthContract = z.infer<typeof healthContractSchema>;

/** Nothing said: all in one wave, one step after the other in the order of the file. */
export const oneWave: WaveSettings = { sizes: ['100%'], by: 'device', soak: 0, maxFailures: 0, atOnce: 1 };

/** So many devices are looked after one by one by whoever wrote no waves. */
const fewDevices = 8;

/** What holds where a file says no waves: a few devices go one step after the other, of more one goes first. */
export function wavesUnlessTold(devices: number, isOrdered: boolean): WaveSettings {
  return devices <= fewDevices ? oneWave : { sizes: [1, '25%'], by: isOrdered ? 'site' : 'device', soak: 10_000, maxFailures: 0, atOnce: 8 };
}

export const anyHealth: HealthContract = { tolerate: [] };
