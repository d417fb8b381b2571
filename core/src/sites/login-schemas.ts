import { z } from 'zod';

const text = z.string().min(1);

/** An origin that is encrypted, or of this machine. */
function isSafe(given: string, isOrigin: boolean): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, origin, username, search, hash } = new URL(given);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && local)) && username === '' && search === '' && hash === '' && (!isOrigin || given.replace(/\/$/, '') === origin);
}

const origin = text.refine((given) => isSafe(given, true), 'an address without a path, such as https://jackfield.example.org; http:// is for this machine alone').transform((given) => given.replace(/\/$/, ''));

export const publicUrlSchema = origin.meta({ description: 'What people open in a browser, such as https://jackfield.example.org: set-up links begin with it, and passkeys are of its name. Where the daemon listens unless told.' });

/** Of roles by groups: places by level and name, as `jackfield people` shows them. */
const place = z.string().regex(/^(organization|(region|district|site):[a-z0-9][a-z0-9-]*)$/, 'a place such as site:leeds, region:north or organization');
const groupRoles = z.array(z.strictObject({ role: z.enum(['viewer', 'operator', 'approver', 'manager', 'admin']), at: place })).min(1);

/** `oidc` of jackfield.yaml. */
export const identityProviderSchema = z.strictObject({
  title: text.max(64).default('single sign-on').meta({ description: 'On the button of the login page.' }),
  issuer: text.refine((given) => isSafe(given, false), 'an address that begins with https://; http:// is for this machine alone').meta({ description: 'As the provider writes it; /.well-known/openid-configuration is looked up below it.' }),
  clientId: text,
  credentials: text.optional().meta({ description: 'Entry of credentials.yaml, of kind oidc-client, with the secret of the client; none for a client without.' }),
  alsoAt: z.array(origin).max(8).default([]).meta({ description: 'Origins beside the issuer’s that its endpoints are at: the daemon asks no other.' }),
  scopes: z.array(text.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).default([]).meta({ description: 'Scopes to ask for beside openid and profile; email is asked for where it is the name claim.' }),
  nameClaim: text.default('preferred_username').meta({ description: 'Claim of the ID token, or of UserInfo, that says what the person is called here, such as preferred_username or email; an email has to be verified by the provider.' }),
  create: z.boolean().default(false).meta({ description: 'true: people who have no account are given one when they log in. They may do what their groups give.' }),
  groups: z.strictObject({
    claim: text.default('groups').meta({ description: 'Claim of the ID token, or of UserInfo, with the names of the groups, or of the roles at the provider.' }),
    roles: z.record(text, groupRoles).meta({ description: 'Roles by name of the group, such as noc: [{role: operator, at: region:north}].' }),
  }).nullish().meta({ description: 'Roles by groups, looked at anew at each login; roles given here stay.' }),
});
