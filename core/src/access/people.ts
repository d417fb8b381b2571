import type { ServiceIdentifier } from 'inversify';
import type { Configuration } from '../sites/index.ts';
import type { Binding } from './rights.ts';
import type { Role } from './role.ts';
import type { Passkeys } from './passkeys.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';
import type { TreeNode } from './tree-node.ts';

/** Somebody who may log in over the network. Over the control socket people are who their machine says. */
export interface Person {
  readonly name: string;
  readonly createdAt: string;
  /** False until they have opened their set-up link. */
  readonly hasPassword: boolean;
  readonly hasPasskey: boolean;
  /** Whether they have logged in at the identity provider. */
  readonly hasIdentity: boolean;
  /** What managers gave them here. */
  readonly bindings: readonly Binding[];
  /** What their groups at the identity provider gave them when they last logged in there. */
  readonly fromGroups: readonly Binding[];
}

/** Somebody whom the identity provider names: by its number, which it gives to nobody else, and by what they are called. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
}

/** All roles that somebody has; those of groups as long as the settings let groups give any. */
export function rolesOf({ bindings, fromGroups }: Pick<Person, 'bindings' | 'fromGroups'>, { daemon: { oidc } }: Pick<Configuration, 'daemon'>): readonly Binding[] {
  return oidc === null || oidc.groups === null ? bindings : [...bindings, ...fromGroups];
}

/** What opens an account once, until it expires. */
export interface SetUpLink {
  readonly secret: string;
  readonly expiresAt: string;
}

/** Accounts, their roles, and what they log in with (design §5). */
export interface People {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly passkeys: Passkeys;
  /** Grows with whatever is written of people, their logins and tokens: who kept what somebody may asks again when it is another. */
  readonly revision: number;
  /** By name. */
  list(): Promise<readonly Person[]>;
  /** A coded error when there is no such person. */
  find(name: string): Promise<Person>;
  /** Adds a person who chooses a password by the link. */
  add(name: string, bindings: readonly Binding[]): Promise<SetUpLink>;
  /** A new link in place of the one before; the password goes on until it is used. */
  invite(name: string): Promise<SetUpLink>;
  /** The link by which the first person of all makes themselves an admin; null when there are people. */
  inviteFirst(): Promise<SetUpLink | null>;
  /** Sets the password of whom the link is for, and ends the sessions and passkeys there were: the account begins anew. `name`: of the first person. */
  setUp(secret: string, name: string, password: string): Promise<Person>;
  /** Takes sessions and tokens along. JF8431 for the only admin of the organization. */
  remove(name: string): Promise<void>;
  /** A person has one role at a node; null takes it away. JF8431 when nobody were left who may do everything. */
  bind(name: string, at: TreeNode, role: Role | null): Promise<Person>;
  /** Another password in place of the one they have; ends all sessions. */
  changePassword(name: string, current: string, password: string): Promise<void>;
  /** The person whose password it is; JF8402 does not say which of the two was wrong. */
  logIn(name: string, password: string): Promise<Person>;
  /** Whose account an identity is: the one it was before, else the one of its name, which is then of no other; JF8428 when there is none. */
  identified(identity: Identity, options: { readonly create: boolean }): Promise<{ readonly person: Person; readonly isNew: boolean }>;
  /** Roles by groups, in place of those there were; what managers gave stays. */
  setFromGroups(name: string, bindings: readonly Binding[]): Promise<Person>;
}
export const People: ServiceIdentifier<People> = Symbol.for('People');
