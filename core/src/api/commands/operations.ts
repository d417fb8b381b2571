import { constants, existsSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { standingDevices } from '../../inventory/index.ts';
import { explainKey } from '../../plugins/index.ts';
import { deviceNotNamed, type Configuration, type Scope } from '../../sites/index.ts';
import { fileOfBackup, listBackups, makeBackup } from '../backups.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { reportOf, type ErrorReport } from '../../control/index.ts';
import { backupExists, backupNotWritten, notFound } from '../errors.ts';
import { audited } from './audited.ts';
import { idMeant } from './by-prefix.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

export const audit = command(
  z.strictObject({ limit: z.int().min(1).max(10_000).default(50), device: name.optional(), change: name.optional(), verify: z.boolean().default(false) }),
  async ({ services }: CommandContext, { limit, device, change, verify }) => {
    const id = device === undefined ? undefined : (services.inventory.find(device)?.id ?? device);
    const changes = change === undefined ? [] : (await services.changes.list()).map((one) => one.id);
    const meant: { readonly change?: string } = change === undefined ? {} : { change: idMeant(change, changes, 'changes') };
    const records = await services.audit.list({ limit, ...(id === undefined ? {} : { device: id }), ...meant });
    // A device or a change that is gone has its records still; one that never was has none.
    if (device !== undefined && records.length === 0) deviceNamed(services, device);
    if (meant.change !== undefined && records.length === 0 && !changes.includes(meant.change)) throw notFound(`there is no change ${meant.change}`, { hint: 'List the changes with `jackfield changes`.' });
    const named = records.map((record) => ({ ...record, deviceName: record.device === null ? null : (services.inventory.find(record.device)?.name ?? record.device) }));
    return { records: named, verified: verify, brokenAt: verify ? await services.audit.verify() : null };
  },
);

export const explain = command(z.strictObject({ key: name, site: name.optional(), device: name.optional() }), async ({ services }: CommandContext, { key, site, device }) => {
  const { current } = services.configuration;
  if (site !== undefined && !current.sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...current.sites.keys()].join(', ')}.` });
  const explanation = await explainKey(key, services.catalogue, current, scopeOf(site, device), (where) => standingDevices(services.inventory, where));
  if (site !== undefined && device !== undefined && !isNamed(current, site, device)) requireAt(deviceNamed(services, device), site);
  return explanation;
});

/** Whether a site's file names the device. */
export function isNamed({ sites }: Pick<Configuration, 'sites'>, site: string, device: string): boolean {
  return sites.get(site)?.devices.some(({ name: named }) => named === device) === true;
}

/** Refuses a device of another site: what holds there would be the answer to another question. */
export function requireAt(device: { readonly name: string; readonly site: string }, site: string): void {
  if (device.site !== site) throw deviceNotNamed(`${device.name} is a device of ${device.site}, not of ${site}`, { place: { device: device.name }, hint: `Ask with --site ${device.site}.` });
}

/** The narrowest scope that site and device name. */
export function scopeOf(site: string | undefined, device: string | undefined): Scope {
  if (site === undefined) return { level: 'organization' };
  return device === undefined ? { level: 'site', site } : { level: 'device', site, device };
}

export const reload = command(nothing, async (context: CommandContext) => {
  const outcome = await context.services.configuration.reload(context.person);
  const fine: { readonly atNextStart: readonly string[]; readonly missing: readonly ErrorReport[]; readonly since: string | null } = { atNextStart: [], missing: [], since: null };
  if (outcome.kind === 'refused') return { kind: outcome.kind, errors: outcome.errors.map(reportOf), ...fine };
  // A secret may have changed, or gone, while the files that refer to it did not change.
  const missing = (await context.services.transports.reloadCredentials()).map(reportOf);
  return { kind: outcome.kind, errors: [], ...fine, missing, ...(outcome.kind === 'swapped' ? { atNextStart: outcome.atNextStart } : { since: outcome.since }) };
});

export const backup = command(z.strictObject({ file: z.string().min(1).max(4_096).regex(/^\//, 'an absolute path') }), async (context: CommandContext, { file }) => {
  if (existsSync(file)) throw backupExists(`${file} is there already`, { place: { file } });
  const folder = dirname(file);
  if (!(await stat(folder).then((entry) => entry.isDirectory(), () => false))) throw backupNotWritten(`there is no folder ${folder}`, { place: { file } });
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw backupNotWritten(`the daemon may not write in ${folder}`, { place: { file }, cause });
  });
  await audited(context, { action: 'daemon.backup', detail: file }, () => context.services.store.backup(file));
  return { file };
});

export const backupMake = command(nothing, (context: CommandContext) =>
  audited(context, { action: 'daemon.backup', detail: 'into the state folder', told: ({ backup: made }) => made }, () => makeBackup(context.services)), { detached: true });

export const backups = command(nothing, ({ services }: CommandContext) => listBackups(services));

/** What the database holds leaves the host: who took it is audited. */
export const backupFile = command(z.strictObject({ backup: name }), (context: CommandContext, { backup: asked }) =>
  audited(context, { action: 'daemon.backup.take', detail: asked }, () => fileOfBackup(context.services, asked)));

export const hostkeys = command(nothing, ({ services }: CommandContext) => services.transports.hostKeys());

export const acceptHostkey = command(z.strictObject({ address: name, port: z.int().min(1).max(65_535).default(22) }), async (context: CommandContext, { address, port }) => {
  await audited(context, { action: 'hostkey.accept', detail: `${address} port ${port}` }, () => context.services.transports.acceptHostKey(address, port));
  return { address, port };
});

export const reloadCredentials = command(nothing, async ({ services }: CommandContext) => {
  await services.transports.reloadCredentials();
  return {};
});

export const release = command(z.strictObject({ plugin: name }), async (context: CommandContext, { plugin }) => {
  const { catalogue, plugins } = context.services;
  if (!catalogue.find(plugin)) throw notFound(`there is no plugin ${plugin}`, { hint: 'List them with `jackfield plugins`.' });
  await audited(context, { action: 'plugin.release', plugin, detail: plugin }, async () => plugins.release(plugin));
  return { plugin };
});

export const stop = command(nothing, async (context: CommandContext) => {
  await audited(context, { action: 'daemon.stop', detail: `pid ${context.daemon.pid}` }, async () => context.stop());
  return context.daemon;
});
