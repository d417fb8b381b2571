import { commands } from '../../commands/index.ts';
import { rolloutAnswer } from '../answers/plugin-answers.ts';
import { listRoute, route, type Route } from '../route.ts';
import * as touched from '../touched.ts';

const words = { pause: 'Have a rollout write no further site', resume: 'Let a rollout go on; what is bad by now counts as known', abort: 'End a rollout, with the sites as they are', undo: 'End a rollout, and put back what its sites said before' };

/** Enablement and pins in waves. */
export const rolloutRoutes: readonly Route[] = [
  listRoute({
    name: 'rollouts', path: '/rollouts', title: 'Rollouts, newest first', rule: { role: 'viewer', at: 'seen' }, command: commands.rollouts, entry: rolloutAnswer, filters: ['state', 'person'], order: ({ begun, id }) => `${begun} ${id}`, newestFirst: true,
  }),
  route({ name: 'rollout', method: 'get', path: '/rollouts/{rollout}', title: 'One rollout; the first letters of its id are enough', rule: { role: 'viewer', at: 'seen' }, command: commands.rollout, answer: rolloutAnswer }),
  route({ name: 'beginRollout', method: 'post', path: '/rollouts', title: 'Set keys at the sites of a place, a canary first, then in waves while no check gets worse', rule: { role: 'manager', at: touched.rolloutPlace }, command: commands['rollout-begin'], answer: rolloutAnswer }),
  ...(['pause', 'resume', 'abort', 'undo'] as const).map((word) => route({
    name: `${word}Rollout`, method: 'post', path: `/rollouts/{rollout}/${word}`, title: words[word], rule: { role: 'manager', at: touched.rollout }, command: commands['rollout-control'], says: { word }, answer: rolloutAnswer,
  })),
];
