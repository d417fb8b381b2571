import { z } from 'zod';
import { lineRuleShape } from '../lines/index.ts';

const rule = z.strictObject({
  ...lineRuleShape,
  mode: z.string().optional().meta({ description: 'The mode that the shell is in afterwards.' }),
  password: z.string().optional().meta({ description: 'Asked for first, unseen; may hold {{name}}.' }),
  paging: z.boolean().optional().meta({ description: 'Turns paging on or off for this session.' }),
});

const mode = z.strictObject({
  prompt: z.string().meta({ description: 'May hold {{name}}.' }),
  rules: z.array(rule).default([]),
});

/**
 * The command line of a network device: modes with prompts and rules, paging, a password for the higher mode.
 *
 * @experimental
 * @since 0.1.0
 */
export const shellModelSchema = z
  .strictObject({
    banner: z.string().default('').meta({ description: 'Shown before the login.' }),
    greeting: z.string().default('').meta({ description: 'Shown after the login.' }),
    variables: z.record(z.string(), z.string()).default({}).meta({ description: 'The state of the device, for all sessions.' }),
    start: z.string().meta({ description: 'The mode after the login, which is also that of single commands.' }),
    modes: z.record(z.string(), mode),
    always: z.array(rule).default([]).meta({ description: 'Rules of every mode, after its own.' }),
    unknown: z.string().default("% Invalid input detected at '^' marker.\n"),
    badPassword: z.string().default('% Access denied\n'),
    pageLines: z.int().min(0).default(24).meta({ description: 'Lines before the shell waits for a key; 0 for no paging.' }),
    more: z.string().default(' --More-- '),
  })
  .superRefine(({ start, modes, always }, context) => {
    const named = [['start', start] as const, ...[...Object.values(modes).flatMap(({ rules }) => rules), ...always].flatMap((each) => (each.mode === undefined ? [] : [['modes', each.mode] as const]))];
    for (const [key, name] of named) if (!Object.hasOwn(modes, name)) context.addIssue({ code: 'custom', path: [key], message: `there is no mode ${name}` });
  });

/**
 * The command line of a simulated network device, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type ShellModel = z.output<typeof shellModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type ShellModelInput = z.input<typeof shellModelSchema>;
export type ShellRule = z.output<typeof rule>;
