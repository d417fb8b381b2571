import type { Client, Session } from '../../access/index.ts';
import type { CommandContext } from '../command.ts';

/** What a route gives its command beside what the control socket gives it. */
export interface RouteContext extends CommandContext {
  /** The login that the request is of; null for a token, and before a login. */
  readonly session: Session | null;
  /** Who is at the other end. */
  readonly client: Client;
  /** What the browser keeps of a login, whether it is good or not; a new login ends it. */
  readonly kept: string | null;
  /** What the browser keeps while it is at the identity provider. */
  readonly ticket: string | null;
  /** Has the browser keep a session, or forget it. */
  readonly keep: (session: Session | null) => void;
  readonly keepTicket: (ticket: string | null) => void;
}
