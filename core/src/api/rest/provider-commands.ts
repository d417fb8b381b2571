import { z } from 'zod';
import { nodeText, personTaken, providerRefused, providerStranger, type Binding, type ProviderSettings } from '../../access/index.ts';
import { publicPlace, returnedPath } from '../public-place.ts';
import type { RouteContext } from './route-context.ts';
import { openSession, recordOwn, sessionCommand } from './session-command.ts';

function settingsOf({ services }: RouteContext): ProviderSettings {
  const { daemon } = services.configuration.current;
  return { provider: daemon.oidc, redirectUri: `${publicPlace(daemon)}${returnedPath}` };
}

const again = z.boolean().default(false).meta({ description: 'true: the provider asks anew who they are, for what takes a login of a short while ago.' });

export const beginProviderLogin = sessionCommand(z.strictObject({ again }), async (context, input) => {
  const { url, ticket } = await context.services.providerLogin.begin(settingsOf(context), { again: input.again });
  context.keepTicket(ticket);
  return { url };
});

const returned = z.string().max(8_192).meta({ description: 'The query with which the provider sent the browser back, from the question mark on.' });

const text = (bindings: readonly Binding[]): string => bindings.map(({ role, at }) => `${role} at ${nodeText(at)}`).toSorted().join(', ') || 'no role';

export const logInByProvider = sessionCommand(z.strictObject({ returned }), async (context, input) => {
  const { people, providerLogin } = context.services;
  try {
    const identity = await providerLogin.complete(settingsOf(context), context.ticket ?? '', input.returned);
    context.keepTicket(null);
    const { person, isNew } = await people.identified(identity, identity);
    if (isNew) await recordOwn(context, 'jackfield', 'person.add', 'done', `${person.name}: of ${identity.issuer}, subject ${identity.subject}`, [{ what: `person ${person.name}`, before: null, after: `of ${identity.issuer}` }]);
    const { fromGroups } = await people.setFromGroups(person.name, identity.bindings);
    if (text(fromGroups) !== text(person.fromGroups)) await recordOwn(context, 'jackfield', 'person.groups', 'done', `${person.name}: ${text(person.fromGroups)} → ${text(fromGroups)}`, [{ what: `roles of ${person.name} by groups`, before: text(person.fromGroups), after: text(fromGroups) }]);
    return await openSession(context, person.name, 'oidc', { by: `oidc ${identity.issuer}, subject ${identity.subject}`, provedAt: identity.provedAt });
  } catch (error) {
    if (providerRefused.is(error) || providerStranger.is(error) || personTaken.is(error)) await recordOwn(context, 'unknown', 'session.open', 'refused', `oidc: ${error.message}`);
    throw error;
  }
});
