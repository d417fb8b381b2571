import type { Finding } from './incident-book.ts';
import { itemsOf, type ScheduledCheck } from './scheduled-check.ts';

const named = 3;

/** What an incident says of a check: its worst items by name. */
export function findingOf({ state, last, order }: ScheduledCheck): Finding {
  const shown = state.state === 'pending' ? 'unknown' : state.state;
  const worstItems = itemsOf(last.items).filter((item) => item.state === shown);
  const flapping = state.flapping ? ' (flapping)' : '';
  const [only] = worstItems;
  if (only && worstItems.length === 1) return { state: shown, item: only.name, summary: `${order.title}: ${only.name} ${only.summary}${flapping}` };
  const names = worstItems.slice(0, named).map((item) => item.name).join(', ');
  const more = worstItems.length > named ? ` and ${worstItems.length - named} more` : '';
  const detail = names === '' ? '' : ` (${names}${more})`;
  return { state: shown, item: null, summary: `${order.title}: ${last.summary}${detail}${flapping}` };
}
