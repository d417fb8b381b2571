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

/** What a device does that is not seen, by the code of its checks. */
const silences: { readonly [code: string]: string | undefined } = {
  JF0001: 'does not answer over', JF0002: 'gives no login over', JF0003: 'is not ready over',
};

/** What the incident of a transport says: what most of the checks tell that see nothing over it, and which they are. */
export function blindFinding(transport: string, checks: readonly ScheduledCheck[]): Finding {
  const [most = []] = [...Map.groupBy(checks, ({ last }) => last.blind?.why).values()].toSorted((one, other) => other.length - one.length);
  const [{ order, last } = { order: null, last: null }] = most;
  const titles = checks.map((check) => check.order.title).sort();
  const told = `${order?.device.name ?? 'the device'} ${silences[last?.code ?? ''] ?? 'is not seen over'} ${transport}: ${last?.blind?.why ?? ''}`;
  return { state: 'unknown', item: null, summary: `${told}; ${titles.length === 1 ? '1 check is' : `${titles.length} checks are`} blind: ${titles.join(', ')}` };
}
