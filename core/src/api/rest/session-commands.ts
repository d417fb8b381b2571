import { z } from 'zod';
import { loginRefused, personName, siteNode, wholeOrganization, type Role, type Rights } from '../../access/index.ts';
import { issuesText } from '../../errors/index.ts';
import { badRequest } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import type { RouteContext } from './route-context.ts';

const name = z.string().min(1).max(64);
const password = z.string().max(1_024);

/** As `command`, for what only a browser does. */
function sessionCommand<Schema extends z.ZodObject, Output>(input: Schema, run: (context: RouteContext, input: z.output<Schema>) => Promise<Output>) {
  return {
    input, detached: false,
    async perform(context: RouteContext, raw: unknown): Promise<Output> {
      const parsed = input.safeParse(raw);
      if (!parsed.success) throw badRequest(issuesText(parsed.error));
      return run(context, parsed.data);
    },
  };
}

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

const record = ({ services }: RouteContext, person: string, action: string, outcome: 'done' | 'refused'): Promise<void> =>
  services.audit.record({ person, action, plugin: null, pluginVersion: null, device: null, change: null, outcome, detail: '' });

async function opened(context: RouteContext, person: string): Promise<{ readonly person: string; readonly csrf: string }> {
  const session = await context.services.people.sessions.open(person);
  context.keep(session);
  return { person, csrf: session.csrf };
}

export const logIn = sessionCommand(z.strictObject({ name, password }), async (context, input) => {
  const { people } = context.services;
  try {
    await people.logIn(input.name, input.password);
  } catch (error) {
    if (loginRefused.is(error)) await record(context, input.name, 'session.open', 'refused');
    throw error;
  }
  await record(context, input.name, 'session.open', 'done');
  return opened(context, input.name);
});

export const setUp = sessionCommand(z.strictObject({ secret: z.string().max(255), name: personName, password }), async (context, input) => {
  await context.services.people.setUp(input.secret, input.name, input.password);
  await record(context, input.name, 'person.set-up', 'done');
  return opened(context, input.name);
});

export const session = sessionCommand(z.strictObject({}), async (context) => loginOf(context.person, context.session?.csrf ?? null, context.rights, context.services));

export const changePassword = sessionCommand(z.strictObject({ current: password, password }), async (context, input) => {
  const { services, person } = context;
  try {
    await services.people.changePassword(person, input.current, input.password);
  } catch (error) {
    if (loginRefused.is(error)) await record(context, person, 'person.password', 'refused');
    throw error;
  }
  await record(context, person, 'person.password', 'done');
  return opened(context, person);
});

export const logOut = sessionCommand(z.strictObject({}), async (context) => {
  if (context.session !== null) await context.services.people.sessions.end(context.session.secret);
  context.keep(null);
  return {};
});
