import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { maintenanceAnswer, noteAnswer, taskAnswer, whyAnswer } from '../answers/incident-answers.ts';
import { listRoute, route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';
import * as touched from '../touched.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };
const acts: Rule = { role: 'operator', at: touched.incident };
const incident = z.object({ incident: z.string() });

/** What people do about incidents: acknowledge, comment, delegate, work behind a maintenance. */
export const incidentRoutes: readonly Route[] = [
  route({ name: 'acknowledge', method: 'post', path: '/incidents/{incident}/acknowledge', title: 'Say that an incident is being looked after', rule: acts, command: commands.acknowledge, answer: incident }),
  route({ name: 'incidentNotes', method: 'get', path: '/incidents/{incident}/notes', title: 'What happened to an incident and what was said of it, oldest first', rule: seen, command: commands['incident-notes'], answer: z.array(noteAnswer) }),
  route({ name: 'noteIncident', method: 'post', path: '/incidents/{incident}/notes', title: 'Say something of an incident', rule: acts, command: commands['incident-note'], answer: incident }),
  route({
    name: 'why', method: 'get', path: '/incidents/{incident}/why', title: 'Why it is red: check, way, what waits for it, last change on the way, maintenance', rule: seen, command: commands.why, answer: whyAnswer,
  }),
  route({ name: 'delegate', method: 'post', path: '/incidents/{incident}/delegate', title: 'Give an incident to a person or a team: a task that ends when the check is ok again', rule: acts, command: commands.delegate, answer: taskAnswer }),
  listRoute({
    name: 'tasks', path: '/tasks', title: 'Tasks that are open, the first due first; closed ones with `all=true`, those of who asks with `mine=true`', rule: seen, command: commands.tasks, entry: taskAnswer, filters: ['site', 'deviceName', 'incident', 'state'],
    order: ({ state, dueAt, closedAt, id }) => `${state === 'open' ? 'a' : 'b'} ${dueAt ?? '9999'} ${closedAt ?? ''} ${id}`,
  }),
  route({ name: 'taskDone', method: 'post', path: '/tasks/{task}/done', title: 'Say that a task is done', rule: { role: 'operator', at: touched.task }, command: commands['task-done'], answer: taskAnswer }),
  listRoute({
    name: 'maintenance', path: '/maintenance', title: 'Maintenance in force', rule: seen, command: commands.maintenance, entry: maintenanceAnswer, filters: ['at', 'person'], order: ({ begunAt, id }) => `${begunAt} ${id}`,
  }),
  route({ name: 'beginMaintenance', method: 'post', path: '/maintenance', title: 'Begin a maintenance now, of a device or of all below a node of the tree', rule: { role: 'operator', at: touched.target }, command: commands['maintenance-begin'], answer: maintenanceAnswer }),
  route({ name: 'endMaintenance', method: 'post', path: '/maintenance/{maintenance}/end', title: 'End a maintenance before its time', rule: { role: 'operator', at: touched.maintenance }, command: commands['maintenance-end'], answer: maintenanceAnswer }),
];
