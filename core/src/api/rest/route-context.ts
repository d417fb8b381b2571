import type { Session } from '../../access/index.ts';
import type { CommandContext } from '../command.ts';

/** What a route gives its command beside what the control socket gives it. */
export interface RouteContext extends CommandContext {
  /** The login that the request is of; null for a token, and before a login. */
  readonly session: Session | null;
  /** Has the browser keep a session, or forget it. */
  readonly keep: (session: Session | null) => void;
}
