import type { Role } from '../../access/index.ts';
import type { HostServices } from '../host-services.ts';

/** The input of a request, before its command has looked at it. */
export type Asked = { readonly [name: string]: unknown };

/**
 * The sites that a request touches; null among them for what belongs to none: then the role is needed in all of the
 * organization. What is asked for is looked up in what the caller sees, and what else it touches in all there is.
 */
export type Touched = (asked: Asked, inSight: HostServices, all: HostServices) => Promise<readonly (string | null)[]>;

/**
 * Who may use a route; there is none without.
 * `anyone`: before a login · `caller`: who is logged in, for what is their own · `session`: the same, and not by a token: one that
 * expires makes none that does not · `fresh`: the same, within 15 minutes of the login: what alters how somebody logs in is not for
 * whoever finds an open browser · a role: held anywhere for what is `seen` (the
 * answer is of the sites where it is held), in all of the `organization`, or at every site that the request touches; `isFresh`: and as
 * for `fresh`, since what it gives outlives the token or the open browser that was stolen.
 */
export type Rule = 'anyone' | 'caller' | 'session' | 'fresh' | { readonly role: Role; readonly at: 'seen' | 'organization' | Touched; readonly isFresh?: true };

/** Whether a token is not enough. */
export const takesLogin = (rule: Rule): boolean => rule === 'session' || takesFreshLogin(rule);

/** Whether it takes a login of the last 15 minutes. */
export const takesFreshLogin = (rule: Rule): boolean => rule === 'fresh' || (typeof rule === 'object' && rule.isFresh === true);
