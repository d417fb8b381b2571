import { z } from 'zod';
import { loginWays, roles } from '../../../access/index.ts';

const role = z.enum(roles);

export const openedAnswer = z.object({ person: z.string(), csrf: z.string().meta({ description: 'For the header X-Jackfield-CSRF of every request that alters something.' }) }).meta({ id: 'OpenedSession' });

export const sessionAnswer = z.object({
  person: z.string(), csrf: z.string().nullable(), organization: role.nullable(), sites: z.array(z.object({ site: z.string(), role })),
}).meta({ id: 'Session' });

export const nothingAnswer = z.object({});

export const personAnswer = z.object({
  name: z.string(), createdAt: z.string(), hasPassword: z.boolean(), hasPasskey: z.boolean(), hasIdentity: z.boolean().meta({ description: 'Whether they have logged in at the identity provider.' }),
  roles: z.array(z.object({ role, at: z.string(), from: z.enum(['manager', 'groups']).meta({ description: 'Who gave it: a manager, or the groups at the identity provider.' }) })),
}).meta({ id: 'Person' });

export const invitationAnswer = z.object({ name: z.string(), secret: z.string().meta({ description: 'Of the set-up link; shown once.' }), expiresAt: z.string() }).meta({ id: 'Invitation' });

export const nameAnswer = z.object({ name: z.string() });

export const tokenAnswer = z.object({
  id: z.string(), title: z.string(), role, at: z.string(), madeBy: z.string(), createdAt: z.string(), expiresAt: z.string(), usedAt: z.string().nullable(),
}).meta({ id: 'Token' });

export const newTokenAnswer = tokenAnswer.extend({ token: z.string().meta({ description: 'What is sent as `Authorization: Bearer …`; shown once.' }) }).meta({ id: 'NewToken' });

export const loginWaysAnswer = z.object({
  password: z.literal(true), passkey: z.boolean().meta({ description: 'Whether this host can take passkeys: it has a name.' }),
  oidc: z.object({ title: z.string().meta({ description: 'For the button.' }) }).nullable(),
}).meta({ id: 'LoginWays' });

export const sessionFactsAnswer = z.object({
  id: z.string(), way: z.enum(loginWays).meta({ description: 'What they logged in with; `link`: a set-up link.' }), address: z.string(), agent: z.string().meta({ description: 'What the browser said that it is.' }),
  openedAt: z.string(), usedAt: z.string().meta({ description: 'To a minute.' }), current: z.boolean().meta({ description: 'The one that asks.' }),
}).meta({ id: 'SessionFacts' });

export const endedAnswer = z.object({ ended: z.int() });

export const passkeyAnswer = z.object({
  id: z.string(), title: z.string(), synced: z.boolean().meta({ description: 'On several devices, by the maker of one.' }), createdAt: z.string(), usedAt: z.string().nullable(),
}).meta({ id: 'Passkey' });

export const webAuthnOptions = z.looseObject({ challenge: z.string() }).meta({ description: 'Options as WebAuthn level 3 has them in JSON: for `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.' });

export const redirectAnswer = z.object({ url: z.string().meta({ description: 'Where the browser goes.' }) });
