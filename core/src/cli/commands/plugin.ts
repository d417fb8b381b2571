import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { example } from './options.ts';
import { addPluginCheckCommand } from './plugin-check.ts';

/** What the author of a plugin, and who installs it, does with one. */
export function addPluginCommands(program: Command, session: Session): void {
  const plugin = example(program.command('plugin').description('write, prove and install plugins'), 'jackfield plugin check plugins/snmp-switch');
  addPluginCheckCommand(plugin, session);
}
