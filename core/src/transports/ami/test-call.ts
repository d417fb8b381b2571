import { randomBytes } from 'node:crypto';
import { amiHeader, type AmiAnsweredBy, type AmiCall, type AmiMessage } from '@jackfield/sdk';
import { EventBacklog } from '../event-backlog.ts';
import { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';
import { failedCall, isAnswered } from './call-outcome.ts';
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
  #told = Promise.withResolvers<void>();
  /** Its channel's name, once there is one. */
  channel: string | null = null;
  /** Q.850 cause of its end. */
  cause: string | null = null;
  hasEnded = false;
  /** Channels that its dialplan dialled and that answered. */
  readonly answered: string[] = [];
  /** It rang, or may have: with early media (183) the ringing is in what is heard. */
  rang = false;

  constructor(id: string) {
    this.#id = id;
  }

  readonly hear = (event: AmiMessage): void => {
    const kind = amiHeader(event, 'Event');
    if (kind === 'OriginateResponse') this.#responses.push(event);
    else if (kind === 'DialState' || kind === 'DialEnd') this.#hearDial(event);
    else if (amiHeader(event, 'Uniqueid') === this.#id) {
      this.channel = amiHeader(event, 'Channel') ?? this.channel;
      if (kind === 'Hangup') [this.hasEnded, this.cause] = [true, amiHeader(event, 'Cause')];
    }
    this.#told.resolve();
  };

  /** What was dialled behind it, not the two halves of the call's own Local channel. */
  #hearDial(event: AmiMessage): void {
    const [channel, id, status] = ['DestChannel', 'DestUniqueid', 'DialStatus'].map((name) => amiHeader(event, name));
    if (amiHeader(event, 'DestLinkedid') !== this.#id || id === this.#id || id === otherHalf(this.#id) || typeof channel !== 'string') return;
    if (status === 'RINGING' || status === 'PROGRESS') this.rang = true;
    if (status === 'ANSWER') this.answered.push(channel);
  }

  readonly wake = (): void => {
    this.#responses.wake();
    this.#told.resolve();
  };

  /** Until it holds by what is told, for `tellsWithinMs` at most: OriginateResponse overtakes other events, which Asterisk queues. */
  async until(holds: () => boolean): Promise<void> {
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      this.#told.resolve();
    }, tellsWithinMs);
    while (!holds() && !late.signal.aborted) {
      await this.#told.promise;
      this.#told = Promise.withResolvers<void>();
    }
    clearTimeout(timer);
  }

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

/** Applications that call somebody, by whom they are answered. */
const dialling: ReadonlySet<string> = new Set(['dial', 'queue', 'retrydial', 'followme']);

const otherHalf = (id: string): string => `${id}-2`;

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
  const session = await AmiSession.open(target, credential, progress, { kind: 'events', mask: eventMask(['OriginateResponse', 'Hangup', 'DialState', 'DialEnd']), onEvent: events.hear });
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
      ['ChannelId', id], ['OtherChannelId', otherHalf(id)], ...(call.callerId === undefined ? [] : [['CallerID', call.callerId] as const]),
    ], progress);
    if (amiHeader(response, 'Response')?.toLowerCase() !== 'success') throw refusal(response, progress);
    timer = setTimeout(end, ringMs + tellsWithinMs);
    const told = await events.response(amiHeader(response, 'ActionID'), () => isOver);
    progress.signal.throwIfAborted();
    if (session.closed) throw progress.failure('Unreachable', `the session was lost while it rang: ${(await session.ended).message}`);
    if (told === null) throw progress.failure('Refused', 'Asterisk does not tell what became of the call', 'The manager user lacks the right: read=call in manager.conf.');
    isOut = false;
    const ms = Math.round(performance.now() - startedAt);
    if (isAnswered(told)) return { outcome: 'answered', reason: 'answered', ms, by: await answeredBy(session, events, told) };
    // The cause of its end says more than the answer, and may come after it.
    if (events.channel !== null) await events.until(() => events.hasEnded || session.closed || progress.signal.aborted);
    return { ...failedCall(told, events.cause), ms };
  } finally {
    clearTimeout(timer);
    progress.signal.removeEventListener('abort', end);
    // Called off just after the order: its channel is about to be told.
    if (isOut && !session.closed && progress.signal.aborted) await events.until(() => events.channel !== null || session.closed);
    if (isOut && !session.closed && events.channel !== null && !events.hasEnded) await hangUp(session, events.channel);
    session.close();
  }
}

function refusal(response: AmiMessage, progress: Progress): Error {
  const message = (amiHeader(response, 'Message') ?? 'no reason told').trim();
  if (/permission denied/i.test(message)) return progress.failure('Refused', 'Asterisk denies Originate', 'The manager user lacks the right: write=originate in manager.conf.');
  return progress.failure('Unsupported', `Originate: ${message.slice(0, 200)}`);
}

/** What answered: a phone or trunk that was dialled, or the dialplan itself, as a greeting or a voicemail does. */
async function answeredBy(session: AmiSession, events: CallEvents, response: AmiMessage): Promise<AmiAnsweredBy> {
  const channel = events.channel ?? amiHeader(response, 'Channel');
  const application = channel === null ? null : await runningAt(session, channel.replace(/;1$/, ';2'));
  // Who dials has somebody who answered: that is still to be told.
  if (application !== null && dialling.has(application.toLowerCase())) await events.until(() => events.answered.length > 0 || events.hasEnded || session.closed);
  const { answered, rang } = events;
  // A Local channel in between is no end of the call.
  const end = answered.findLast((name) => !name.startsWith('Local/')) ?? answered.at(-1) ?? null;
  return { channel: end, application, rang };
}

/** The application that the dialplan runs on a channel; null where it is over, or the manager user may not see it. */
async function runningAt(session: AmiSession, channel: string): Promise<string | null> {
  const signal = AbortSignal.timeout(tellsWithinMs);
  const { events } = await session.list('Status', [['Channel', channel]], new Progress('looking who answered', tellsWithinMs, signal)).catch(() => ({ events: [] }));
  const status = events.find((event) => amiHeader(event, 'Event') === 'Status' && amiHeader(event, 'Channel') === channel);
  return status === undefined ? null : amiHeader(status, 'Application') || null;
}

/** Sooner than it would end by itself; a manager user without the right `call` may not. */
async function hangUp(session: AmiSession, channel: string): Promise<void> {
  const signal = AbortSignal.timeout(tellsWithinMs);
  await session.action('Hangup', [['Channel', channel]], new Progress('hanging up', tellsWithinMs, signal)).catch(() => undefined);
}
