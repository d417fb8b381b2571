import { CommanderError, type Command } from 'commander';
import { reportOf, version } from '../control/index.ts';
import { addBisectCommand } from './commands/bisect.ts';
import { addChangeCommands } from './commands/changes.ts';
import { addContributedCommands } from './commands/contributed.ts';
import { addDaemonCommands } from './commands/daemon.ts';
import { addDeviceCommands } from './commands/devices.ts';
import { addDiagnosticsCommand } from './commands/diagnostics.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDriftCommands } from './commands/drift.ts';
import { addHealthCommands } from './commands/health.ts';
import { addHelpCommand } from './commands/help.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addIncidentCommands } from './commands/incidents.ts';
import { addNotificationCommands } from './commands/notifications.ts';
import { addConfigurationCommands } from './commands/configuration.ts';
import { addPeopleCommands } from './commands/people.ts';
import { addPluginCommands } from './commands/plugin.ts';
import { addRecordCommand } from './commands/record.ts';
import { addRecoverCommand } from './commands/recover.ts';
import { addReportCommand } from './commands/reports.ts';
import { addSiteCommands } from './commands/sites.ts';
import { addTrapsCommand } from './commands/traps.ts';
import { errorText } from './error-text.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-code.ts';
import { Interrupted } from './interrupted.ts';
import { JackfieldCommand } from './jackfield-command.ts';
import { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { wrapped } from './text.ts';

const endings = [
  'Ends with 0 when all is well, 1 when a problem was found or something failed, 2 when the command line is wrong, 3 when the daemon is not running, 4 when the daemon, a permission or you said no, 130 when it was left with Ctrl-C, 143 when it was ended by SIGTERM.',
  'With --json an error is JSON on standard error: {"error": {code, message, hint, where, more}}.',
  'Colours follow NO_COLOR, widths COLUMNS. Progress and questions go to standard error, results to standard output.',
];

/** All commands of `jackfield`. */
export function commandLine(session: Session): Command {
  const helpWidth = Number.isFinite(session.terminal.columns) ? session.terminal.columns : 100;
  const program = new JackfieldCommand('jackfield')
    .description('Discover, check and push configuration to every device of a site, by sandboxed plugins.')
    .version(version)
    .option('--config <dir>', 'folder of the configuration (JACKFIELD_CONFIG; else ./config, else /etc/jackfield)')
    .option('--host <url>', 'ask the daemon of another machine, over its HTTP API')
    .option('--token-file <file>', 'file with the token for --host')
    .addHelpText('after', `\n${endings.flatMap((line) => wrapped(line, helpWidth)).join('\n')}`)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => session.terminal.write(text), writeErr: (text) => session.terminal.writeError(text) })
    .configureHelp({ showGlobalOptions: true, helpWidth });
  program.commandsGroup('The daemon:');
  addDaemonCommands(program, session);
  program.commandsGroup('Devices:');
  addDeviceCommands(program, session);
  addHealthCommands(program, session);
  addIncidentCommands(program, session);
  addNotificationCommands(program, session);
  addReportCommand(program, session);
  addTrapsCommand(program, session);
  addContributedCommands(program, session);
  program.commandsGroup('People:');
  addPeopleCommands(program, session);
  program.commandsGroup('Changes:');
  addChangeCommands(program, session);
  addDriftCommands(program, session);
  addHistoryCommand(program, session);
  addRecoverCommand(program, session);
  program.commandsGroup('Plugins:');
  addRecordCommand(program, session);
  program.commandsGroup('Configuration:');
  addSiteCommands(program, session);
  addConfigurationCommands(program, session);
  addDoctorCommand(program, session);
  addDiagnosticsCommand(program, session);
  addBisectCommand(program, session);
  program.commandsGroup('Plugins:');
  addPluginCommands(program, session);
  program.commandsGroup('Commands:');
  addHelpCommand(program);
  return program;
}

/** Runs one command line and says what to end with. Never throws. */
export async function run(words: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const session = new Session(terminal, signal);
  try {
    await commandLine(session).parseAsync(words, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    // Help or the version was written: asked for, or in place of a command that needs one under it.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (signal.aborted) return signal.reason instanceof Interrupted && signal.reason.by === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
    const report = reportOf(error);
    // A program that asked for JSON gets it, where the errors go: the results stay apart.
    terminal.writeError(words.includes('--json') ? `${JSON.stringify({ error: report }, null, 2)}\n` : errorText(report, terminal.colours));
    return exitCodeOf(error);
  }
}
