import { z } from 'zod';

const seconds: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `41d` or `90m`, or a number of seconds; in seconds. */
export const timeSpan = z
  .union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?[smhd]$/)], { error: 'a time span such as 90m, 26h or 41d' })
  .transform((value) => (typeof value === 'number' ? value : Number.parseFloat(value) * (seconds[value.at(-1) ?? ''] ?? 1)));
