import { randomBytes } from 'node:crypto';
import { amiHeader, type AmiCall, type AmiMessage } from '@jackfield/sdk';
import { EventBacklog } from '../event-backlog.ts';
import { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';
import { callOutcome } from './call-outcome.ts';
import { AmiSession, type AmiCredential } from './ami-session.ts';
import { eventMask } from './event-classes.ts';

/** Kept of the time of the operation for the login and for what Asterisk tells at the end. */
const spareMs = 2_000;
/** How long Asterisk may take to tell of a call that is over. */
const tellsWithinMs = 1_000;
/** Seconds that an answered call lasts: long enough for the other end to know that somebody was there. */
const lastsSeconds = '1';

/** What is told of one call, by its id and that of the action that ordered it. */
class CallEvents {
  readonly #id: string;
  readonly #responses = new EventBacklog<AmiMessage>();
  /** Its channel's name, once there is one. */
  channel: string | null = null;
  /** Q.850 cause of its end. */
  cause: string | null = null;
  hasEnded = false;

  constructor(id: string) {
    this.#id = id;
  }

  readonly hear = (event: AmiMessage): void => {
    const kind = amiHeader(event, 'Event');
    if (kind === 'OriginateResponse') this.#responses.push(event);
    else if (amiHeader(event, 'Uniqueid') === this.#id) {
      this.channel = amiHeader(event, 'Channel');
      if (kind !== 'Hangup') return;
      this.hasEnded = true;
      this.cause = amiHeader(event, 'Cause');
    }
  };
  readonly wake = (): void => this.#responses.wake();

  /** The `OriginateResponse` to the action; null when `isOver` comes first. */
  async response(action: string | null, isOver: () => boolean): Promise<AmiMessage | null> {
    for (;;) {
      const told = this.#responses.take();
      if (told !== undefined && amiHeader(told, 'ActionID') === action) return told;
      if (told !== undefined) continue;
      if (isOver()) return null;
      await this.#responses.wait();
    }
  }
}

/**
 * Has the PBX dial what the place names so, from its own dialplan (a Local channel), and tells what came of it. The call ends by
 * itself, also when this host dies: it rings for `Timeout`, and once answered it only waits for a second. Whose wait was called
 * off hangs it up, where the manager user may.
 */
export async function placeTestCall(target: Target, credential: AmiCredential, name: string, progress: Progress): Promise<AmiCall> {
  const call = target.settings.ami.calls.find((one) => one.name === name);
  if (call === undefined) throw progress.failure('Refused', `no test call "${name}" is named here`, 'Name it in transports.ami.calls of the site.');
  const id = `jackfield-${randomBytes(8).toString('hex')}`;
  const events = new CallEvents(id);
  const session = await AmiSession.open(target, credential, progress, { kind: 'events', mask: eventMask(['OriginateResponse', 'Hangup']), onEvent: events.hear });
  progress.layer = 'request';
  const ringMs = Math.min(call.seconds * 1_000, Math.floor(progress.remainingMs - spareMs));
  let isOver = false;
  const end = (): void => {
    isOver = true;
    events.wake();
  };
  let isOut = false;
  let timer: NodeJS.Timeout | undefined;
  progress.signal.addEventListener('abort', end, { once: true });
  void session.ended.then(end);
  try {
    if (ringMs < 1_000) throw progress.failure('NotReady', 'too little time is left for a call', 'Give the check more time: health.deadline.');
    const startedAt = performance.now();
    isOut = true;
    const response = await session.action('Originate', [
      ['Channel', `Local/${call.extension}@${call.context}/n`], ['Application', 'Wait'], ['Data', lastsSeconds], ['Timeout', String(ringMs)], ['Async', 'true'],
      ['ChannelId', id], ['OtherChannelId', `${id}-2`], ...(call.callerId === undefined ? [] : [['CallerID', call.callerId] as const]),
    ], progress);
    if (amiHeader(response, 'Response')?.toLowerCase() !== 'success') throw refusal(response, progress);
    timer = setTimeout(end, ringMs + tellsWithinMs);
    const told = await events.response(amiHeader(response, 'ActionID'), () => isOver);
    progress.signal.throwIfAborted();
    if (session.closed) throw progress.failure('Unreachable', `the session was lost while it rang: ${(await session.ended).message}`);
    if (told === null) throw progress.failure('Refused', 'Asterisk does not tell what became of the call', 'The manager user lacks the right: read=call in manager.conf.');
    isOut = false;
    return { ...callOutcome(told, events.cause), ms: Math.round(performance.now() - startedAt) };
  } finally {
    clearTimeout(timer);
    progress.signal.removeEventListener('abort', end);
    if (isOut && !session.closed && events.channel !== null && !events.hasEnded) await hangUp(session, events.channel);
    session.close();
  }
}

function refusal(response: AmiMessage, progress: Progress): Error {
  const message = (amiHeader(response, 'Message') ?? 'no reason told').trim();
  if (/permission denied/i.test(message)) return progress.failure('Refused', 'Asterisk denies Originate', 'The manager user lacks the right: write=originate in manager.conf.');
  return progress.failure('Unsupported', `Originate: ${message.slice(0, 200)}`);
}

/** Sooner than it would end by itself; a manager user without the right `call` may not. */
async function hangUp(session: AmiSession, channel: string): Promise<void> {
  const signal = AbortSignal.timeout(tellsWithinMs);
  await session.action('Hangup', [['Channel', channel]], new Progress('hanging up', tellsWithinMs, signal)).catch(() => undefined);
}
