import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { example } from './options.ts';
import { addPluginPackageCommands } from './plugin-packages.ts';

/** `jackfield plugin …`: each family of its commands has a file of its own. */
export function addPluginCommands(program: Command, session: Session): void {
  const plugin = example(program.command('plugin').description('plugins as packages: pack, sign, install, upgrade'), 'jackfield plugin list');
  addPluginPackageCommands(plugin, session);
}
