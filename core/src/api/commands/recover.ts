import { z } from 'zod';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { audited } from './audited.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

export const recover = command(z.strictObject({ device: name }), async ({ services }: CommandContext, input) => services.recovery.find(await lostDevice(services, input.device)));

export const recoverBegin = command(z.strictObject({ device: name, onto: name.nullable(), at: name.nullable() }), async (context: CommandContext, { device, onto, at }) => {
  const { services, person } = context;
  const lost = await lostDevice(services, device);
  const replacement = onto === null ? null : deviceNamed(services, onto).id;
  return audited(context, { action: 'recovery.begin', device: lost, detail: onto === null ? 'onto itself, or what took its place' : `onto ${onto}` }, () =>
    services.recovery.begin({ device: lost, onto: replacement, at, person }));
});

export const recoverPlan = command(z.strictObject({ device: name }), async ({ services, person, progress, signal }: CommandContext, input) =>
  services.recovery.plan({ device: await lostDevice(services, input.device), person, onProgress: progress }, signal));

export const recoverability = command(z.strictObject({ site: name.nullable() }), async ({ services }: CommandContext, { site }) => {
  const { sites } = services.configuration.current;
  if (site !== null && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  return services.recovery.scores(site);
});

export const recoverDone = command(z.strictObject({ device: name, step: z.string().min(1).max(512) }), async (context: CommandContext, { device, step }) => {
  const { services, person } = context;
  const lost = await lostDevice(services, device);
  return audited(context, { action: 'recovery.done', device: lost, detail: step, changed: [{ what: `step ${step}`, before: 'open', after: 'done' }] }, () => services.recovery.done({ device: lost, step, person }));
});

/** The lost device that is meant; a coded error when there is none. */
export async function lostDevice(services: CommandContext['services'], asked: string): Promise<string> {
  return await services.recovery.meant(asked) ?? deviceNamed(services, asked).id;
}
