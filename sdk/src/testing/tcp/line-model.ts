import { z } from 'zod';
import { lineRuleShape } from '../lines/index.ts';

/** A device with a protocol of lines, such as NUT, SMTP, a serial console server: rules, first that fits. */
export const lineModelSchema = z.strictObject({
  greeting: z.string().default('').meta({ description: 'Sent when a connection stands.' }),
  variables: z.record(z.string(), z.string()).default({}).meta({ description: 'The state of the device, for all connections.' }),
  rules: z.array(z.strictObject(lineRuleShape)).default([]),
  unknown: z.string().default('').meta({ description: 'The answer to a line that no rule fits.' }),
});

export type LineModel = z.infer<typeof lineModelSchema>;
/** The same as a person writes it. */
export type LineModelInput = z.input<typeof lineModelSchema>;
