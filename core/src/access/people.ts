import type { ServiceIdentifier } from 'inversify';
import type { Binding } from './rights.ts';
import type { Role } from './role.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';
import type { TreeNode } from './tree-node.ts';

/** Somebody who may log in over the network. Over the control socket people are who their machine says. */
export interface Person {
  readonly name: string;
  readonly createdAt: string;
  /** False until they have opened their set-up link. */
  readonly hasPassword: boolean;
  readonly bindings: readonly Binding[];
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
  /** Sets the password of whom the link is for, and ends the sessions there were. `name`: of the first person. */
  setUp(secret: string, name: string, password: string): Promise<Person>;
  /** Takes sessions and tokens along. */
  remove(name: string): Promise<void>;
  /** A person has one role at a node; null takes it away. */
  bind(name: string, at: TreeNode, role: Role | null): Promise<Person>;
  /** Another password in place of the one they have; ends all sessions. */
  changePassword(name: string, current: string, password: string): Promise<void>;
  /** The person whose password it is; JF8402 does not say which of the two was wrong. */
  logIn(name: string, password: string): Promise<Person>;
}
export const People: ServiceIdentifier<People> = Symbol.for('People');
