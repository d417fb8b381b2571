import { z } from 'zod';
import { timeSpan } from '../time-span.ts';

const text = z.string().regex(/^[^\r\n]*$/, 'one line');

/**
 * Backups by restic: repositories with their snapshots, told by age, so that an example never grows old.
 *
 * @experimental
 * @since 0.1.0
 */
export const resticModelSchema = z.strictObject({
  version: text.default('0.18.0'),
  repositories: z
    .array(
      z.strictObject({
        path: text.meta({ description: 'As restic is given it by --repo.' }),
        snapshots: z
          .array(
            z.strictObject({
              paths: z.array(text).min(1),
              host: text,
              tags: z.array(text).default([]),
              ages: z.array(timeSpan).min(1).meta({ description: 'How long before the start of the simulator each was taken.' }),
            }),
          )
          .default([]),
        sizeMB: z.number().min(0).default(512),
        locks: z.array(z.strictObject({ age: timeSpan, host: text, exclusive: z.boolean().default(false) })).default([]),
        damaged: z.boolean().default(false).meta({ description: 'restic check finds errors.' }),
      }),
    )
    .default([]),
});

/**
 * A simulated backup appliance, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type ResticModel = z.infer<typeof resticModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type ResticModelInput = z.input<typeof resticModelSchema>;
