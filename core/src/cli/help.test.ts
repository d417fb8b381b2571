import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandLine, run } from './program.ts';
import { Session } from './session.ts';
import { RecordingTerminal } from './testing/recording-terminal.ts';

const signal = new AbortController().signal;

interface Named {
  readonly path: readonly string[];
  readonly command: Command;
}

function under(command: Command, path: readonly string[]): readonly Named[] {
  return [{ path, command }, ...command.commands.flatMap((one) => under(one, [...path, one.name()]))];
}

const all = under(commandLine(new Session(new RecordingTerminal(), signal)), []);

async function jackfield(words: readonly string[]) {
  const terminal = new RecordingTerminal();
  return { code: await run(words, terminal, signal), output: terminal.output, errors: terminal.errors };
}

/** Told on as many lines as it takes. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

test('every command, and every one under it, says what it does and lists each option and argument with what it is for', async () => {
  expect(all.length).toBeGreaterThan(45);
  for (const { path, command } of all) {
    const { code, output, errors } = await jackfield([...path, '--help']);
    expect([path, code, errors]).toEqual([path, 0, '']);
    const told = flat(output);
    expect(told).toContain(flat(command.description()));
    expect([path, command.description()]).not.toEqual([path, '']);
    for (const { flags, description } of command.options) {
      expect([path, flags, description]).not.toEqual([path, flags, '']);
      expect(told).toContain(flat(`${flags} ${description}`));
    }
    for (const argument of command.registeredArguments) {
      expect([path, argument.name(), argument.description]).not.toEqual([path, argument.name(), '']);
      expect(told).toContain(flat(`${argument.name()} ${argument.description}`));
    }
  }
});

test('every command refuses an option that it does not know, with a code, the way to its help, and 2', async () => {
  for (const { path, command } of all) {
    const needed = command.options.filter(({ mandatory }) => mandatory).flatMap(({ long, argChoices }) => [long ?? '', argChoices?.[0] ?? 'x']);
    const { code, output, errors } = await jackfield([...path, ...needed, '--no-such-option']);
    expect([code, output, errors]).toEqual([2, '', `JF9430 unknown option '--no-such-option'\n  → next: See \`${['jackfield', ...path].join(' ')} --help\`.\n`]);
  }
});

test('a wrong command line is JSON for who asked for JSON, and says what was meant', async () => {
  const { code, errors } = await jackfield(['devcies', '--json']);
  expect([code, JSON.parse(errors)]).toEqual([2, { error: { code: 'JF9430', message: "unknown command 'devcies'", hint: 'Did you mean devices? See `jackfield --help`.', where: '', more: [] } }]);
});

test.each([
  ['plugins --count 3', '--count goes with --top'],
  ['plugins --sort memory', '--sort goes with --top'],
  ['plugins --top --resources', '--resources and --top are two lists: give one of them'],
  ['bisect --schedule --check ports', '--check goes with --device'],
  ['bisect --device a --lag 5', '--lag goes with --schedule'],
  ['bisect --device a --good . --over plugins', '--over and --good are two searches: give one of them'],
  ['drift --check replan', '--check goes with no command under drift'],
  ['drift accept a --check', '--check goes with no command under drift'],
  ['history a --out b', '--out goes with restore'],
  ['history a show 1 --take', '--take goes with no other action'],
  ['accept-hostkey 192.0.2.1 --port abc', 'A port is a whole number from 1 to 65535.'],
])('an option that would be ignored is refused: %s', async (words, why) => {
  expect(await jackfield(words.split(' '))).toMatchObject({ code: 2, output: '', errors: expect.stringContaining(why) });
});

test('help of a command is its --help, and says so of a name that is none', async () => {
  const words = ['help', 'plugin', 'install'];
  expect(await jackfield(words)).toEqual(await jackfield(['plugin', 'install', '--help']));
  expect((await jackfield(['help'])).output).toEqual((await jackfield(['--help'])).output);
  expect(await jackfield(['help', 'plugin', 'fly'])).toMatchObject({ code: 2, output: '', errors: 'JF9430 there is no command plugin fly\n  → next: See `jackfield help --help`.\n' });
});
