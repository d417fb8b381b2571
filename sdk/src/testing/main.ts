import { once } from 'node:events';
import { CommandLineWrong, readCommandLine, wrongCommandLine } from '../command-line/index.ts';
import { startSimulators } from './simulators/index.ts';

const help = `Usage: jackfield-simulate FILE

Runs simulated devices on loopback, until Ctrl-C or the end of its input.

  FILE             a simulators.yaml that describes devices, or a recording of one
  -h, --help       say this
  -V, --version    say which version this is

Ends with 0 when it was ended, 1 when the file does not do, 2 when the command line is wrong.

Example:
  jackfield-simulate simulators.yaml
`;

const program = { name: 'jackfield-simulate', help, options: {}, words: { least: 1, most: 1, what: 'FILE' } } as const;

const unreadable = new Map([['ENOENT', 'there is no such file'], ['EISDIR', 'it is a folder, not a file'], ['EACCES', 'you may not read it']]);

/** What is wrong, with the file that it is about: of a file that cannot be read, Node's text says less. */
function told(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = unreadable.get(code);
  const isAboutFile = error instanceof Error && (!('path' in error) || error.path === file);
  if (why !== undefined && isAboutFile) return `${file}: ${why}`;
  return error instanceof Error ? error.message : String(error);
}

/** Starts the simulated devices of a file, or the one of a recording, says so in a line of JSON, and ends at SIGTERM, SIGINT or the end of standard input. */
async function main(given: readonly string[]): Promise<number> {
  try {
    const line = readCommandLine(program, given);
    if (line.told !== null) {
      process.stdout.write(line.told);
      return 0;
    }
    await using simulators = await startSimulators(line.words[0] ?? '');
    const ended = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process.stdin.resume(), 'close')]);
    process.stdout.write(`${JSON.stringify({ ready: true, services: simulators.services })}\n`);
    await ended;
    return 0;
  } catch (error) {
    if (error instanceof CommandLineWrong) {
      process.stderr.write(error.text);
      return wrongCommandLine;
    }
    process.stderr.write(`${told(given[0] ?? '', error)}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
// A terminal that stays open must not keep the process.
process.stdin.destroy();
