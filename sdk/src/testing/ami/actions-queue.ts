import type { Actions } from './action.ts';
import type { Asterisk } from './asterisk.ts';
import type { Header } from './message.ts';
import { memberEvent, memberFields } from './queue-events.ts';
import type { Queue, QueueMember } from './queues.ts';

const agent = 'agent,all';

/** What happened to a member, before every session that may see it. */
function tell(asterisk: Asterisk, event: string, queue: Queue, member: QueueMember): void {
  asterisk.emit(memberEvent(event, queue, member, asterisk.deviceNumber(member.state)));
}

function statusEvents(asterisk: Asterisk, queue: Queue, wantedMember: string): readonly (readonly Header[])[] {
  const seconds = (since: number): string => String(Math.floor((asterisk.clock.now() - since) / 1_000));
  return [
    [
      ['Event', 'QueueParams'], ['Queue', queue.name], ['Max', String(queue.max)], ['Strategy', queue.strategy], ['Calls', String(queue.callers.length)], ['Holdtime', String(queue.holdTime)],
      ['TalkTime', String(queue.talkTime)], ['Completed', String(queue.completed)], ['Abandoned', String(queue.abandoned)], ['ServiceLevel', String(queue.serviceLevel)], ['ServicelevelPerf', '0.0'],
      ['ServicelevelPerf2', '0.0'], ['Weight', String(queue.weight)],
    ],
    ...queue.members.filter((member) => wantedMember === '' || member.interface === wantedMember).map((member): readonly Header[] => [
      ['Event', 'QueueMember'], ['Queue', queue.name], ['Name', member.name], ['Location', member.interface], ['StateInterface', member.state], ...memberFields(member, asterisk.deviceNumber(member.state)), ['Wrapuptime', '0'],
    ]),
    ...queue.callers.map(({ channel, number, name, since }, at): readonly Header[] => [
      ['Event', 'QueueEntry'], ['Queue', queue.name], ['Position', String(at + 1)], ['Channel', channel], ['Uniqueid', `${Math.floor(since / 1_000)}.${at}`], ['CallerIDNum', number],
      ['CallerIDName', name], ['ConnectedLineNum', 'unknown'], ['ConnectedLineName', 'unknown'], ['Wait', seconds(since)], ['Priority', '0'],
    ]),
  ];
}

function wanted({ queues }: Asterisk, name: string): readonly Queue[] {
  return queues.filter((queue) => name === '' || queue.name.toLowerCase() === name.toLowerCase());
}

export const queueActions: Actions = {
  QueueStatus: {
    summary: 'Show queue status.',
    privilege: null,
    run({ request, asterisk, list }) {
      const events = wanted(asterisk, request.get('Queue')).flatMap((queue) => statusEvents(asterisk, queue, request.get('Member')));
      list({ message: 'Queue status will follow', complete: 'QueueStatusComplete', idLast: true, events });
    },
  },
  QueueSummary: {
    summary: 'Show queue summary.',
    privilege: null,
    run({ request, asterisk, list }) {
      const events = wanted(asterisk, request.get('Queue')).map((queue): readonly Header[] => {
        // Logged in is who can be reached at all; available, who would be rung now.
        const reachable = queue.members.filter(({ state }) => ![4, 5].includes(asterisk.deviceNumber(state)));
        const free = reachable.filter(({ state, paused }) => paused === null && [0, 1].includes(asterisk.deviceNumber(state)));
        const longest = Math.max(0, ...queue.callers.map(({ since }) => Math.floor((asterisk.clock.now() - since) / 1_000)));
        return [
          ['Event', 'QueueSummary'], ['Queue', queue.name], ['LoggedIn', String(reachable.length)], ['Available', String(free.length)], ['Callers', String(queue.callers.length)],
          ['HoldTime', String(queue.holdTime)], ['TalkTime', String(queue.talkTime)], ['LongestHoldTime', String(longest)],
        ];
      });
      list({ message: 'Queue summary will follow', complete: 'QueueSummaryComplete', idLast: true, events });
    },
  },
  QueueAdd: {
    summary: 'Add interface to queue.',
    privilege: agent,
    run({ request, asterisk, respond }) {
      const [own, name] = [request.get('Interface'), request.get('Queue')];
      const queue = asterisk.queues.find((each) => each.name === name);
      if (queue === undefined) return respond('Error', [['Message', 'Unable to add interface to queue: No such queue']]);
      if (queue.members.some((member) => member.interface === own)) return respond('Error', [['Message', 'Unable to add interface: Already there']]);
      const member: QueueMember = {
        interface: own, name: request.get('MemberName') || own, state: request.get('StateInterface') || own, membership: 'dynamic', penalty: Number(request.get('Penalty')) || 0,
        paused: /^(yes|true|1)$/i.test(request.get('Paused')) ? request.get('Reason') : null, lastPause: 0, loggedInAt: Math.floor(asterisk.clock.now() / 1_000),
      };
      queue.members.push(member);
      respond('Success', [['Message', 'Added interface to queue']]);
      return tell(asterisk, 'QueueMemberAdded', queue, member);
    },
  },
  QueueRemove: {
    summary: 'Remove interface from queue.',
    privilege: agent,
    run({ request, asterisk, respond }) {
      const queue = asterisk.queues.find(({ name }) => name === request.get('Queue'));
      if (queue === undefined) return respond('Error', [['Message', 'Unable to remove interface from queue: No such queue']]);
      const at = queue.members.findIndex((member) => member.interface === request.get('Interface'));
      const member = queue.members[at];
      if (member === undefined) return respond('Error', [['Message', 'Unable to remove interface: Not there']]);
      if (member.membership === 'static') return respond('Error', [['Message', 'Unable to remove interface: Member is not dynamic']]);
      queue.members.splice(at, 1);
      respond('Success', [['Message', 'Removed interface from queue']]);
      return tell(asterisk, 'QueueMemberRemoved', queue, member);
    },
  },
  QueuePause: {
    summary: 'Makes a queue member temporarily unavailable.',
    privilege: agent,
    run({ request, asterisk, respond }) {
      const isPaused = /^(yes|true|1|on)$/i.test(request.get('Paused'));
      const found = wanted(asterisk, request.get('Queue')).flatMap((queue) => queue.members.filter((member) => member.interface === request.get('Interface')).map((member) => ({ queue, member })));
      if (found.length === 0) return respond('Error', [['Message', 'Interface not found']]);
      respond('Success', [['Message', `Interface ${isPaused ? 'paused' : 'unpaused'} successfully`]]);
      for (const { queue, member } of found) {
        member.paused = isPaused ? request.get('Reason') : null;
        if (isPaused) member.lastPause = Math.floor(asterisk.clock.now() / 1_000);
        tell(asterisk, 'QueueMemberPause', queue, member);
      }
      return undefined;
    },
  },
  QueueReload: {
    summary: 'Reload a queue, queues, or any sub-section of a queue or queues.',
    privilege: null,
    run({ asterisk, faults, respond }) {
      if (faults.reloadLies !== true) asterisk.reload('app_queue.so');
      respond('Success', [['Message', 'Queue reloaded successfully']]);
    },
  },
  QueueReset: {
    summary: 'Reset queue statistics.',
    privilege: null,
    run({ request, asterisk, respond }) {
      for (const queue of wanted(asterisk, request.get('Queue'))) Object.assign(queue, { completed: 0, abandoned: 0 });
      respond('Success', [['Message', 'Queue stats reset successfully']]);
    },
  },
};
