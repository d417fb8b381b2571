import { z } from 'zod';
import type { ManagedDevice } from '../inventory/index.ts';
import type { Configuration } from '../sites/index.ts';
import { budgetSchema } from './budget-schema.ts';
import { freezeSchema } from './freeze.ts';
import { windowSchema } from './window.ts';

/** `settings.changes` of the cascade: what changes need at a place, whoever plans them. */
export const changeSettingsSchema = z.strictObject({
  approvals: z.int().min(0).max(9).optional().meta({ description: 'People other than the author who must approve a plan.' }),
  window: windowSchema.optional(),
  freezes: z.record(z.string(), freezeSchema.nullable()).optional().meta({ description: 'Days on which no change begins, by name; those of every level hold, and null lifts one of a level above.' }),
  budgets: z.record(z.string(), budgetSchema.nullable()).optional().meta({ description: 'How much may be changed at a place within a time, by name; those of every level hold, and null lifts one of a level above.' }),
  probe: z.boolean().optional().meta({ description: 'Whether planning asks devices if they let be written what a change would write, by writing what is there already; true unless told.' }),
  save: z.boolean().optional().meta({ description: 'Whether devices that start with what was saved last are told to save when a change is kept; true unless told.' }),
});

export function changeSettingsOf(configuration: Pick<Configuration, 'setting'>, { site, name }: Pick<ManagedDevice, 'site' | 'name'>): z.infer<typeof changeSettingsSchema> {
  return changeSettingsSchema.parse(configuration.setting('changes', { level: 'device', site, device: name }) ?? {});
}
