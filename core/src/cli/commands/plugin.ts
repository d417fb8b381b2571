import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { addPluginProfileCommand } from './plugin-profile.ts';

/** What the author of a plugin, and who installs it, does with one. */
export function addPluginCommands(program: Command, session: Session): void {
  const plugin = program.command('plugin').description('write, prove and install plugins');
  addPluginProfileCommand(plugin, session);
}
