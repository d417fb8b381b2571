import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { changeAnswer, driftAnswer, historyAnswer, itemDifferenceAnswer, versionContentAnswer } from '../answers/change-answers.ts';
import { listRoute, route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };

/** What was pushed, what became of it, and what devices had when. */
export const changeRoutes: readonly Route[] = [
  listRoute({
    name: 'changes', path: '/changes', title: 'Changes, newest first', rule: seen, command: commands.changes, entry: changeAnswer, filters: ['person', 'state'], order: ({ startedAt, id }) => `${startedAt} ${id}`, newestFirst: true,
  }),
  route({ name: 'change', method: 'get', path: '/changes/{change}', title: 'One change; the first letters of its id are enough', rule: seen, command: commands.change, answer: changeAnswer }),
  route({ name: 'drift', method: 'get', path: '/drift', title: 'Resources that were pushed, as they compared last', rule: seen, command: commands.drift, says: { check: false }, answer: z.array(driftAnswer) }),
  route({ name: 'history', method: 'get', path: '/devices/{device}/history', title: 'Versions of the configuration of a device, newest first', rule: seen, command: commands.history, says: { take: false }, answer: historyAnswer }),
  route({ name: 'historyVersion', method: 'get', path: '/devices/{device}/history/{version}', title: 'What a version holds, secrets replaced', rule: seen, command: commands['history-show'], answer: versionContentAnswer }),
  route({ name: 'historyDifferences', method: 'get', path: '/devices/{device}/history-differences', title: 'How two versions differ', rule: seen, command: commands['history-diff'], answer: z.array(itemDifferenceAnswer) }),
];
