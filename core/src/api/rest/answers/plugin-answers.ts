import { commitClasses } from '@jackfield/sdk';
import { z } from 'zod';
import { rolloutSiteStates, rolloutStates } from '../../../rollouts/index.ts';
import { grantStates, pluginLevels } from '../../commands/index.ts';
import { text } from './health-answers.ts';

const permissionLine = z.object({ words: z.string().meta({ description: 'Such as "read files /etc/hosts over SSH".' }), writes: z.boolean() });

const place = z.object({ file: z.string(), line: z.int(), column: z.int() }).nullable();
const by = z.object({ layer: z.string(), name: z.string(), place }).nullable().meta({ description: 'The layer that counts; null where nobody says anything.' });

const cell = z.object({
  plugin: z.string(), enabled: z.boolean(), enabledBy: by, pinned: text.meta({ description: 'Range of versions that is allowed here; null takes what runs.' }), pinnedBy: by,
  version: text.meta({ description: 'What works here; null where none does.' }),
  grant: z.object({
    given: z.enum(['read', 'write', 'exact']), by,
    state: z.enum(grantStates).meta({
      description: 'none: not enabled · granted: all it asks for, or all of it for reading · differs: it asks for more than the exact list gives · needs-approval: what is installed asks for other permissions than were granted, and is not run · not-run: it is not there, or broken.',
    }),
    withheld: z.array(permissionLine).meta({ description: 'What it asks for and is not granted here.' }),
  }),
  devices: z.int().meta({ description: 'Devices of the site that it manages.' }),
  state: z.enum(['ok', 'warning', 'critical', 'unknown']).nullable().meta({ description: 'The worst of its checks there; null before the first.' }),
}).meta({ id: 'MatrixCell' });

const upgrade = z.object({ from: z.string(), to: z.string(), added: z.array(permissionLine), removed: z.array(permissionLine) }).nullable().meta({ description: 'What it may do since the version before, which is kept; null without one.' });

export const matrixAnswer = z.object({
  plugins: z.array(z.object({ id: z.string(), title: z.string(), version: text, versions: z.array(z.string()), kept: text, granted: z.object({ by: z.string(), at: z.string() }).nullable(), upgrade })),
  sites: z.array(z.object({ site: z.string(), title: z.string(), region: z.string(), district: z.string(), plugins: z.array(cell) })),
}).meta({ id: 'PluginMatrix' });

export const installedPlugin = z.object({
  id: z.string(), packageName: z.string(), version: z.string(), title: z.string(), checks: z.array(z.string()), discovery: z.array(z.string()),
  resources: z.array(z.object({ name: z.string(), title: z.string(), key: z.array(z.string()), commitClass: z.enum(commitClasses) })),
  dashboards: z.record(z.string(), z.object({ title: z.string(), groups: z.array(z.object({ title: z.string(), metrics: z.array(z.string()) })) })),
  metrics: z.array(z.object({ check: z.string(), name: z.string(), title: z.string(), unit: z.string() })), off: z.unknown(),
  contributions: z.array(z.object({ kind: z.enum(['discovery', 'check', 'resource', 'watcher', 'notifier', 'dashboard', 'command']), name: z.string(), title: z.string() })),
  notifiers: z.array(z.object({ name: z.string(), title: z.string(), settings: z.unknown().meta({ description: 'JSON Schema of what a channel sets; null for nothing.' }) })),
  permissions: z.array(permissionLine), hasSettings: z.boolean(),
  level: z.enum(pluginLevels).meta({ description: 'What its manifest is made for: observe, to look only · apply, to push · confirm, to push what a device takes back by itself.' }),
  publisher: text.meta({ description: 'Who may publish it, by trust.yaml; null for a plugin of a folder, and for one that may be unsigned.' }),
  source: text.meta({ description: 'Where its package came from; null for a plugin of a folder.' }), granted: z.object({ by: z.string(), at: z.string() }).nullable(),
}).meta({ id: 'InstalledPlugin' });

const starts = z.union([
  z.object({ kind: z.literal('check'), check: z.string() }), z.object({ kind: z.literal('change'), resource: z.string(), values: z.record(z.string(), z.unknown()) }), z.object({ kind: z.literal('dashboard'), dashboard: z.string() }),
]).meta({ description: 'check: `runChecks` of the device with this check and plugin · change: a change of the device with this resource, which is planned and applied as any other · dashboard: what the plugin says is drawn together.' });

const commandOfPlugin = z.object({
  id: z.string(), plugin: z.string(), pluginTitle: z.string(), title: z.string(), category: text, starts, devices: z.int().meta({ description: 'How many devices the caller can start it on.' }),
  page: text.meta({ description: 'Path of the page of the console that shows what it starts; null while no device is named.' }),
}).meta({ id: 'Command' });

export const commandsAnswer = z.object({ console: z.string().meta({ description: 'Where the console is, for `page`.' }), commands: z.array(commandOfPlugin) }).meta({ id: 'Commands' });

const troubles = z.object({ critical: z.int(), warning: z.int(), unknown: z.int() }).nullable();

export const rolloutAnswer = z.object({
  id: z.string(), title: z.string(), person: z.string(), begun: z.string(), ended: text, state: z.enum(rolloutStates), why: text.meta({ description: 'Why it stopped, what keeps its undo, or what that left as it is.' }),
  set: z.array(z.object({ key: z.string(), value: z.unknown() })), unset: z.array(z.string()), soakMs: z.int(), wave: z.int().meta({ description: 'The wave that is under way, from 0: the canary.' }),
  waves: z.array(z.array(z.object({
    site: z.string(), state: z.enum(rolloutSiteStates), at: text, before: troubles, now: troubles,
  }))),
}).meta({ id: 'Rollout' });
