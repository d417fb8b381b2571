import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, plain } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export function peopleView(people: CommandResult<'people'>, { colours, columns }: View, now: number): string {
  if (people.length === 0) return 'Nobody has an account. "jackfield people add NAME --role admin --at organization" makes the first.\n';
  return table(
    [{ title: 'NAME', firm: true }, { title: 'ROLES' }, { title: 'ADDED', spare: 1 }, { title: 'LOGS IN BY', spare: 2 }],
    people.map(({ name, roles, createdAt, ...person }) => [
      name, roles.map(({ role, at }) => `${role} at ${at}`).join(', ') || { text: 'none', style: colours.dim }, ago(createdAt, now), waysOf(person) || { text: 'link not opened yet', style: colours.yellow },
    ]), columns, colours.dim,
  );
}

const waysOf = ({ hasPassword, hasPasskey, hasIdentity }: Pick<CommandResult<'people'>[number], 'hasPassword' | 'hasPasskey' | 'hasIdentity'>): string =>
  [...(hasPassword ? ['password'] : []), ...(hasPasskey ? ['passkey'] : []), ...(hasIdentity ? ['identity provider'] : [])].join(', ');

export function invitationView({ name, link, expiresAt }: CommandResult<'person-add'>, { colours }: Pick<Terminal, 'colours'>): string {
  return `${plain(name)} chooses a password here, once, until ${expiresAt}:\n  ${colours.bold(link)}\nFor people elsewhere it begins with what they open, "publicUrl" of jackfield.yaml.\n`;
}

export function tokensView(tokens: CommandResult<'tokens'>, { colours, columns }: View, now: number): string {
  if (tokens.length === 0) return 'There are no tokens.\n';
  return table(
    [{ title: 'ID', firm: true }, { title: 'FOR' }, { title: 'ROLE', firm: true }, { title: 'MADE BY', spare: 1 }, { title: 'EXPIRES', firm: true }, { title: 'LAST USED', spare: 2 }],
    tokens.map(({ id, title, role, at, madeBy, expiresAt, usedAt }) => [
      id, title, `${role} at ${at}`, madeBy, Date.parse(expiresAt) <= now ? { text: 'expired', style: colours.red } : expiresAt.slice(0, 16).replace('T', ' '), usedAt === null ? 'never' : ago(usedAt, now),
    ]), columns, colours.dim,
  );
}

/** Shown this once: the host keeps its hash alone. */
export function newTokenView({ token, id, role, at, expiresAt }: CommandResult<'token-create'>): string {
  return `${token}\nThis is ${id}, ${role} at ${at} until ${expiresAt}. It is shown this once.\n`;
}
