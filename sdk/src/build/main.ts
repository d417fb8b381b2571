import { complaintLine } from './complaint.ts';
import { PluginBuild } from './plugin-build.ts';

const help = `Usage: jackfield-plugin-build

Builds the plugin in the current folder: generates schemas/*.json from src/schemas.ts, bundles its code, and holds the code against the
manifest in package.json. What does not fit is told with file and line. Types are tsc's to check.
`;

/** Builds the plugin of the current folder. Returns what to end with. */
async function main(words: readonly string[]): Promise<0 | 1> {
  if (words.length > 0) {
    const isHelp = words.includes('--help');
    (isHelp ? process.stdout : process.stderr).write(isHelp ? help : `it takes no ${words.join(' ')}: it builds the plugin of the current folder\n`);
    return isHelp ? 0 : 1;
  }
  await using build = new PluginBuild({ directory: process.cwd(), minify: true });
  const { complaints } = await build.build({ load: true });
  process.stderr.write(complaints.map((complaint) => `${complaintLine(complaint)}\n`).join(''));
  return complaints.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
