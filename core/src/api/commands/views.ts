import { z } from 'zod';
import { command, nothing, type CommandContext } from '../command.ts';

const name = z.string().min(1).max(100).regex(/\S/, 'a name');

/** On the machine of the host, the account there. */
const owner = ({ account, person }: CommandContext): string => account ?? person;

/** Saved views of the device table, of who asks. */
export const views = command(nothing, (context: CommandContext) => context.services.views.of(owner(context)));

export const viewKeep = command(z.strictObject({ name, query: z.string().max(2_000) }), async (context: CommandContext, view) => {
  await context.services.views.keep(owner(context), view);
  return context.services.views.of(owner(context));
});

export const viewForget = command(z.strictObject({ name }), async (context: CommandContext, view) => {
  await context.services.views.forget(owner(context), view.name);
  return context.services.views.of(owner(context));
});
