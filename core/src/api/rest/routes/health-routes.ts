import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { checkAnswer, checkOfDeviceAnswer, namedIncidentAnswer, sampleAnswer } from '../answers/health-answers.ts';
import { listRoute, route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';
import * as touched from '../touched.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };

/** How it is: checks, what they measured, incidents. */
export const healthRoutes: readonly Route[] = [
  listRoute({
    name: 'checks', path: '/checks', title: 'The last outcome of every check', rule: seen, command: commands.checks, entry: checkOfDeviceAnswer, filters: ['site', 'device', 'deviceName', 'plugin', 'check', 'state'],
    order: ({ deviceName, device, plugin, check }) => `${deviceName} ${device} ${plugin} ${check}`,
  }),
  route({
    name: 'samples', method: 'get', path: '/devices/{device}/samples', title: 'Samples of one metric, oldest first; averages of an hour for long spans', rule: seen, command: commands.samples, answer: z.array(sampleAnswer),
  }),
  listRoute({
    name: 'incidents', path: '/incidents', title: 'Incidents, newest first; those that are resolved with `all=true`', rule: seen, command: commands.incidents, entry: namedIncidentAnswer,
    filters: ['site', 'deviceName', 'plugin', 'check', 'state'], order: ({ openedAt, id }) => `${openedAt} ${id}`, newestFirst: true,
  }),
  route({ name: 'incident', method: 'get', path: '/incidents/{incident}', title: 'One incident; the first letters of its id are enough while it is not resolved', rule: seen, command: commands.incident, answer: namedIncidentAnswer }),
  route({ name: 'runChecks', method: 'post', path: '/devices/{device}/checks', title: 'Run the checks of a device now, or one of them', rule: { role: 'operator', at: touched.device }, command: commands.check, answer: z.array(checkAnswer) }),
];
