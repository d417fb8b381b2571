import { durationSchema } from '../../health/index.ts';
import { badRequest } from '../errors.ts';

/** A duration that came in, in milliseconds. */
export function durationOf(text: string): number {
  const parsed = durationSchema.safeParse(text);
  if (!parsed.success) throw badRequest(`for: expected a duration such as 15m or 2h, not ${text}`);
  return parsed.data;
}
