import { z } from 'zod';
import { lineRuleShape } from '../lines/index.ts';

/**
 * A device with a protocol of lines, such as NUT, SMTP, a serial console server: rules, first that fits.
 *
 * @experimental
 * @since 0.1.0
 */
export const lineModelSchema = z.strictObject({
  greeting: z.string().default('').meta({ description: 'Sent when a connection stands.' }),
  variables: z.record(z.string(), z.string()).default({}).meta({ description: 'The state of the device, for all connections.' }),
  rules: z.array(z.strictObject(lineRuleShape)).default([]),
  unknown: z.string().default('').meta({ description: 'The answer to a line that no rule fits.' }),
});

/**
 * A simulated protocol of lines, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type LineModel = z.infer<typeof lineModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type LineModelInput = z.input<typeof lineModelSchema>;
