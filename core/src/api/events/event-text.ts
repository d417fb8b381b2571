import type { LoggedEvent } from './event-log.ts';
import { bareText } from './event-rules.ts';

/** What somebody may look at. */
export interface Sight {
  /** The same for all who see the same: they are told by the same bytes. */
  readonly key: string;
  /** Whether they see one of the sites; for null, all of the organization. */
  readonly sees: (sites: readonly string[] | null) => boolean;
}

/** The same for all who are told as much. */
const [whole, bare] = [new WeakMap<LoggedEvent, string>(), new WeakMap<LoggedEvent, string>()];

function frame(event: LoggedEvent, isBare: boolean): string {
  const frames = isBare ? bare : whole;
  const known = frames.get(event);
  if (known !== undefined) return known;
  const { id, name, at, data } = event;
  const made = `id: ${id}\nevent: ${name}\ndata: {"at":${JSON.stringify(at)},"event":${isBare ? bareText(name, data) : data}}\n\n`;
  frames.set(event, made);
  return made;
}

/** What somebody is told of events, in one piece: server-sent events (HTML Living Standard §9.2). */
export function toldOf(events: readonly LoggedEvent[], { sees }: Sight): string {
  return events.map((event) => (event.sites === 'everybody' ? frame(event, !sees(null)) : sees(event.sites) ? frame(event, false) : '')).join('');
}
