import type { AmiMessage, AmiReader } from '@jackfield/sdk';
import { peerOf } from './channel-names.ts';
import { eventsOf, textOf } from './manager.ts';

/** One channel: a call has one for each of its ends. */
export interface Leg {
  readonly channel: string;
  /** What it hangs at, such as `PJSIP/1001`. */
  readonly peer: string;
  readonly isUp: boolean;
  /** Digits that were called from it; null for the end that was called. */
  readonly dialled: string | null;
  readonly seconds: number;
}

/** All legs that belong together. */
export interface Call {
  readonly legs: readonly Leg[];
  /** Of its oldest leg. */
  readonly seconds: number;
}

/** `00:01:05`; hours have as many digits as they need. */
function secondsOf(duration: string | null): number {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d)$/.exec(duration ?? '') ?? [];
  return Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

/** Which calls a channel belongs to: that of its Linkedid, and that of the bridge it is in. */
function groupsOf(event: AmiMessage): readonly string[] {
  const [linked, bridge] = [textOf(event, 'Linkedid') ?? textOf(event, 'Uniqueid') ?? textOf(event, 'Channel') ?? '', textOf(event, 'BridgeId')];
  return [`linked ${linked}`, ...(bridge === null ? [] : [`bridge ${bridge}`])];
}

function legOf(event: AmiMessage, channel: string): Leg {
  const isCalled = textOf(event, 'Application') === 'AppDial';
  return { channel, peer: peerOf(channel), isUp: textOf(event, 'ChannelState') === '6', dialled: isCalled ? null : textOf(event, 'Exten'), seconds: secondsOf(textOf(event, 'Duration')) };
}

/** Joins channels to calls: legs of one Linkedid, or in one bridge, are one call, whatever was transferred meanwhile. */
export function callsOf(events: readonly AmiMessage[]): readonly Call[] {
  const leader = new Map<string, string>();
  const find = (group: string): string => {
    let found = group;
    for (let next = leader.get(found); next !== undefined && next !== found; next = leader.get(found)) found = next;
    leader.set(group, found);
    return found;
  };
  const channels = events.flatMap((event) => {
    const channel = textOf(event, 'Channel');
    if (channel === null) return [];
    const [first = '', ...others] = groupsOf(event);
    for (const other of others) leader.set(find(other), find(first));
    return [{ first, leg: legOf(event, channel) }];
  });
  return [...Map.groupBy(channels, ({ first }) => find(first)).values()].map((joined) => {
    const legs = joined.map(({ leg }) => leg);
    return { legs, seconds: Math.max(...legs.map(({ seconds }) => seconds)) };
  });
}

/** The calls of this moment. */
export async function readCalls(ami: AmiReader): Promise<readonly Call[]> {
  return callsOf(await eventsOf(ami, 'CoreShowChannels', 'CoreShowChannel'));
}
