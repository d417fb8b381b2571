import type { z } from 'zod';
import type { Progress } from './command.ts';
import type { CommandName, Commands } from './commands/index.ts';

export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
export type CommandResult<Name extends CommandName> = Awaited<ReturnType<Commands[Name]['run']>>;

export interface CallOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** The command line's end of a daemon: of this machine's by its socket, of another's by its HTTP API. */
export interface DaemonClient {
  /** Asks the daemon. Its errors arrive with their code, place and hint. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>, options?: CallOptions): Promise<CommandResult<Name>>;
}
