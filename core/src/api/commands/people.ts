import { z } from 'zod';
import { nodeMeant, nodeOf, nodeText, personName as name, personUnknown, requireRole, roles, rolesOf, suffices, wholeOrganization, type Binding, type Person, type Rights, type SetUpLink, type TreeNode } from '../../access/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { publicPlace } from '../public-place.ts';
import { setUpLink } from '../set-up-link.ts';
import { audited } from './audited.ts';

const place = z.string().min(1).max(255).meta({ description: 'A site, district or region, as `leeds` or `site:leeds`; `organization` for all of it.' });
const role = z.enum(roles);

/** A person as others see them. */
export interface PersonSummary extends Pick<Person, 'name' | 'createdAt' | 'hasPassword' | 'hasPasskey' | 'hasIdentity'> {
  /** `from`: a manager gave it, or their groups at the identity provider. */
  readonly roles: readonly { readonly role: Binding['role']; readonly at: string; readonly from: 'manager' | 'groups' }[];
}

/** The link of a new account; it is shown once. */
export interface Invitation extends SetUpLink {
  readonly name: string;
  /** As people open it, where `publicUrl` says how they do; else as it opens on the machine of the host. */
  readonly link: string;
}

function invitation(called: string, link: SetUpLink, { services }: CommandContext): Invitation {
  return { name: called, ...link, link: setUpLink(publicPlace(services.configuration.current.daemon), link, called) };
}

const manages = (rights: Rights, at: TreeNode): boolean => suffices(rights.roleAt(at), 'manager');

/** With the roles at places that who asks manages. */
function summaryFor(rights: Rights, { name: called, createdAt, hasPassword, hasPasskey, hasIdentity, bindings, fromGroups }: Person): PersonSummary {
  const seen = (held: readonly Binding[], from: 'manager' | 'groups') => held.filter(({ at }) => manages(rights, at)).map(({ role: one, at }) => ({ role: one, at: nodeText(at), from }));
  return { name: called, createdAt, hasPassword, hasPasskey, hasIdentity, roles: [...seen(bindings, 'manager'), ...seen(fromGroups, 'groups')] };
}

/** Who decides about people at a place: its managers, and about no role above their own. */
function requireManager(rights: Rights, at: TreeNode, given: Binding['role']): void {
  requireRole(rights, 'manager', at);
  requireRole(rights, given, at);
}

/** Whoever could be given a link in place of a person could act as them: it takes a manager of all that they hold. */
function requireAbove({ rights, services }: CommandContext, one: Person): void {
  const all = rolesOf(one, services.configuration.current);
  if (all.length === 0) requireRole(rights, 'manager', wholeOrganization);
  for (const { role: held, at } of all) requireManager(rights, at, held);
}

/** Those with a role at a place that who asks manages, with the roles they have there. */
async function managed({ services, rights }: CommandContext): Promise<readonly PersonSummary[]> {
  return (await services.people.list()).map((one) => summaryFor(rights, one)).filter((one) => one.roles.length > 0 || manages(rights, wholeOrganization));
}

export const people = command(nothing, managed);

export const person = command(z.strictObject({ name }), async (context: CommandContext, input): Promise<PersonSummary> => {
  const found = (await managed(context)).find((one) => one.name === input.name);
  if (found === undefined) throw personUnknown(`there is no person ${input.name}`);
  return found;
});

export const personAdd = command(z.strictObject({ name, role, at: place }), async (context: CommandContext, input): Promise<Invitation> => {
  const { services, rights } = context;
  const at = nodeMeant(input.at, services.configuration.current);
  requireManager(rights, at, input.role);
  const link = await audited(context, { action: 'person.add', detail: `${input.name}: ${input.role} at ${nodeText(at)}`, changed: [{ what: `roles of ${input.name}`, before: null, after: `${input.role} at ${nodeText(at)}` }] }, () => services.people.add(input.name, [{ role: input.role, at }]));
  return invitation(input.name, link, context);
});

export const personInvite = command(z.strictObject({ name }), async (context: CommandContext, input): Promise<Invitation> => {
  const { services } = context;
  requireAbove(context, await services.people.find(input.name));
  return invitation(input.name, await audited(context, { action: 'person.invite', detail: input.name, changed: [{ what: `set-up link of ${input.name}`, before: 'the one before is not good any more', after: 'a new one' }] }, () => services.people.invite(input.name)), context);
});

/** The place that is meant, also one that the tree does not have any more: a role there can be taken away. */
function placeHeld(asked: string, { bindings }: Person, { services }: CommandContext): TreeNode {
  const held = nodeOf(asked);
  return held !== null && bindings.some(({ at }) => nodeText(at) === asked) ? held : nodeMeant(asked, services.configuration.current);
}

/** Gives a role at a place, in place of the one held there; null takes it away. */
export const personSet = command(z.strictObject({ name, at: place, role: role.nullable() }), async (context: CommandContext, input): Promise<PersonSummary> => {
  const { services, rights } = context;
  const found = await services.people.find(input.name);
  const at = placeHeld(input.at, found, context);
  const before = found.bindings.find((binding) => nodeText(binding.at) === nodeText(at))?.role ?? null;
  for (const one of [before, input.role]) requireManager(rights, at, one ?? 'manager');
  const detail = `${input.name} at ${nodeText(at)}: ${before ?? 'no role'} → ${input.role ?? 'no role'}`;
  return summaryFor(rights, await audited(context, { action: 'person.set', detail, changed: [{ what: `role of ${input.name} at ${nodeText(at)}`, before, after: input.role }] }, () => services.people.bind(input.name, at, input.role)));
});

/** For somebody whose browser another one has: they log in anew. */
export const personLogOut = command(z.strictObject({ name }), async (context: CommandContext, input) => {
  const { services } = context;
  requireAbove(context, await services.people.find(input.name));
  const ended = await audited(context, { action: 'person.log-out', detail: input.name, changed: (count) => [{ what: `sessions of ${input.name}`, before: String(count), after: '0' }] }, () => services.people.sessions.endAll(input.name));
  return { name: input.name, ended };
});

export const personRemove = command(z.strictObject({ name }), async (context: CommandContext, input) => {
  const { services } = context;
  const found = await services.people.find(input.name);
  requireAbove(context, found);
  const held = rolesOf(found, services.configuration.current).map((binding) => `${binding.role} at ${nodeText(binding.at)}`).join(', ') || 'no role';
  await audited(context, { action: 'person.remove', detail: `${input.name}: ${held}`, changed: [{ what: `roles of ${input.name}`, before: held, after: null }] }, () => services.people.remove(input.name));
  return { name: input.name };
});
