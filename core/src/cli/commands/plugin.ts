import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { addPluginCheckCommand } from './plugin-check.ts';

/** What the author of a plugin, and who installs it, does with one. */
export function addPluginCommands(program: Command, session: Session): void {
  const plugin = program.command('plugin').description('write, prove and install plugins');
  addPluginCheckCommand(plugin, session);
}
