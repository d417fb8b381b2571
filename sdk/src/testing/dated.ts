import { timeSpan } from './time-span.ts';

/**
 * So that a described device never grows old, a text may hold times by their age: `{{26h ago}}` becomes an ISO 8601 time,
 * `{{26h ago in seconds}}` the seconds since 1970.
 */
export function dated(template: string, now: number): string {
  return template.replaceAll(/\{\{(\S+) ago( in seconds)?\}\}/g, (written, age, inSeconds) => {
    const span = timeSpan.safeParse(age);
    if (!span.success) return written;
    return inSeconds === undefined ? new Date(now - span.data * 1_000).toISOString() : String(Math.floor(now / 1_000 - span.data));
  });
}

/** JSON likewise; a text that is seconds and nothing else becomes a number. */
export function datedJson(json: string, now: number): string {
  return dated(json.replaceAll(/"(\{\{\S+ ago in seconds\}\})"/g, '$1'), now);
}
