import { timeSpan } from './time-span.ts';

/** So that a described device never grows old, a text may hold times by their age: `{{26h ago}}` becomes an ISO 8601 time. */
export function dated(template: string, now: number): string {
  return template.replaceAll(/\{\{(\S+) ago\}\}/g, (written, age) => {
    const span = timeSpan.safeParse(age);
    return span.success ? new Date(now - span.data * 1_000).toISOString() : written;
  });
}

/** JSON likewise; `"{{26h ago in seconds}}"` becomes a number of seconds since 1970. */
export function datedJson(json: string, now: number): string {
  return dated(json, now).replaceAll(/"\{\{(\S+) ago in seconds\}\}"/g, (written, age) => {
    const span = timeSpan.safeParse(age);
    return span.success ? String(Math.floor(now / 1_000 - span.data)) : written;
  });
}
