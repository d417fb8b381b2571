import type { Item } from '@jackfield/sdk';

/** The first few items that are not well, or what is said when all are. */
export function summaryOf(items: readonly Item[], well: string, what: string): string {
  const bad = items.filter((item) => item.state !== 'ok');
  if (bad.length === 0) return well;
  return `${bad.length} of ${items.length} ${what}: ${bad.slice(0, 3).map(({ name, summary }) => `${name}: ${summary}`).join('; ')}`;
}
