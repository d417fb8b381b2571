import { z } from 'zod';
import type { DriftFilter } from '../../drift/index.ts';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);
const meant = { device: name.optional(), site: name.optional(), resource: z.string().min(1).max(1_024).optional() };

function filterOf({ services }: CommandContext, { device, site, resource }: { readonly device?: string | undefined; readonly site?: string | undefined; readonly resource?: string | undefined }): DriftFilter {
  const { sites } = services.configuration.current;
  if (site !== undefined && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  return {
    ...(device === undefined ? {} : { device: deviceNamed(services, device).id }), ...(site === undefined ? {} : { site }), ...(resource === undefined ? {} : { resource }),
  };
}

export const drift = command(z.strictObject({ ...meant, check: z.boolean().default(false) }), (context: CommandContext, { check, ...asked }) => {
  const { services, person, progress, signal } = context;
  const filter = filterOf(context, asked);
  return check ? services.drift.check({ filter, person, onProgress: progress }, signal) : services.drift.list(filter);
});

export const driftReplan = command(z.strictObject(meant), (context: CommandContext, asked) =>
  context.services.drift.replan({ filter: filterOf(context, asked), person: context.person, onProgress: context.progress }, context.signal));

export const driftAccept = command(z.strictObject({ ...meant, device: name }), (context: CommandContext, asked) =>
  context.services.drift.accept({ filter: filterOf(context, asked), person: context.person, onProgress: context.progress }, context.signal));
