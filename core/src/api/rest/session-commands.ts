import { z } from 'zod';
import { loginRefused, passkeyImpossible, passwordNotEnough, personName, siteNode, wholeOrganization, type AuditChange, type Role, type Rights } from '../../access/index.ts';
import type { HostServices } from '../host-services.ts';
import { relyingParty } from '../public-place.ts';
import { openSession, recordOwn, requireSession, sessionCommand } from './session-command.ts';

const name = z.string().min(1).max(64);
const password = z.string().max(1_024);

/** Who is logged in, and what they may do where. */
export interface Login {
  readonly person: string;
  /** For the header X-Jackfield-CSRF; null for a token, which needs none. */
  readonly csrf: string | null;
  readonly organization: Role | null;
  /** Sites where they have any role. */
  readonly sites: readonly { readonly site: string; readonly role: Role }[];
}

function loginOf(person: string, csrf: string | null, rights: Rights, { configuration }: HostServices): Login {
  return {
    person, csrf, organization: rights.roleAt(wholeOrganization),
    sites: [...configuration.current.sites.keys()].flatMap((site) => {
      const role = rights.roleAt(siteNode(site));
      return role === null ? [] : [{ site, role }];
    }),
  };
}

export const logIn = sessionCommand(z.strictObject({ name, password }), async (context, input) => {
  const { people, configuration } = context.services;
  try {
    await people.logIn(input.name, input.password);
    const { passwords } = configuration.current.daemon;
    if (passwords === 'until-passkey' && (await people.passkeys.list(input.name)).length > 0) throw passwordNotEnough(`${input.name} has passkeys`);
  } catch (error) {
    if (loginRefused.is(error) || passwordNotEnough.is(error)) await recordOwn(context, input.name, 'session.open', 'refused', 'password');
    throw error;
  }
  return openSession(context, input.name, 'password', { by: 'password' });
});

export const setUp = sessionCommand(z.strictObject({ secret: z.string().max(255), name: personName, password }), async (context, input) => {
  await context.services.people.setUp(input.secret, input.name, input.password);
  await recordOwn(context, input.name, 'person.set-up', 'done', '', [{ what: 'password', before: null, after: 'chosen' }]);
  return openSession(context, input.name, 'link', { by: 'set-up link' });
});

/** What a page of logins has to show. */
export const loginWays = sessionCommand(z.strictObject({}), async ({ services: { configuration: { current: { daemon } } } }) => {
  const passkey = ((): boolean => {
    try {
      return relyingParty(daemon).id !== '';
    } catch (error) {
      if (passkeyImpossible.is(error)) return false;
      throw error;
    }
  })();
  return { password: true as const, passkey, oidc: daemon.oidc === null ? null : { title: daemon.oidc.title } };
});

export const session = sessionCommand(z.strictObject({}), async (context) => loginOf(context.person, context.session?.csrf ?? null, context.rights, context.services));

export const changePassword = sessionCommand(z.strictObject({ current: password, password }), async (context, input) => {
  const { services, person } = context;
  try {
    await services.people.changePassword(person, input.current, input.password);
  } catch (error) {
    if (loginRefused.is(error)) await recordOwn(context, person, 'person.password', 'refused');
    throw error;
  }
  await recordOwn(context, person, 'person.password', 'done', '', [{ what: 'password', before: 'the one before', after: 'another' }]);
  return openSession(context, person, 'password', { by: 'new password' });
});

const ended = (id: string): readonly AuditChange[] => [{ what: `session ${id}`, before: 'open', after: 'ended' }];

export const logOut = sessionCommand(z.strictObject({}), async (context) => {
  if (context.session !== null) {
    await context.services.people.sessions.end(context.session.secret);
    await recordOwn(context, context.person, 'session.end', 'done', context.session.id, ended(context.session.id));
  }
  context.keep(null);
  return {};
});

export const sessions = sessionCommand(z.strictObject({}), async (context) => {
  const current = requireSession(context);
  return (await context.services.people.sessions.list(current.person)).map((facts) => ({ ...facts, current: facts.id === current.id }));
});

export const endSession = sessionCommand(z.strictObject({ session: z.string().min(1).max(64) }), async (context, input) => {
  const { person } = requireSession(context);
  await context.services.people.sessions.endOne(person, input.session);
  await recordOwn(context, person, 'session.end', 'done', input.session, ended(input.session));
  return { ended: 1 };
});

export const endOtherSessions = sessionCommand(z.strictObject({}), async (context) => {
  const current = requireSession(context);
  const count = await context.services.people.sessions.endAll(current.person, current.id);
  await recordOwn(context, current.person, 'session.end', 'done', `all ${count} others`, [{ what: 'other sessions', before: String(count), after: '0' }]);
  return { ended: count };
});
