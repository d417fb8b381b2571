import { z } from 'zod';

const expression = z.string().min(1).refine((source) => {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}, 'a regular expression');

const rule = z.strictObject({
  on: expression.meta({ description: 'A regular expression that the whole line fits.' }),
  answer: z.string().default('').meta({ description: 'What is sent back. $1 is the first group, {{name}} a variable; a variable that is not there fails the rule.' }),
  set: z.record(z.string(), z.string()).default({}).meta({ description: 'Variables that the line changes; both sides may hold $1.' }),
  closes: z.boolean().default(false),
});

/**
 * A device with a protocol of lines, such as NUT, SMTP, a serial console server: rules, first that fits.
 *
 * @experimental
 * @since 0.1.0
 */
export const lineModelSchema = z.strictObject({
  greeting: z.string().default('').meta({ description: 'Sent when a connection stands.' }),
  variables: z.record(z.string(), z.string()).default({}).meta({ description: 'The state of the device, for all connections.' }),
  rules: z.array(rule).default([]),
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
