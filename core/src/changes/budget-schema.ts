import { z } from 'zod';
import { durationSchema } from '../health/index.ts';

/** How much may be changed at a place within a time. */
export const budgetSchema = z
  .strictObject({
    devices: z.int().min(1).optional().meta({ description: 'Devices, each counted once.' }),
    changes: z.int().min(1).optional().meta({ description: 'Changes, however many devices each has there.' }),
    within: durationSchema.meta({ description: 'For so long after its end a change counts; one that runs always does.' }),
    each: z.enum(['site', 'district', 'region', 'organization']).default('site').meta({ description: 'What has the budget for itself.' }),
  })
  .refine(({ devices, changes }) => devices !== undefined || changes !== undefined, 'a budget of devices, of changes, or of both');

export type BudgetSettings = z.output<typeof budgetSchema>;
