import { z } from 'zod';

const seconds: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `41d` or `90m`, in seconds. */
export const timeSpan = z
  .string()
  .regex(/^\d+(\.\d+)?[smhd]$/, 'a time span such as 90m, 26h or 41d')
  .transform((value) => Number.parseFloat(value) * (seconds[value.at(-1) ?? ''] ?? 1));
