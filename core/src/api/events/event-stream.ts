import type { EventLog, LoggedEvent } from './event-log.ts';
import { bareText } from './event-rules.ts';

export interface StreamOptions {
  readonly log: EventLog;
  /** The last event that the client has; null for a new one, which is told from now on. */
  readonly lastId: number | null;
  /** What its caller may see now; null when they may not see anything any more. Asked anew at each pulse. */
  readonly sees: () => Promise<((sites: readonly string[] | null) => boolean) | null>;
  readonly signal: AbortSignal;
  /** Ends the connection of a client that takes nothing: one that does not read is not told that its stream has ended. */
  readonly cut?: () => void;
  readonly pulseMs?: number;
}

/** How often a silent stream says that it lives: proxies close what says nothing for a minute. */
const pulse = 15_000;
/** Events that wait for a slow client; beyond it the stream ends, and the client comes back to the log. */
const mostWaiting = 1_000;

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

/**
 * Server-sent events (HTML Living Standard §9.2): what is behind the client's last one, from the log, then as it comes. Followed
 * before the log is read, and told by number: nothing is missed between the two, and nothing told twice.
 */
export async function* eventStream({ log, lastId, sees, signal, cut = () => {}, pulseMs = pulse }: StreamOptions): AsyncGenerator<string> {
  const waiting: LoggedEvent[] = [];
  const overrun = new AbortController();
  let wake = (): void => {};
  using open = new DisposableStack();
  open.use(log.follow((events) => {
    if (waiting.length + events.length <= mostWaiting) waiting.push(...events);
    else {
      overrun.abort();
      cut();
    }
    wake();
  }));
  const ended = AbortSignal.any([signal, overrun.signal]);
  ended.addEventListener('abort', () => wake());
  let may = await sees();
  let last = lastId ?? (await log.last());
  yield `retry: 2000\nid: ${last}\n\n`;
  if (lastId !== null && !(await log.reachesBack(lastId))) yield 'event: missed\ndata: {}\n\n';
  for (let kept = await log.after(last); kept.length > 0; kept = await log.after(last)) {
    last = kept.at(-1)?.id ?? last;
    const text = may === null ? '' : toldOf(kept, may);
    if (text !== '') yield text;
  }
  while (!ended.aborted && may !== null) {
    const behind = last;
    const news = waiting.splice(0).filter(({ id }) => id > behind);
    last = news.at(-1)?.id ?? last;
    const text = toldOf(news, may);
    if (text !== '') yield text;
    const isQuiet = await quiet(pulseMs, (call) => (wake = call), () => waiting.length > 0 || ended.aborted);
    if (!isQuiet) continue;
    may = await sees();
    // The number of what others were told: a client that saw nothing does not come back to read it all.
    yield `: \nid: ${last}\n\n`;
  }
}

/** What somebody is told of events, in one piece. */
function toldOf(events: readonly LoggedEvent[], may: (sites: readonly string[] | null) => boolean): string {
  return events.map((event) => (event.sites === 'everybody' ? frame(event, !may(null)) : may(event.sites) ? frame(event, false) : '')).join('');
}

/** True after so long, false as soon as it is woken. */
function quiet(milliseconds: number, onWake: (call: () => void) => void, isAwake: () => boolean): Promise<boolean> {
  if (isAwake()) return Promise.resolve(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(true), milliseconds);
  onWake(() => {
    clearTimeout(timer);
    resolve(false);
  });
  return promise;
}
