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

/** An option's value that is a port. */
export function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
  return number;
}

/** Refuses options that this command line would ignore: whoever gives one expects it to do something. */
export function refuseGiven(command: Command, names: readonly string[], why: string): void {
  const given = command.options.find((option) => names.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === 'cli');
  if (given !== undefined) command.error(`${given.long ?? given.flags} ${why}`);
}
