import { z } from 'zod';
import type { Rights } from '../access/index.ts';
import type { DaemonFacts, Progress } from '../control/index.ts';
import { issuesText } from '../errors/index.ts';
import { badRequest } from './errors.ts';
import type { HostServices } from './host-services.ts';

export interface CommandContext {
  readonly services: HostServices;
  /** Who asks: the account name at the other end of the owner-only socket, or who logged in over the network. */
  readonly person: string;
  /** The account that was logged in with; null for the control socket, and for tokens that were made there. */
  readonly account: string | null;
  /** What they may do where; `services` hold no more than that. */
  readonly rights: Rights;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly daemon: DaemonFacts;
  /** Ends the daemon, after the reply is out. */
  readonly stop: () => void;
}

/** Something the daemon does, for the command line and over HTTP alike. The schema serves all ends. */
export interface Command<Schema extends z.ZodType, Output> {
  readonly input: Schema;
  /** Goes on when the terminal goes away: a change is finished or undone, never left. */
  readonly detached: boolean;
  run(context: CommandContext, input: z.output<Schema>): Promise<Output>;
  /** Runs it on input as it came over the socket; a coded error says what is wrong with it. */
  perform(context: CommandContext, input: unknown): Promise<Output>;
}

export function command<Schema extends z.ZodType, Output>(
  input: Schema, run: Command<Schema, Output>['run'], options: { readonly detached?: boolean } = {},
): Command<Schema, Output> {
  return {
    input,
    detached: options.detached ?? false,
    run,
    async perform(context, raw) {
      const parsed = input.safeParse(raw);
      if (!parsed.success) throw badRequest(issuesText(parsed.error));
      return run(context, parsed.data);
    },
  };
}

/** The input of a command that takes none. */
export const nothing = z.strictObject({});
