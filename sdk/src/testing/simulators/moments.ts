import { timeSpan } from '../time-span.ts';

/**
 * Text with moments filled in: `{{now}}`, `{{now-26h}}`, `{{now+5m}}` as ISO 8601 in UTC, `{{now-26h epoch}}` as seconds
 * since 1970. What a simulated machine tells stays as old as it was written.
 */
export function fillMoments(text: string, now: number = Date.now()): string {
  return text.replaceAll(/\{\{\s*now\s*(?:([+-])\s*(\d+(?:\.\d+)?[smhd]))?(\s+epoch)?\s*\}\}/g, (_, sign: string | undefined, span: string | undefined, epoch: string | undefined) => {
    const seconds = span === undefined ? 0 : timeSpan.parse(span) * (sign === '-' ? -1 : 1);
    const moment = now + seconds * 1_000;
    return epoch === undefined ? new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z') : String(Math.floor(moment / 1_000));
  });
}
