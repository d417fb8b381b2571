import type { Command } from 'commander';
import type { CommandInput, CommandName, CommandResult, DaemonClient, DaemonCommands } from '../api/index.ts';
import { ControlClient, currentPerson } from '../control/index.ts';
import type { ExitCode } from './exit-code.ts';
import { configurationDirectory, daemonPlace, requireConfiguration } from './place.ts';
import { readToken } from './token-file.ts';
import { ProgressBar } from './progress-bar.ts';
import type { Terminal } from './terminal.ts';

/** One run of `jackfield`: its terminal, its configuration, the daemon it talks to, and what it will end with. */
export class Session {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  exitCode: ExitCode = 0;

  constructor(terminal: Terminal, signal: AbortSignal) {
    this.terminal = terminal;
    this.signal = signal;
  }

  /** The other machine whose daemon is meant; null for this one's. */
  host(command: Command): string | null {
    return command.optsWithGlobals<{ host?: string }>().host?.replace(/\/$/, '') ?? null;
  }

  /** Where the configuration is; an error when there is none. */
  directory(command: Command): string {
    const directory = this.namedDirectory(command);
    requireConfiguration(directory);
    return directory;
  }

  /** Where the configuration would be, for those who look for what is missing. An error when another machine's is meant. */
  namedDirectory(command: Command): string {
    if (this.host(command) !== null) command.error('it works on the files of this machine: run it at the host, without --host');
    const { config } = command.optsWithGlobals<{ config?: string }>();
    return configurationDirectory(config);
  }

  /** Asks the daemon; what is long shows how far it is. */
  async call<Name extends CommandName>(command: Command, name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
    const client = await this.#client(command);
    using bar = new ProgressBar(this.terminal);
    // Awaited here: the bar is cleared when the answer is there, not when the question is out.
    return await client.call(name, input, { onProgress: bar.show, signal: this.signal });
  }

  isJson(command: Command): boolean {
    return command.optsWithGlobals<{ json?: boolean }>().json === true;
  }

  /** As JSON when asked for, else as the view says. */
  show<Result>(command: Command, result: Result, view: (result: Result) => string): void {
    this.terminal.write(this.isJson(command) ? `${JSON.stringify(result, null, 2)}\n` : view(result));
  }
  /** Of this machine's daemon, unless another host is named. */
  async #client(command: Command): Promise<DaemonClient> {
    const { host, tokenFile } = command.optsWithGlobals<{ host?: string; tokenFile?: string }>();
    if (host !== undefined) {
      const token = await readToken(command, tokenFile);
      // It finds its way by the routes of the API, which load the whole host.
      const { RemoteClient } = await import('../api/index.ts');
      return new RemoteClient({ host, token });
    }
    if (tokenFile !== undefined) command.error('--token-file goes with --host');
    const { socket } = await daemonPlace(this.directory(command));
    return new ControlClient<DaemonCommands>({ socket, person: currentPerson() });
  }
}
