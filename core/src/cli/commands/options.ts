import type { Command } from 'commander';

/** Every command shows one line that works. */
export function example(command: Command, line: string): Command {
  return command.addHelpText('after', `\nExample:\n  ${line}`);
}

/** What reads can be read by programs. */
export function json(command: Command): Command {
  return command.option('--json', 'print JSON');
}
