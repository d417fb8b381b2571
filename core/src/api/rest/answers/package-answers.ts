import { z } from 'zod';
import { contributionKinds, historyActions } from '../../../packages/index.ts';
import { text } from './health-answers.ts';

export const permissionLine = z.object({ words: z.string().meta({ description: 'Such as "read files /etc/hosts over SSH".' }), writes: z.boolean() });
export const contribution = z.object({ kind: z.enum(contributionKinds), name: z.string(), title: z.string() });

const permissionChange = z.object({ added: z.array(permissionLine), removed: z.array(permissionLine), same: z.array(permissionLine) });
const granted = z.object({ by: z.string(), at: z.string() });

const proof = z.object({
  publisher: z.object({ name: z.string(), key: z.string(), at: z.string() }).nullable().meta({ description: 'Who signed it, by trust.yaml; null where trust.yaml lets it be unsigned.' }),
  organization: z.object({ key: z.string(), at: z.string(), expires: text }).nullable().meta({ description: 'The counter-signature of the organization.' }),
});

export const waitingAnswer = z.object({
  plugin: z.string(), package: z.string(), title: z.string(), version: z.string(), before: text.meta({ description: 'The version that runs; null for a plugin that is new here.' }), older: z.boolean().meta({ description: 'It is older than what runs.' }),
  proof, change: permissionChange, contributions: z.object({ added: z.array(contribution), removed: z.array(contribution), same: z.int() }),
  files: z.int(), bytes: z.int(), integrity: z.string().meta({ description: 'What it is known by: given back to install, approve or refuse it, and no other.' }), source: z.string(), person: z.string(), at: z.string(),
  problem: z.object({ code: text, message: z.string(), hint: z.string() }).nullable().meta({ description: 'Why it could not be held against what runs by now: then all else is as it was seen before, and it is not installed.' }),
}).meta({ id: 'WaitingPackage' });

export const installAnswer = z.object({
  plugin: z.string(), package: z.string(), version: z.string(), before: text, proof, change: permissionChange, files: z.int(), integrity: z.string(), kept: text, outcome: z.enum(['installed', 'unchanged']), taken: z.boolean(),
}).meta({ id: 'PackageInstalled' });

export const rollbackAnswer = z.object({ plugin: z.string(), version: z.string(), before: z.string(), granted, taken: z.boolean() });
export const removeAnswer = z.object({ plugin: z.string(), version: z.string(), edited: z.array(z.string()).meta({ description: 'Files in which it was disabled first.' }), taken: z.boolean() });

export const enableAnswer = z.object({
  plugin: z.string(), site: z.string(), file: z.string(), enabled: z.boolean(), grant: z.string(), before: z.object({ enabled: z.boolean(), grant: z.string() }).meta({ description: 'What counted there until then.' }), calls: z.boolean(), permissions: z.array(permissionLine), changed: z.boolean(), taken: z.boolean(),
  against: z.array(z.string()).meta({ description: 'Lines of the configuration that say otherwise, and count.' }),
});

export const packageAnswer = z.object({
  plugin: z.string(), package: z.string(), version: z.string(), kept: text, source: z.string(), granted, enabledAt: z.array(z.string()), problem: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
}).meta({ id: 'InstalledPackage' });

export const packageRecordAnswer = z.object({
  sequence: z.int(), at: z.string(), person: z.string(), action: z.enum(historyActions), plugin: text, version: text, before: text, integrity: text, outcome: z.enum(['done', 'refused']), detail: z.string(), hash: z.string(),
}).meta({ id: 'PackageRecord' });
