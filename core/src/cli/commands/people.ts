import { Option, type Command } from 'commander';
import type { Role } from '../../access/index.ts';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { invitationView, newTokenView, peopleView, tokensView } from '../views/people-view.ts';
import { example, json } from './options.ts';

// Written out, held to the host's by the type: to import them would load the host for a list of five words.
const everyRole: { readonly [role in Role]: true } = { viewer: true, operator: true, approver: true, manager: true, admin: true };

const roleOption = (): Option => new Option('--role <role>', 'what they may do').choices(Object.keys(everyRole)).makeOptionMandatory();
const place = 'a site, district or region, such as leeds or region:north; "organization" for all of it';

/** People who log in over the network, and the tokens of programs. */
export function addPeopleCommands(program: Command, session: Session): void {
  const { terminal } = session;
  const people = example(json(program.command('people').description('who may log in over the network, and their roles')), 'jackfield people')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'people', {}), (all) => peopleView(all, terminal, Date.now()));
    });
  example(json(people.command('add').description('add a person, who chooses a password by a link')), 'jackfield people add bob --role operator --at leeds')
    .argument('<name>', 'name to log in with')
    .addOption(roleOption())
    .requiredOption('--at <place>', place)
    .action(async (name: string, { role, at }: { role: Role; at: string }, command: Command) => {
      session.show(command, await session.call(command, 'person-add', { name, role, at }), (invitation) => invitationView(invitation, terminal));
    });
  example(json(people.command('invite').description('a new link, for a forgotten password')), 'jackfield people invite bob')
    .argument('<name>', 'name of the person')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'person-invite', { name }), (invitation) => invitationView(invitation, terminal));
    });
  example(json(people.command('set').description('give a role at a place, in place of the one held there')), 'jackfield people set bob --role approver --at region:north')
    .argument('<name>', 'name of the person')
    .addOption(roleOption())
    .requiredOption('--at <place>', place)
    .action(async (name: string, { role, at }: { role: Role; at: string }, command: Command) => {
      session.show(command, await session.call(command, 'person-set', { name, role, at }), (person) => peopleView([person], terminal, Date.now()));
    });
  example(json(people.command('unset').description('take away the role at a place')), 'jackfield people unset bob --at region:north')
    .argument('<name>', 'name of the person')
    .requiredOption('--at <place>', place)
    .action(async (name: string, { at }: { at: string }, command: Command) => {
      session.show(command, await session.call(command, 'person-set', { name, role: null, at }), (person) => peopleView([person], terminal, Date.now()));
    });
  example(json(people.command('log-out').description('end all sessions of a person, who logs in anew')), 'jackfield people log-out bob')
    .argument('<name>', 'name of the person')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'person-log-out', { name }), ({ ended }) => `${plain(name)} is logged out of ${ended} ${ended === 1 ? 'browser' : 'browsers'}.\n`);
    });
  example(json(people.command('remove').description('remove a person, with sessions and tokens')), 'jackfield people remove bob')
    .argument('<name>', 'name of the person')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'person-remove', { name }), () => `${plain(name)} is removed.\n`);
    });

  const token = example(program.command('token').description('what programs log in with over the network'), 'jackfield token create --for backups --role viewer --at leeds');
  example(json(token.command('create').description('make a token; it is shown this once')), 'jackfield token create --for backups --role viewer --at leeds --expires 30d')
    .requiredOption('--for <text>', 'what it is for')
    .addOption(roleOption())
    .requiredOption('--at <place>', place)
    .option('--expires <duration>', 'how long it is good for, such as 12h or 30d; a year at most', '30d')
    .action(async (options: { for: string; role: Role; at: string; expires: string }, command: Command) => {
      const { for: title, role, at, expires } = options;
      session.show(command, await session.call(command, 'token-create', { title, role, at, expires }), newTokenView);
    });
  example(json(token.command('list').description('tokens, with when they were used last')), 'jackfield token list')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'tokens', {}), (all) => tokensView(all, terminal, Date.now()));
    });
  example(json(token.command('revoke').description('make a token good for nothing')), 'jackfield token revoke 3f9a01bc')
    .argument('<id>', 'id of the token')
    .action(async (id: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'token-revoke', { token: id }), () => `${plain(id)} is revoked.\n`);
    });
}
