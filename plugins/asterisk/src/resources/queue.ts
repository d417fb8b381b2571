import { NotReady, type AmiReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { eventsNamed, isSuccess, numberOf, outcomeOf, textOf } from '../manager.ts';
import { putSection } from '../own-files/by-name.ts';
import { set, valueOf, type Section } from '../own-files/config-lines.ts';
import { queuesFile } from '../own-files/kinds.ts';
import { ownResource } from '../own-files/own-resource.ts';
import type { queue as schema } from '../schemas.ts';

export type QueueSpec = z.output<typeof schema>;

type Member = {
  /** Such as PJSIP/2001. */
  readonly interface: string;
  readonly name: string;
  readonly penalty: number;
  /** Whose state says whether the member is free. */
  readonly stateInterface: string;
};

type Shown = {
  readonly strategy: string;
  /** Callers that may wait; 0: any number. */
  readonly maxCallers: number;
  readonly weight: number;
  readonly serviceLevelSeconds: number;
  /** Those of the file, in the order of their interfaces. */
  readonly members: readonly Member[];
};

/** What queues.conf has and QueueStatus does not show. */
type QueueFacts = Shown & {
  readonly ringSeconds: number;
  readonly retrySeconds: number;
  readonly wrapupSeconds: number;
  readonly musicClass: string | null;
  readonly joinEmpty: boolean;
  readonly leaveWhenEmpty: boolean;
  readonly ringInUse: boolean;
};

const fresh: QueueFacts = {
  strategy: 'ringall', maxCallers: 0, weight: 0, serviceLevelSeconds: 0, members: [],
  ringSeconds: 15, retrySeconds: 5, wrapupSeconds: 0, musicClass: null, joinEmpty: true, leaveWhenEmpty: false, ringInUse: true,
};

const byInterface = (members: readonly Member[]): readonly Member[] => members.toSorted((one, other) => (one.interface < other.interface ? -1 : 1));
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** The queue as it stands in the running Asterisk. Who logged in by phone is its own matter. */
export async function runningQueue(ami: AmiReader, name: string): Promise<Shown | null> {
  const { params, members } = await statusOf(ami, name);
  if (params === undefined) return null;
  const number = (header: string): number => numberOf(params, header) ?? 0;
  return {
    strategy: textOf(params, 'Strategy') ?? '', maxCallers: number('Max'), weight: number('Weight'), serviceLevelSeconds: number('ServiceLevel'),
    members: byInterface(members.filter((member) => textOf(member, 'Membership') === 'static').map((member) => ({
      interface: textOf(member, 'Location') ?? '', name: textOf(member, 'Name') ?? '', penalty: numberOf(member, 'Penalty') ?? 0, stateInterface: textOf(member, 'StateInterface') ?? '',
    }))),
  };
}

async function statusOf(ami: AmiReader, name: string) {
  const action = 'QueueStatus';
  const { response, events, complete } = await ami.list(action, [['Queue', name]]);
  if (!isSuccess(response)) throw outcomeOf(action, response);
  // Queues, members and callers are counted alike.
  if (numberOf(complete, 'ListItems') !== events.length) throw new NotReady(`the list of ${action} is not whole`);
  // Names of queues compare without case there: another one is not meant.
  const own = (event: string) => eventsNamed(events, event).filter((each) => textOf(each, 'Queue') === name);
  return { params: own('QueueParams')[0], members: own('QueueMember') };
}

function factsOf(section: Section): QueueFacts {
  const number = (option: string): number => Number(valueOf(section, option) ?? '0');
  const is = (option: string): boolean => valueOf(section, option) === 'yes';
  return {
    strategy: valueOf(section, 'strategy') ?? '', maxCallers: number('maxlen'), weight: number('weight'), serviceLevelSeconds: number('servicelevel'),
    members: section.lines.filter(([option]) => option === 'member').map(([, value]) => {
      const [own = '', penalty = '', name = '', state = ''] = value.split(',');
      return { interface: own, penalty: Number(penalty), name, stateInterface: state };
    }),
    ringSeconds: number('timeout'), retrySeconds: number('retry'), wrapupSeconds: number('wrapuptime'), musicClass: valueOf(section, 'musicclass'),
    joinEmpty: is('joinempty'), leaveWhenEmpty: is('leavewhenempty'), ringInUse: is('ringinuse'),
  };
}

function sectionOf(name: string, facts: QueueFacts): Section {
  return {
    name,
    lines: [
      ...set(
        ['strategy', facts.strategy], ['timeout', String(facts.ringSeconds)], ['retry', String(facts.retrySeconds)], ['wrapuptime', String(facts.wrapupSeconds)],
        ['maxlen', String(facts.maxCallers)], ['weight', String(facts.weight)], ['servicelevel', String(facts.serviceLevelSeconds)], ['musicclass', facts.musicClass],
        ['joinempty', yesNo(facts.joinEmpty)], ['leavewhenempty', yesNo(facts.leaveWhenEmpty)], ['ringinuse', yesNo(facts.ringInUse)],
      ),
      ...facts.members.map(({ interface: own, penalty, name: who, stateInterface }) => ['member', [own, penalty, who, stateInterface].join(',')] as const),
    ],
  };
}

/** A queue with the members that always belong to it. */
export const queue = ownResource<QueueSpec, 'name', QueueFacts, Shown>({
  noun: 'queue',
  file: queuesFile,
  nameOf: ({ name }) => name,
  sectionOf: ({ name }) => name,
  keys: (sections) => sections.map(({ name }) => ({ name })),
  find(sections, { name }) {
    const section = sections.find((each) => each.name === name);
    return section === undefined ? null : factsOf(section);
  },
  put: (sections, { name }, facts) => putSection(sections, name, facts === null ? null : sectionOf(name, facts)),
  running: (ami, { name }) => runningQueue(ami, name),
  shown: ({ strategy, maxCallers, weight, serviceLevelSeconds, members }) => ({ strategy, maxCallers, weight, serviceLevelSeconds, members }),
  wanted(current, { name: _name, exists: _exists, members, ...spec }) {
    const given = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
    const facts: QueueFacts = { ...(current ?? fresh), ...given };
    return members === undefined ? facts : {
      ...facts,
      members: byInterface(members.map(({ interface: own, name = own, penalty, stateInterface = own }) => ({ interface: own, name, penalty, stateInterface }))),
    };
  },
});
