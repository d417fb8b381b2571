import type { AsteriskModel } from './asterisk-model.ts';
import type { ConfigSection } from './config-file.ts';

export interface QueueMember {
  readonly interface: string;
  readonly name: string;
  /** Where its state is seen. */
  readonly state: string;
  readonly membership: 'static' | 'dynamic';
  penalty: number;
  /** The reason; null when it is not paused. */
  paused: string | null;
  /** Epoch seconds; 0 for never. */
  lastPause: number;
  readonly loggedInAt: number;
}

export interface QueueCaller {
  readonly channel: string;
  readonly number: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** A queue as it stands: what queues.conf says of it, who is in it, what it has seen. */
export interface Queue {
  readonly name: string;
  readonly strategy: string;
  readonly max: number;
  readonly weight: number;
  readonly serviceLevel: number;
  readonly holdTime: number;
  readonly talkTime: number;
  completed: number;
  abandoned: number;
  readonly members: QueueMember[];
  readonly callers: QueueCaller[];
}

const strategies = new Set(['ringall', 'leastrecent', 'fewestcalls', 'random', 'rrmemory', 'linear', 'wrandom', 'rrordered']);

/** `PJSIP/1001,0,Alice,PJSIP/1001`. */
function configuredMember(text: string, at: number): QueueMember {
  const [own = '', penalty = '0', name = '', state = ''] = text.split(',').map((part) => part.trim());
  return { interface: own, name: name === '' ? own : name, state: state === '' ? own : state, membership: 'static', penalty: Number(penalty) || 0, paused: null, lastPause: 0, loggedInAt: at };
}

function configuredQueue({ name, lines }: ConfigSection, old: Queue | undefined, at: number): Queue {
  const last = (key: string, fallback = '0'): string => lines.findLast(([each]) => each === key)?.[1] ?? fallback;
  const strategy = last('strategy', 'ringall').toLowerCase();
  const members = lines.filter(([key]) => key === 'member').map(([, value]) => configuredMember(value, at));
  return {
    // A strategy that there is not is ringall, and nobody is told.
    name, strategy: strategies.has(strategy) ? strategy : 'ringall', max: Number(last('maxlen')), weight: Number(last('weight')), serviceLevel: Number(last('servicelevel')),
    holdTime: old?.holdTime ?? 0, talkTime: old?.talkTime ?? 0, completed: old?.completed ?? 0, abandoned: old?.abandoned ?? 0,
    members: [...members.map((member) => ({ ...member, ...kept(old, member.interface) })), ...(old?.members ?? []).filter((member) => member.membership === 'dynamic')],
    callers: old?.callers ?? [],
  };
}

function kept(old: Queue | undefined, own: string): Partial<QueueMember> {
  const member = old?.members.find((each) => each.interface === own);
  return member === undefined ? {} : { paused: member.paused, lastPause: member.lastPause };
}

/** The queues that queues.conf makes of those there were. */
export function configuredQueues(sections: readonly ConfigSection[], old: readonly Queue[], at: number): Queue[] {
  const own = sections.filter(({ name, isTemplate }) => !isTemplate && name !== 'general');
  return own.map((section) => configuredQueue(section, old.find(({ name }) => name === section.name), at));
}

/** Queues that stand in the description instead of a file. */
export function describedQueues({ queues }: AsteriskModel, now: number): Queue[] {
  return queues.map(({ members, callers, ...queue }) => ({
    ...queue,
    members: members.map(({ interface: own, name = own, penalty, paused }) => ({
      interface: own, name, state: own, membership: 'static', penalty, paused: paused ? '' : null, lastPause: 0, loggedInAt: Math.floor(now / 1_000),
    })),
    callers: callers.map(({ waitSeconds, ...caller }) => ({ ...caller, since: now - waitSeconds * 1_000 })),
  }));
}
