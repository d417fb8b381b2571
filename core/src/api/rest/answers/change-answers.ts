import { commitClasses, deviceKinds } from '@jackfield/sdk';
import { z } from 'zod';
import { changeStates } from '../../../changes/index.ts';
import { driftStates } from '../../../drift/index.ts';
import { versionCauses } from '../../../history/index.ts';
import { stepKinds } from '../../../recovery/index.ts';
import { text } from './health-answers.ts';

const data = z.record(z.string(), z.unknown());
export const differenceAnswer = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() }).meta({ id: 'Difference' });

export const changeAnswer = z.object({
  id: z.string(), title: z.string(), person: z.string(), state: z.enum(changeStates), planHash: z.string(), startedAt: z.string(), endedAt: text,
  steps: z.array(z.object({
    device: z.string(), resource: z.string(), key: data, state: z.enum(['pending', 'applied', 'verified', 'restored', 'restored-unverified', 'failed', 'untouched']), message: text,
  })),
  undoes: text, undoneBy: text, message: text.optional(),
  unsaved: z.array(z.object({ device: z.string(), deviceName: z.string(), plugin: z.string(), message: text })).optional(),
  wave: z.int(), waves: z.int(), paused: z.boolean(),
}).meta({ id: 'Change' });

const names = z.array(z.string());
const losing = z.looseObject({ kinds: z.partialRecord(z.enum(deviceKinds), z.int()).meta({ description: 'Devices that lose their way, by what they are.' }), sites: names.meta({ description: 'Sites of the plan at which something is lost.' }), elsewhere: z.int().optional().meta({ description: 'How many other sites lose something.' }), service: z.int(), strangers: z.int(), unlinked: z.int() });

/** As whole as the file that `jackfield plan` writes: its hash covers every field, so that it can be given back. */
export const planAnswer = z.looseObject({
  format: z.literal(1), id: z.string(), title: z.string(), author: z.string(), createdAt: z.string(), expiresAt: z.string(),
  steps: z.array(z.looseObject({
    device: z.string(), deviceName: z.string(), plugin: z.string(), pluginVersion: z.string(), resource: z.string(), key: data, commitClass: z.enum(commitClasses), wave: z.int(), unit: z.string(),
    current: data, wanted: data, differences: z.array(differenceAnswer),
  })),
  unchanged: z.int(), rollout: z.looseObject({ waves: z.int(), soakMs: z.number(), recoveryMs: z.number().optional(), maxFailures: z.int(), atOnce: z.int() }),
  windows: z.array(z.looseObject({ from: z.string(), to: z.string(), days: z.array(z.string()).optional(), zone: z.string().optional() })),
  cautions: z.array(z.string()).optional(), warnings: z.array(z.string()).optional(), ownWay: z.looseObject({ risk: z.enum(['refuse', 'allow']), ways: z.array(z.string()) }).optional(),
  approvals: z.int(), blastRadius: z.looseObject({ devices: names, sites: names, behind: names.meta({ description: 'Devices at the sites of the plan that lose their way; GET /plans/{plan}/behind names all that you see.' }), losing: losing.optional() }), hash: z.string(),
}).meta({ id: 'Plan' });

export const stopAnswer = z.object({ person: z.string(), at: z.string(), reason: z.string() }).meta({ id: 'ChangesStop' });
export const stoppedAnswer = z.object({ stop: stopAnswer.nullable().meta({ description: 'Who stopped all changes; null while they may begin.' }) }).meta({ id: 'ChangesStopped' });
const given = z.array(z.object({ person: z.string(), at: z.string() })).meta({ description: 'Who has approved it.' });

export const approvalsAnswer = z.object({
  plan: z.string(), title: z.string(), hash: z.string(), needed: z.int(), given,
}).meta({ id: 'Approvals' });

export const waitingPlanAnswer = z.object({
  id: z.string(), title: z.string(), author: z.string(), createdAt: z.string(), expiresAt: z.string(), hash: z.string(), steps: z.int(), devices: z.array(z.string()), sites: z.array(z.string()),
  commitClasses: z.array(z.enum(commitClasses)), needed: z.int().meta({ description: 'Approvals by others than the author that it takes.' }), given,
}).meta({ id: 'WaitingPlan' });

export const keptPlanAnswer = z.object({ plan: planAnswer, given, change: text.meta({ description: 'The change that it became; null while it waits.' }) }).meta({ id: 'KeptPlan' });

export const resourceAnswer = z.object({
  plugin: z.string(), pluginTitle: z.string(), version: z.string(), name: z.string(), title: z.string(), key: z.array(z.string()).meta({ description: 'Fields that say which instance is meant.' }),
  commitClass: z.enum(commitClasses), schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of what it is to be: `spec` of a change file.' }),
}).meta({ id: 'Resource' });

export const driftAnswer = z.object({
  device: z.string(), deviceName: z.string(), site: z.string(), plugin: z.string(), resource: z.string(), key: data, title: z.string(), state: z.enum(driftStates), change: z.string(), changeTitle: z.string(),
  person: z.string(), pushedAt: z.string(), accepted: z.object({ person: z.string(), at: z.string() }).nullable(), checkedAt: text, equalAt: z.string(), since: text,
  differences: z.array(differenceAnswer), message: text,
}).meta({ id: 'Drift' });

export const versionAnswer = z.object({
  version: z.int(), hash: z.string(), takenAt: z.string(), seenAt: z.string(), cause: z.enum(versionCauses), person: z.string(), change: text, resources: z.int(), changed: z.array(z.string()),
}).meta({ id: 'Version' });

export const historyAnswer = z.object({
  device: z.string(), deviceName: z.string(), taken: z.object({ version: versionAnswer, fresh: z.boolean(), unread: z.array(z.object({ title: z.string(), message: z.string() })) }).nullable(), versions: z.array(versionAnswer),
}).meta({ id: 'History' });

export const versionContentAnswer = versionAnswer.extend({
  items: z.array(z.object({ plugin: z.string(), pluginVersion: z.string(), resource: z.string(), key: data, title: z.string(), state: data })),
}).meta({ id: 'VersionContent' });

export const itemDifferenceAnswer = z.object({ title: z.string(), kind: z.enum(['changed', 'added', 'removed']), differences: z.array(differenceAnswer) }).meta({ id: 'ItemDifference' });

const leftOut = z.object({ title: z.string(), path: text, reason: z.string() });

export const restoreAnswer = z.object({ plan: planAnswer, leftOut: z.array(leftOut) }).meta({ id: 'Restore' });

export const recoveryAnswer = z.object({
  device: z.string(), deviceName: z.string(), replacement: z.string(), replacementName: z.string(), version: z.int(), versionSeenAt: z.string(),
  begun: z.object({ person: z.string(), at: z.string() }).nullable(),
  steps: z.array(z.object({
    kind: z.enum(stepKinds), name: z.string(), done: z.boolean(), summary: z.string(), person: text, at: text,
    copies: z.array(z.object({ deviceName: z.string(), site: z.string(), copiedAt: text, command: z.string() })),
  })),
  leftOut: z.array(leftOut), cautions: z.array(z.string()),
}).meta({ id: 'Recovery' });
