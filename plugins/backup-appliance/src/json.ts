import { Unsupported } from '@jackfield/sdk';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What somebody answered that should be JSON. */
export function parse(text: string, who: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Unsupported(`${who} answered something that is not JSON`, { cause });
  }
}

/** Null when it is not JSON: of files, of which a half is as good as none. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The records of a list; what is no list has none. */
export function recordsOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Epoch milliseconds of an ISO 8601 text; null when it is none. */
export function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
