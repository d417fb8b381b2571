// By hand: a library of schemas would be most of the plugin, and of the time until it runs.

export type Fields = { readonly [name: string]: unknown };

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A text of so many characters at most; null for anything else. */
export function textOf(value: unknown, most = 200): string | null {
  return typeof value === 'string' && value.length <= most ? value : null;
}

/** A whole number from 0 up; null for anything else. */
export function wholeOf(value: unknown, most: number = Number.MAX_SAFE_INTEGER): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}
