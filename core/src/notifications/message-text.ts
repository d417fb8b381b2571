import type { NoticeIncident } from '@jackfield/sdk';
import type { Message } from './notification-service.ts';

const shown = 50;
const words: { readonly [What in NoticeIncident['what']]: string } = { open: '', again: 'still ', resolved: 'resolved: ' };

/** Names and summaries come from devices: what ends a line there would begin one here. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** What people are told of incidents, the worst first; more than fit are counted. */
export function messageOf(told: readonly NoticeIncident[]): Message {
  const order = ['critical', 'unknown', 'warning', 'ok'];
  const sorted = told.toSorted((a, b) => Number(a.what === 'resolved') - Number(b.what === 'resolved') || order.indexOf(a.state) - order.indexOf(b.state) || a.openedAt.localeCompare(b.openedAt));
  const [first] = sorted;
  const open = sorted.filter(({ what }) => what !== 'resolved');
  const over = sorted.length - open.length;
  const sites = [...new Set(sorted.map(({ site }) => site))];
  const counts = [...(open.length === 0 ? [] : [`${open.length} open`]), ...(over === 0 ? [] : [`${over} resolved`])].join(', ');
  const title = first !== undefined && sorted.length === 1 ? lineOf(first) : `${counts} at ${sites.slice(0, 3).join(', ')}${sites.length > 3 ? ` and ${sites.length - 3} more sites` : ''}`;
  const lines = sorted.slice(0, shown).map((one) => `${one.what === 'resolved' ? one.resolvedAt ?? '' : one.openedAt}  ${one.site}  ${lineOf(one)}  (${one.incident.slice(0, 8)})`);
  const more = sorted.length > shown ? [`and ${sorted.length - shown} more: jackfield incidents`] : [];
  return { title: oneLine(title).slice(0, 200), text: `${[...lines, ...more].join('\n')}\n`, incidents: sorted.slice(0, 1_000), attachments: [] };
}

function lineOf({ what, state, deviceName, summary }: NoticeIncident): string {
  return oneLine(`${words[what]}${what === 'resolved' ? '' : `${state}: `}${deviceName} ${summary}`);
}
