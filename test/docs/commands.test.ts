import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';

const root = resolve(import.meta.dirname, '../..');

async function help(...words: string[]): Promise<string> {
  const terminal = new RecordingTerminal();
  await run([...words, '--help'], terminal, new AbortController().signal);
  return terminal.output.trimEnd();
}

/** The commands that a help text lists, in its order. */
function listed(text: string): string[] {
  return [...text.matchAll(/^ {2}([a-z][a-z-]*)(?: \[options\])?(?: [<[][a-z.]+[>\]])* {2,}/gm)].flatMap(([, name]) => (name === undefined || name === 'help' ? [] : [name]));
}

/** The page's part of a command and of those under it. */
async function sectionsOf(words: readonly string[]): Promise<string[]> {
  const text = await help(...words);
  // A command may take an argument and have others under it.
  const subcommands = text.includes('[command]') ? listed(text.replace(/\nArguments:\n(?: .*\n)+/, '')) : [];
  const parts = [`${'#'.repeat(words.length + 1)} ${words.join(' ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`];
  for (const sub of subcommands) parts.push(...(await sectionsOf([...words, sub])));
  return parts;
}

test('the page of commands is what --help says; update it with `npx vitest run test/docs -u`', async () => {
  const overview = await help();
  const names = listed(overview);
  expect(names).toEqual(expect.arrayContaining(['up', 'status', 'discover', 'devices', 'device', 'check', 'plan', 'apply', 'undo', 'changes', 'plugins', 'explain', 'incidents', 'audit', 'vault', 'doctor', 'init']));
  const sections: string[] = [];
  for (const name of names) sections.push(...(await sectionsOf([name])));
  const page = `# Commands\n\n\`\`\`text\n${overview}\n\`\`\`\n\n${sections.join('\n')}`;
  await expect(page).toMatchFileSnapshot('../../docs/operators/commands.md');
});

test('every command that a message or a page tells people to run is there', async () => {
  const names = new Set([...listed(await help()), 'plugin', 'help']);
  const files = globSync(['core/src/**/*.ts', 'docs/**/*.md', 'README.md', 'plugins/*/README.md', 'plugins/*/src/**/*.ts'], { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('node_modules'));
  const told = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/["`]jackfield (?:--config \S+ )?([a-z][a-z-]+)/g)].map(([, name]) => ({ file, name: name ?? '' })),
  );
  expect(told.length).toBeGreaterThan(30);
  expect(told.filter(({ name }) => !names.has(name))).toEqual([]);
});
