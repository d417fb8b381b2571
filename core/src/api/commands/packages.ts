import { z } from 'zod';
import type { AuditChange } from '../../access/index.ts';
import type { EnableResult, InstallResult } from '../../packages/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { audited } from './audited.ts';

const id = z.string().regex(/^[a-z0-9~-][a-z0-9._~-]*$/, 'the id of a plugin').max(255);
const name = z.string().min(1).max(255);
const integrity = z.string().max(255).regex(/^sha512-/, 'an integrity such as sha512-…');

/** What the sender calls a file: words of an answer, and never a path. */
const fileName = name.regex(/^[^\p{Cc}\p{Cf}/\\]+$/u, 'a name of a file');

/** A file that came with the request: where it was written to, and what is known of it. */
const upload = z.strictObject({ file: z.string(), bytes: z.int(), sha256: z.string() });

export const packages = command(nothing, ({ services }: CommandContext) => services.packages.list());

export const packageHistory = command(z.strictObject({ limit: z.int().min(1).max(10_000).default(50) }), async ({ services }: CommandContext, { limit }) => (await services.packages.history()).toReversed().slice(0, limit));

export const packagesWaiting = command(nothing, ({ services }: CommandContext) => services.packages.waiting());

/** Goes on when the sender goes away: the package is there then, and is looked at. */
export const packageOffer = command(z.strictObject({ upload, name: fileName, plugin: id.optional() }), async (context: CommandContext, { upload: { file, bytes }, name: called, plugin }) =>
  audited(context, { action: 'package.offer', detail: called, told: ({ plugin: of, version, integrity: known }) => `${of} ${version} of ${called}, ${known}`, ...(plugin === undefined ? {} : { plugin }) }, () =>
    context.services.packages.offer({ file, bytes, name: called, person: context.person, expected: plugin ?? null })), { detached: true });

export const packageFetch = command(z.strictObject({ from: name.optional(), plugin: id.optional() }), async (context: CommandContext, { from, plugin }) =>
  audited(context, { action: 'package.offer', detail: from ?? plugin ?? '', told: ({ plugin: of, version, source, integrity: known }) => `${of} ${version} of ${source}, ${known}`, ...(plugin === undefined ? {} : { plugin }) }, () =>
    context.services.packages.fetch({ from: from ?? null, person: context.person, expected: plugin ?? null })), { detached: true });

/** What another version made of it: the version, and each permission that came or went. */
const installedChanges = ({ plugin, before, version, change: { added, removed } }: InstallResult): readonly AuditChange[] => [
  ...versionChange(plugin, before, version), ...added.map(({ words }) => ({ what: words, before: null, after: 'granted' })), ...removed.map(({ words }) => ({ what: words, before: 'granted', after: null })),
];

const versionChange = (plugin: string, before: string | null, after: string | null): readonly AuditChange[] => (before === after ? [] : [{ what: `version of ${plugin}`, before, after }]);

/** `grant`: all that it asks for, and was shown, is granted. */
export const packageInstall = command(z.strictObject({ plugin: id, integrity, before: name.nullable().meta({ description: 'The version that it was shown over; null when it is new here.' }), grant: z.boolean().default(false), downgrade: z.boolean().default(false) }), async (context: CommandContext, { plugin, integrity: known, before: shownOver, grant, downgrade }) =>
  audited(context, { action: 'package.install', plugin, detail: known, told: ({ version, before, change: { added } }) => `${version}${before === null ? '' : ` over ${before}`}${added.length === 0 ? '' : `; granted: ${added.map(({ words }) => words).join('; ')}`}`, changed: installedChanges }, () =>
    context.services.packages.install({ plugin, integrity: known, before: shownOver, grant, downgrade, person: context.person })), { detached: true });

export const packageRefuse = command(z.strictObject({ plugin: id, integrity }), async (context: CommandContext, { plugin, integrity: known }) =>
  audited(context, { action: 'package.refuse', plugin, detail: known, told: ({ version }) => version }, () => context.services.packages.refuse({ plugin, integrity: known, person: context.person })));

export const packageRollback = command(z.strictObject({ plugin: id }), async (context: CommandContext, { plugin }) =>
  audited(context, { action: 'package.rollback', plugin, detail: plugin, told: ({ version, before }) => `${version}, from ${before}`, changed: ({ version, before }) => versionChange(plugin, before, version) }, () => context.services.packages.rollback(plugin, context.person)), { detached: true });

export const packageRemove = command(z.strictObject({ plugin: id, force: z.boolean().default(false) }), async (context: CommandContext, { plugin, force }) =>
  audited(context, { action: 'package.remove', plugin, detail: plugin, told: ({ version, edited }) => `${version}${edited.length === 0 ? '' : `, disabled in ${edited.join(', ')}`}`, changed: ({ version }) => versionChange(plugin, version, null) }, () => context.services.packages.remove(plugin, context.person, force)), { detached: true });

const enabledChanges = ({ plugin, site, enabled, grant, before }: EnableResult): readonly AuditChange[] => [
  { what: `${plugin} at ${site}`, before: before.enabled ? 'enabled' : 'disabled', after: enabled ? 'enabled' : 'disabled' }, { what: `grant of ${plugin} at ${site}`, before: before.grant, after: grant },
].filter(({ before: was, after }) => was !== after);

export const pluginEnable = command(z.strictObject({ plugin: id, site: name, enabled: z.boolean(), grant: z.enum(['read', 'write']).optional() }), async (context: CommandContext, { plugin, site, enabled, grant }) =>
  audited(context, { action: enabled ? 'plugin.enable' : 'plugin.disable', plugin, detail: `at ${site}${grant === undefined ? '' : `, granted: ${grant}`}`, changed: enabledChanges }, () =>
    context.services.packages.enable({ plugin, site, enabled, grant: grant ?? null, person: context.person })), { detached: true });
