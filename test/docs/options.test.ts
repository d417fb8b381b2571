import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { root } from './daemon.ts';

/** Written from what the commands say: another test holds it to them. */
const generated = ['docs/operators/commands.md'];
const pages = globSync(['docs/**/*.md', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'sdk/create/README.md', 'sdk/templates/**/*.md', 'plugins/*/README.md', 'config/**/*.yaml'], { cwd: root }).filter((file) => !generated.includes(file) && !file.includes('node_modules'));
const programs = { 'jackfield-simulate': 'sdk/bin/jackfield-simulate.js', 'jackfield-plugin-build': 'sdk/bin/jackfield-plugin-build.js', 'create-jackfield-plugin': 'sdk/create/bin/create-jackfield-plugin.js' };
/** Options that stand alone on a page and belong to node, npm, journalctl or restic. */
const foreign = new Set(['--permission', '--allow-inspector', '--allow-net', '--allow-fs-read', '--freeze-flags-after-init', '--disallow-code-generation-from-strings', '--read-data-subset', '--repo', '--wire', '--save-dev', '--since']);

const optionsOf = (text: string): ReadonlySet<string> => new Set(text.match(/(?<![\w-])--[a-z][a-z-]*/g));

async function helpOf(words: readonly string[]): Promise<string> {
  const terminal = new RecordingTerminal();
  await run([...words, '--help'], terminal, new AbortController().signal);
  return terminal.output;
}

function subcommands(help: string): readonly string[] {
  return [...help.matchAll(/^ {2}([a-z][a-z-]*)(?: \[options\])?(?: [<[][a-z.]+[>\]])* {2,}/gm)].flatMap(([, name]) => (name === undefined || name === 'help' ? [] : [name]));
}

/** Options by the words of the command, such as `plugin key create`. */
const known = new Map<string, ReadonlySet<string>>();

async function learn(words: readonly string[]): Promise<void> {
  const help = await helpOf(words);
  known.set(['jackfield', ...words].join(' '), optionsOf(help));
  if (!help.includes('[command]')) return;
  for (const name of subcommands(help.replace(/\nArguments:\n(?: .*\n)+/, ''))) await learn([...words, name]);
}

beforeAll(async () => {
  await learn([]);
  for (const [name, file] of Object.entries(programs)) {
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, file), '--help']);
    if (!stdout.startsWith('Usage: ')) throw new Error(`${name} --help says ${stdout}`);
    known.set(name, optionsOf(stdout));
  }
}, 60_000);

interface Told {
  readonly place: string;
  readonly line: string;
  /** The command as `known` has it; null where an option stands alone. */
  readonly command: string | null;
  readonly options: ReadonlySet<string>;
}

/** The longest command that these words begin with, options of all commands left out. */
function commandOf(words: readonly string[]): string {
  const plain: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--config') at += 1;
    else plain.push(words[at] ?? '');
  }
  const lengths = plain.map((_, at) => plain.length - at);
  return lengths.map((length) => plain.slice(0, length).join(' ')).find((name) => known.has(name)) ?? '';
}

function toldBy(place: string, written: string): readonly Told[] {
  const line = written.replace(/\s#\s.*/, '').replaceAll(/'[^']*'|"[^"]*"/g, 'QUOTED').trim();
  const options = optionsOf(line);
  if (options.size === 0) return [];
  const [called] = /(?:^|[\s|&;(])(?:npx (?:--[\w-]+(?: \S+)? )*)?(?:jackfield(?:-simulate|-plugin-build)?|create-jackfield-plugin)(?: .*)?$/.exec(line) ?? [];
  if (called !== undefined && !line.startsWith('npm ')) {
    const words = (/\b(?:jackfield(?:-simulate|-plugin-build)?|create-jackfield-plugin)(?: .*)?$/.exec(called)?.[0] ?? '').split(/\s+/);
    return [{ place, line, command: commandOf(words), options: optionsOf(words.join(' ')) }];
  }
  const [, created] = /npm create jackfield-plugin(.*)$/.exec(line) ?? [];
  if (created !== undefined) return [{ place, line, command: 'create-jackfield-plugin', options: optionsOf(created) }];
  const [, script = '', behind] = /npm run (dev|check) -- (.*)$/.exec(line) ?? [];
  if (behind !== undefined) return [{ place, line, command: `jackfield plugin ${script}`, options: optionsOf(behind) }];
  // Of another program.
  return line.startsWith('--') ? [{ place, line, command: null, options }] : [];
}

/** Lines of `sh` blocks, and what stands between backticks. */
function linesOf(file: string): readonly Told[] {
  const text = readFileSync(join(root, file), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'));
  const spans = [...text.replaceAll(/^```\w*\n[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  const comments = file.endsWith('.yaml') ? [...text.matchAll(/^#\s+((?:npx )?jackfield .*)$/gm)].map(([, line = '']) => line) : [];
  return [...blocks, ...spans, ...comments].flatMap((line) => toldBy(file, line));
}

test('every option that a page names exists in that command', () => {
  const told = pages.flatMap(linesOf);
  const everywhere = new Set([...known.values()].flatMap((options) => [...options]));
  const missing = told.flatMap(({ place, line, command, options }) => {
    const there = command === null ? everywhere : known.get(command);
    const isThere = (option: string): boolean => there?.has(option) === true || (command === null && foreign.has(option));
    return [...options].filter((option) => !isThere(option)).map((option) => `${place}: ${line}: ${command ?? 'no command'} has no ${option}`);
  });
  expect(missing).toEqual([]);
  expect(told.filter(({ command }) => command !== null).length).toBeGreaterThan(80);
  expect(told.filter(({ command }) => command === null).length).toBeGreaterThan(30);
});

test('an option that is nowhere is told', () => {
  expect(toldBy('x.md', 'npx jackfield plugin key create a.key --nonsense # why')).toEqual([{ place: 'x.md', line: expect.any(String), command: 'jackfield plugin key create', options: new Set(['--nonsense']) }]);
  expect(toldBy('x.md', 'jackfield --config my-network check core --json')).toMatchObject([{ command: 'jackfield check', options: new Set(['--config', '--json']) }]);
  expect(known.get('jackfield plugin key create')?.has('--passphrase')).toBe(true);
});
