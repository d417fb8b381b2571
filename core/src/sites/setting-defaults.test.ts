import { expect, test } from 'vitest';
import { z } from 'zod';
import { defaultLayer } from './setting-defaults.ts';

test('what nobody sets has its defaults; a mapping of which somebody has to say more is not there by half', () => {
  const timing = z.strictObject({ every: z.string().default('10s'), note: z.string().optional() });
  const mail = z.strictObject({ host: z.string(), port: z.int().default(587) });
  const { tree } = defaultLayer({ health: z.strictObject({ attempts: z.int().default(3), timing: timing.optional() }), notifications: z.strictObject({ mail: mail.optional() }) });
  expect(tree).toEqual({ health: { attempts: 3, timing: { every: '10s' } }, notifications: {} });
});
