import { z } from 'zod';
import { issuesText } from '../errors/index.ts';
import type { Configuration, Scope } from '../sites/index.ts';
import { settingsRefused } from './errors.ts';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const shape = /^(\d+)(ms|s|m|h|d)$/;

/** A duration such as `60s` or `5m`, in milliseconds. */
export const durationSchema = z
  .string()
  .regex(shape, 'a duration such as 15s, 5m or 1h')
  .transform((text) => {
    const [, count = '0', unit = 's'] = shape.exec(text) ?? [];
    return Number(count) * (unit in units ? units[unit as keyof typeof units] : 1_000);
  })
  .refine((milliseconds) => milliseconds > 0 && milliseconds <= 31 * units.d, 'more than nothing, at most 31 days');

/** How often something is done: a duration, or `off` for never. */
export const everySchema = z.union([z.literal('off'), durationSchema]);

/** `settings.health` of the cascade. */
export const healthSettingsSchema = z.strictObject({
  attempts: z.int().min(1).max(20).default(3).meta({ description: 'How often a problem must be seen before it is hard.' }),
  retry: durationSchema.prefault('15s').meta({ description: 'When a soft problem is looked at again.' }),
  deadline: durationSchema.prefault('30s').meta({ description: 'The longest a check may take; never more than its interval.' }),
  firstWithin: durationSchema.prefault('60s').meta({ description: 'First runs after a start are spread over this.' }),
  perDevice: z.int().min(1).max(16).default(2).meta({ description: 'Checks at once on one device.' }),
  gate: z.enum(['icmp', 'off']).default('icmp').meta({ description: 'What must answer before checks run: echoes; behind jump hosts, the SSH server through them.' }),
  gateEvery: durationSchema.prefault('30s').meta({ description: 'How often the gate is tried.' }),
});

export type HealthSettings = z.infer<typeof healthSettingsSchema>;

const known = new WeakMap<object, HealthSettings>();

/** The health settings at a place. The same object of the cascade gives the same settings; a coded error when they have the wrong shape. */
export function healthSettings(configuration: Configuration, scope: Scope): HealthSettings {
  const setting = configuration.setting('health', scope) ?? {};
  const cached = typeof setting === 'object' ? known.get(setting) : undefined;
  if (cached !== undefined) return cached;
  const parsed = healthSettingsSchema.safeParse(setting);
  if (parsed.success) {
    if (typeof setting === 'object') known.set(setting, parsed.data);
    return parsed.data;
  }
  const place = configuration.explain('health', scope).layers.findLast((layer) => layer.place !== null)?.place;
  throw settingsRefused(issuesText(parsed.error), place ? { place } : {});
}

/** How often a check runs: `plugins.<id>.checks.<check>.every` of the cascade, else the manifest's. Null for one that is switched off. */
export function checkInterval(configuration: Configuration, scope: Scope, plugin: string, check: string, manifest: string): number | null {
  const key = `plugins.${plugin}.checks.${check}.every`;
  const parsed = everySchema.safeParse(configuration.setting(key, scope) ?? manifest);
  if (parsed.success) return parsed.data === 'off' ? null : parsed.data;
  const place = configuration.explain(key, scope).layers.find((layer) => layer.effective)?.place;
  throw settingsRefused(`${key}: ${issuesText(parsed.error)}`, place ? { place } : {});
}

/** A coded error when the health settings of any site have the wrong shape. */
export function validateHealth(configuration: Configuration): void {
  for (const site of configuration.sites.values()) healthSettings(configuration, { level: 'site', site: site.id });
}
