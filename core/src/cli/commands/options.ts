import { InvalidArgumentError, type Command } from 'commander';

/** Every command shows one line that works. */
export function example(command: Command, line: string): Command {
  return command.addHelpText('after', `\nExample:\n  ${line}`);
}

/** What reads can be read by programs. */
export function json(command: Command): Command {
  return command.option('--json', 'print JSON');
}

/** An option's value that counts something: a whole number above zero. */
export function counted(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number, 1 or more.');
  return count;
}
