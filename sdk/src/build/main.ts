import { CommandLineWrong, readCommandLine, wrongCommandLine } from '../command-line/index.ts';
import { complaintLine } from './complaint.ts';
import { PluginBuild } from './plugin-build.ts';

const help = `Usage: jackfield-plugin-build

Builds the plugin in the current folder: generates schemas/*.json from src/schemas.ts, bundles its code, and holds the code against the
manifest in package.json. What does not fit is told with file and line. Types are tsc's to check.

  -h, --help       say this
  -V, --version    say which version this is

Ends with 0 when all fits, 1 when something does not, 2 when the command line is wrong.

Example:
  jackfield-plugin-build
`;

const program = { name: 'jackfield-plugin-build', help, options: {}, words: { least: 0, most: 0, what: 'folder' } } as const;

/** Builds the plugin of the current folder. Returns what to end with. */
async function main(words: readonly string[]): Promise<number> {
  const { told } = readCommandLine(program, words);
  if (told !== null) {
    process.stdout.write(told);
    return 0;
  }
  await using build = new PluginBuild({ directory: process.cwd(), minify: true });
  const { complaints } = await build.build({ load: true });
  process.stderr.write(complaints.map((complaint) => `${complaintLine(complaint)}\n`).join(''));
  return complaints.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CommandLineWrong)) throw error;
  process.stderr.write(error.text);
  process.exitCode = wrongCommandLine;
}
