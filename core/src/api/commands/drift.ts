import { z } from 'zod';
import type { DriftFilter } from '../../drift/index.ts';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);
const meant = { device: name.optional(), site: name.optional(), resource: z.string().min(1).max(1_024).optional() };

/** Refuses a resource that no plugin has, and of which nothing was pushed either: nobody would be told that it is misspelt. */
async function requireResource({ services }: CommandContext, filter: DriftFilter): Promise<void> {
  const [plugin = '', resource = ''] = (filter.resource?.split(' ')[0] ?? '').split('/');
  if (filter.resource === undefined || Object.hasOwn(services.catalogue.find(plugin)?.manifest.contributes.resources ?? {}, resource)) return;
  if ((await services.drift.list(filter)).length > 0) return;
  throw notFound(`there is no resource ${filter.resource}`, { hint: 'They are named as in "snmp-switch/port"; list them with `jackfield plugins --resources`.' });
}

async function filterOf(context: CommandContext, asked: Asked): Promise<DriftFilter> {
  const filter = filterIn(context, asked);
  await requireResource(context, filter);
  return filter;
}

interface Asked {
  readonly device?: string | undefined;
  readonly site?: string | undefined;
  readonly resource?: string | undefined;
}

function filterIn({ services }: CommandContext, { device, site, resource }: Asked): DriftFilter {
  const { sites } = services.configuration.current;
  if (site !== undefined && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  return {
    ...(device === undefined ? {} : { device: deviceNamed(services, device).id }), ...(site === undefined ? {} : { site }), ...(resource === undefined ? {} : { resource }),
  };
}

export const drift = command(z.strictObject({ ...meant, check: z.boolean().default(false) }), async (context: CommandContext, { check, ...asked }) => {
  const { services, person, progress, signal } = context;
  const filter = await filterOf(context, asked);
  return check ? services.drift.check({ filter, person, onProgress: progress }, signal) : services.drift.list(filter);
});

export const driftReplan = command(z.strictObject(meant), async (context: CommandContext, asked) =>
  context.services.drift.replan({ filter: await filterOf(context, asked), person: context.person, onProgress: context.progress }, context.signal));

export const driftAccept = command(z.strictObject({ ...meant, device: name }), async (context: CommandContext, asked) =>
  context.services.drift.accept({ filter: await filterOf(context, asked), person: context.person, onProgress: context.progress }, context.signal));
