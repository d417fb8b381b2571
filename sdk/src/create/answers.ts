import { z } from 'zod';
import { CreateRefused } from './create-refused.ts';

/**
 * What kind of plugin is made: for a device, a profile for another plugin's point, or an example of several transports.
 *
 * @experimental
 * @since 0.1.0
 */
export const pluginKinds = ['device', 'profile', 'transport'] as const;

/**
 * One of `pluginKinds`.
 *
 * @experimental
 * @since 0.1.0
 */
export type PluginKind = (typeof pluginKinds)[number];

/**
 * What the kind `transport` speaks: HTTP beside SSH, HTTP alone (`rest`), or a protocol of lines over TCP.
 *
 * @experimental
 * @since 0.1.0
 */
export const transportChoices = ['http', 'rest', 'tcp'] as const;

/**
 * Licences that a new plugin may come under (SPDX).
 *
 * @experimental
 * @since 0.1.0
 */
export const licences = ['MIT', 'Apache-2.0', 'UNLICENSED'] as const;

/** What a plugin is made from. */
export const answersSchema = z.strictObject({
  /** Short id, such as `acme-ups`: the package is called `jackfield-plugin-acme-ups`. */
  name: z
    .string()
    .transform((name) => name.replace(/^(jackfield-)?plugin-/, ''))
    .refine((name) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name), 'small letters, digits and hyphens, such as acme-ups'),
  kind: z.enum(pluginKinds).default('device'),
  transport: z.enum(transportChoices).default('http'),
  /** npm scope, such as `@acme`; empty for none. */
  scope: z
    .string()
    .transform((scope) => (scope === '' || scope.startsWith('@') ? scope : `@${scope}`))
    .refine((scope) => scope === '' || /^@[a-z0-9][a-z0-9._-]*$/.test(scope), 'an npm scope, such as @acme')
    .default(''),
  /** Who holds the copyright; empty for the plugin's authors. */
  publisher: z.string().regex(/^[^\n\r"\\]*$/, 'one line without quotes').default(''),
  licence: z.enum(licences).default('MIT'),
});

/**
 * What a new plugin is to be.
 *
 * @experimental
 * @since 0.1.0
 */
export type PluginAnswers = z.output<typeof answersSchema>;
/**
 * Answers as far as they were given.
 *
 * @experimental
 * @since 0.1.0
 */
export type PartialAnswers = { readonly [Key in keyof PluginAnswers]?: string | undefined };

/**
 * Fills in what was not said. Throws `CreateRefused` that names the answer that is none.
 *
 * @experimental
 * @since 0.1.0
 */
export function parseAnswers(given: PartialAnswers): PluginAnswers {
  if (given.transport !== undefined && (given.kind ?? 'device') !== 'transport') {
    throw new CreateRefused(`--transport ${given.transport} goes with --kind transport, and the kind is ${given.kind ?? 'device'}`, given.kind === undefined ? 'Say --kind transport too.' : 'Say --kind transport, or leave --transport out.');
  }
  const parsed = answersSchema.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = String(issue?.path[0] ?? '');
  if (key === 'name' && given.name === undefined) throw new CreateRefused('the plugin has no name', 'Give one with --name, such as --name acme-ups.');
  throw new CreateRefused(`--${key}: ${issue?.message ?? ''}`, 'Mend the option; --help shows what it takes.');
}
