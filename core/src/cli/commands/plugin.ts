import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { example } from './options.ts';
import { addPluginProfileCommand } from './plugin-profile.ts';

/** What the author of a plugin, and who installs it, does with one. */
export function addPluginCommands(program: Command, session: Session): void {
  const plugin = example(program.command('plugin').description('write, prove and install plugins'), 'jackfield plugin profile snmp-switch --seconds 5');
  addPluginProfileCommand(plugin, session);
}
