import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { example } from './options.ts';
import { addPluginCheckCommand } from './plugin-check.ts';
import { addPluginCreateCommand } from './plugin-create.ts';
import { addPluginDevCommand } from './plugin-dev.ts';
import { addPluginPackageCommands } from './plugin-packages.ts';
import { addPluginProfileCommand } from './plugin-profile.ts';
import { addPluginReadinessCommand } from './plugin-readiness.ts';

/** `jackfield plugin …`: each family of its commands has a file of its own. */
export function addPluginCommands(program: Command, session: Session): void {
  const plugin = example(program.command('plugin').description('write, prove, pack and install plugins'), 'jackfield plugin list');
  plugin.commandsGroup('Writing one:');
  addPluginCreateCommand(plugin, session);
  addPluginDevCommand(plugin, session);
  addPluginCheckCommand(plugin, session);
  plugin.commandsGroup('As packages:');
  addPluginPackageCommands(plugin, session);
  plugin.commandsGroup('Those that run:');
  addPluginReadinessCommand(plugin, session);
  addPluginProfileCommand(plugin, session);
}
