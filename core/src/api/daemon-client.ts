import type { z } from 'zod';
import type { CallOptions } from '../control/index.ts';
import type { CommandName, Commands } from './commands/index.ts';

export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
export type CommandResult<Name extends CommandName> = Awaited<ReturnType<Commands[Name]['run']>>;

/** All that can be asked over the control socket. */
export type DaemonCommands = { readonly [Name in CommandName]: { readonly input: CommandInput<Name>; readonly result: CommandResult<Name> } };

/** The command line's end of a daemon: of this machine's by its socket, of another's by its HTTP API. */
export interface DaemonClient {
  /** Asks the daemon. Its errors arrive with their code, place and hint. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>, options?: CallOptions): Promise<CommandResult<Name>>;
}
