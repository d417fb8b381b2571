import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { approvalsAnswer, changeAnswer, driftAnswer, historyAnswer, itemDifferenceAnswer, keptPlanAnswer, planAnswer, recoveryAnswer, resourceAnswer, restoreAnswer, stopAnswer, stoppedAnswer, versionContentAnswer, waitingPlanAnswer } from '../answers/change-answers.ts';
import { planBehindAnswer } from '../answers/behind-answers.ts';
import { listRoute, longListRoute, route, type Route } from '../route.ts';
import type { Rule, Touched } from '../rule.ts';
import * as touched from '../touched.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };

const operator = (at: Touched): Rule => ({ role: 'operator', at });
const words = { pause: 'Have a running change wait', resume: 'Let a change go on', abort: 'Have a running change put everything back' };

/** What was pushed, what became of it, and what devices had when. */
export const changeRoutes: readonly Route[] = [
  longListRoute({ name: 'changes', path: '/changes', title: 'Changes, newest first', rule: seen, command: commands.changes, entry: changeAnswer, filters: ['person', 'state'] }),
  route({ name: 'change', method: 'get', path: '/changes/{change}', title: 'One change; the first letters of its id are enough', rule: seen, command: commands.change, answer: changeAnswer }),
  listRoute({
    name: 'plans', path: '/plans', title: 'Plans that wait to be approved or applied, newest first', rule: seen, command: commands.plans, entry: waitingPlanAnswer, filters: ['author'], order: ({ createdAt, id }) => `${createdAt} ${id}`, newestFirst: true,
  }),
  route({ name: 'keptPlan', method: 'get', path: '/plans/{plan}', title: 'One plan, whole, by its id or by that of the change it became', rule: seen, command: commands['plan-kept'], answer: keptPlanAnswer }),
  route({ name: 'planBehind', method: 'get', path: '/plans/{plan}/behind', title: 'Who would lose what if a plan went wrong, by what is known of the network now', rule: seen, command: commands['plan-behind'], answer: planBehindAnswer }),
  route({ name: 'resources', method: 'get', path: '/resources', title: 'What devices can be given, with the JSON Schema of each', rule: seen, command: commands.resources, answer: z.array(resourceAnswer) }),
  route({ name: 'drift', method: 'get', path: '/drift', title: 'Resources that were pushed, as they compared last', rule: seen, command: commands.drift, says: { check: false }, answer: z.array(driftAnswer) }),
  route({ name: 'history', method: 'get', path: '/devices/{device}/history', title: 'Versions of the configuration of a device, newest first', rule: seen, command: commands.history, says: { take: false }, answer: historyAnswer }),
  route({ name: 'historyVersion', method: 'get', path: '/devices/{device}/history/{version}', title: 'What a version holds, secrets replaced', rule: seen, command: commands['history-show'], answer: versionContentAnswer }),
  route({ name: 'historyDifferences', method: 'get', path: '/devices/{device}/history-differences', title: 'How two versions differ', rule: seen, command: commands['history-diff'], answer: z.array(itemDifferenceAnswer) }),
  route({ name: 'plan', method: 'post', path: '/plans', title: 'Plan a change file: reads the devices, alters nothing', rule: operator(touched.changeFile), command: commands.plan, answer: planAnswer }),
  route({ name: 'approve', method: 'post', path: '/plans/approve', title: 'Say yes to a plan of somebody else', rule: { role: 'approver', at: touched.plan }, command: commands.approve, answer: approvalsAnswer }),
  route({ name: 'apply', method: 'post', path: '/changes', title: 'Apply a plan; answers when the change has begun', rule: operator(touched.plan), command: commands['apply-begin'], says: { emergency: undefined }, answer: changeAnswer }),
  route({
    name: 'applyInEmergency', method: 'post', path: '/changes/emergency', title: 'Apply a plan outside of its windows, and without approvals of what can be undone, with the reason', rule: { role: 'manager', at: touched.plan }, command: commands['apply-begin'], answer: changeAnswer,
  }),
  route({ name: 'undo', method: 'post', path: '/changes/{change}/undo', title: 'Undo a change by another one; answers when that has begun', rule: operator(touched.change), command: commands['undo-begin'], answer: changeAnswer }),
  ...(['pause', 'resume', 'abort'] as const).map((word) => route({
    name: `${word}Change`, method: 'post', path: `/changes/{change}/${word}`, title: words[word], rule: operator(touched.change), command: commands['control-change'], says: { word }, answer: changeAnswer,
  })),
  route({ name: 'changesStopped', method: 'get', path: '/changes-stop', title: 'Whether all changes are stopped, by whom and why', rule: seen, command: commands['changes-stopped'], answer: stoppedAnswer }),
  route({ name: 'stopChanges', method: 'post', path: '/changes-stop', title: 'Stop all changes: none begins, those that run are put back or wait', rule: { role: 'operator', at: 'organization' }, command: commands['changes-stop'], answer: stopAnswer }),
  route({ name: 'liftStop', method: 'post', path: '/changes-stop/lift', title: 'Let changes begin again', rule: { role: 'operator', at: 'organization' }, command: commands['changes-lift'], answer: stoppedAnswer }),
  route({ name: 'saveChange', method: 'post', path: '/changes/{change}/save', title: 'Tell devices to save what was kept and is not saved', rule: operator(touched.change), command: commands['save-change'], answer: changeAnswer }),
  route({ name: 'compareDrift', method: 'post', path: '/drift/compare', title: 'Read devices now, and compare them with what was pushed', rule: operator(touched.deviceOrSite), command: commands.drift, says: { check: true }, answer: z.array(driftAnswer) }),
  route({ name: 'replanDrift', method: 'post', path: '/drift/plan', title: 'Plan to push again what drifts', rule: operator(touched.deviceOrSite), command: commands['drift-replan'], answer: planAnswer }),
  route({ name: 'acceptDrift', method: 'post', path: '/drift/accept', title: 'From now on what a device has is what it is to have', rule: operator(touched.device), command: commands['drift-accept'], answer: z.array(driftAnswer) }),
  route({ name: 'takeVersion', method: 'post', path: '/devices/{device}/history', title: 'Read the configuration of a device now', rule: operator(touched.device), command: commands.history, says: { take: true }, answer: historyAnswer }),
  route({
    name: 'restoreVersion', method: 'post', path: '/devices/{device}/history/{version}/plan', title: 'Plan a change back to a version', rule: operator(touched.device), command: commands['history-restore'], answer: restoreAnswer,
  }),
  route({ name: 'recovery', method: 'get', path: '/devices/{device}/recovery', title: 'How far the replacement of a lost device is', rule: operator(touched.lost), command: commands.recover, answer: recoveryAnswer }),
  route({ name: 'beginRecovery', method: 'post', path: '/devices/{device}/recovery', title: 'Begin to replace a lost device', rule: operator(touched.lost), command: commands['recover-begin'], answer: recoveryAnswer }),
  route({ name: 'planRecovery', method: 'post', path: '/devices/{device}/recovery/plan', title: 'Plan the remembered configuration for the replacement', rule: operator(touched.lost), command: commands['recover-plan'], answer: restoreAnswer }),
  route({ name: 'recovered', method: 'post', path: '/devices/{device}/recovery/done', title: 'Say that data was restored', rule: operator(touched.lost), command: commands['recover-done'], answer: recoveryAnswer }),
];
