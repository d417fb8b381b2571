import type { ManagerEvent } from './asterisk.ts';
import type { Header } from './message.ts';
import type { Queue, QueueMember } from './queues.ts';

const agent = 'agent,all';

/** What lists and events say of a member alike; `status` is the number of its device's state. */
export function memberFields(member: QueueMember, status: number): readonly Header[] {
  return [
    ['Membership', member.membership], ['Penalty', String(member.penalty)], ['CallsTaken', '0'], ['LastCall', '0'], ['LastPause', String(member.lastPause)],
    ['LoginTime', String(member.loggedInAt)], ['InCall', '0'], ['Status', String(status)], ['Paused', member.paused === null ? '0' : '1'], ['PausedReason', member.paused ?? ''],
  ];
}

/** What happened to a member. */
export function memberEvent(event: string, queue: Queue, member: QueueMember, status: number): ManagerEvent {
  return {
    privilege: agent,
    lines: [
      ['Event', event], ['Privilege', agent], ['Queue', queue.name], ['MemberName', member.name], ['Interface', member.interface], ['StateInterface', member.state],
      ...memberFields(member, status), ['Ringinuse', member.membership === 'dynamic' ? '1' : '0'], ['Wrapuptime', '0'],
    ],
  };
}
