import type { Command } from 'commander';
import { example } from './options.ts';

/** `jackfield help plugin install`: the same as `jackfield plugin install --help`. A name that is none is an error. */
export function addHelpCommand(program: Command): void {
  example(program.command('help').description('what a command does and takes'), 'jackfield help plugin install')
    .argument('[command...]', 'name of a command, and of those under it')
    .action((names: readonly string[], _options: object, command: Command) => {
      let found = program;
      for (const [index, name] of names.entries()) {
        const next = found.commands.find((one) => one.name() === name);
        if (next === undefined) return command.error(`there is no command ${names.slice(0, index + 1).join(' ')}`);
        found = next;
      }
      return found.outputHelp();
    });
}
