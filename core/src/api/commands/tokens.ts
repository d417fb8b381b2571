import { z } from 'zod';
import { nodeMeant, nodeText, requireRole, roles, suffices, type Token } from '../../access/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { audited } from './audited.ts';

const day = 86_400_000;
const expires = z.string().regex(/^[1-9]\d{0,3}[hd]$/, 'a duration such as 12h or 30d').meta({ description: 'How long it is good for, such as 12h or 30d; a year at most.' });

/** A token without what it is sent as. */
export interface TokenSummary extends Omit<Token, 'binding' | 'person'> {
  readonly role: Token['binding']['role'];
  readonly at: string;
}

function summaryOf({ binding: { role, at }, person: _person, ...token }: Token): TokenSummary {
  return { ...token, role, at: nodeText(at) };
}

/** What somebody may look at and revoke: their own, and those of places that they manage with no role above their own. */
const isTheirs = ({ account, rights }: CommandContext, { person, binding: { role, at } }: Token): boolean =>
  (person !== null && person === account) || (suffices(rights.roleAt(at), 'manager') && suffices(rights.roleAt(at), role));

export const tokens = command(nothing, async (context: CommandContext): Promise<readonly TokenSummary[]> =>
  (await context.services.people.tokens.list()).filter((token) => isTheirs(context, token)).map(summaryOf));

export const tokenCreate = command(
  z.strictObject({ title: z.string().min(1).max(255), role: z.enum(roles), at: z.string().min(1).max(255), expires }),
  async (context: CommandContext, input): Promise<TokenSummary & { readonly token: string }> => {
    const { services, rights, person, account } = context;
    const at = nodeMeant(input.at, services.configuration.current);
    requireRole(rights, input.role, at);
    const [, amount = '0', unit = 'h'] = /^(\d+)([hd])$/.exec(input.expires) ?? [];
    const lifeMs = Math.min(365 * day, Number(amount) * (unit === 'd' ? day : day / 24));
    const made = await audited(context, { action: 'token.create', detail: `${input.title}: ${input.role} at ${nodeText(at)} for ${input.expires}`, changed: [{ what: `token ${input.title}`, before: null, after: `${input.role} at ${nodeText(at)} for ${input.expires}` }] }, () =>
      services.people.tokens.create({ title: input.title, binding: { role: input.role, at }, madeBy: person, person: account, lifeMs }));
    return { ...summaryOf(made.token), token: made.secret };
  },
);

export const tokenRevoke = command(z.strictObject({ token: z.string().min(1).max(255) }), async (context: CommandContext, { token }) => {
  const { tokens: all } = context.services.people;
  const found = (await all.list()).find(({ id }) => id === token);
  if (found === undefined || !isTheirs(context, found)) throw notFound(`there is no token ${token}`, { hint: 'List them with `jackfield token list`.' });
  await audited(context, { action: 'token.revoke', detail: `${token} ${found.title}`, changed: [{ what: `token ${found.title}`, before: `${found.binding.role} at ${nodeText(found.binding.at)} until ${found.expiresAt}`, after: null }] }, () => all.revoke(token));
  return { token };
});
