import { execFile } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Writes down what a process loads, in a preload: nothing of the program knows. */
const listing = `import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const loaded = new Set();
registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
process.on('exit', () => writeFileSync(process.env.LOADED, [...loaded].join('\\n')));
`;

interface Started {
  readonly code: number;
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Folders of the SDK. */
  readonly sdk: readonly string[];
}

async function start(...words: string[]): Promise<Started> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-start-'));
  const list = join(folder.path, 'loaded.txt');
  const preload = join(folder.path, 'listing.mjs');
  writeFileSync(preload, listing);
  writeFileSync(join(folder.path, 'jackfield.yaml'), 'state: state\n');
  const { promise, resolve: done } = Promise.withResolvers<number>();
  const child = execFile(process.execPath, ['--disable-sigusr1', '--import', preload, join(root, 'core/bin/jackfield.js'), '--config', folder.path, ...words], { cwd: folder.path, env: { LOADED: list } }, () => done(child.exitCode ?? -1));
  const code = await promise;
  const urls = readFileSync(list, 'utf8').split('\n');
  const named = (pattern: RegExp): readonly string[] => [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))].sort();
  return { code, rooms: named(/\/core\/dist\/([^/]+)\//), packages: named(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//), sdk: named(/\/sdk\/dist\/([^/]+)\//) };
}

// Each module costs time at each start, and operators start these all day: only commands that need the host load it.
test.each([
  ['a command that asks the daemon', ['status'], 3],
  ['the help', ['--help'], 0],
] as const)('%s starts without the host, its protocols and the test kit', async (_what, words, code) => {
  const started = await start(...words);
  expect(started.code).toBe(code);
  expect(started.rooms).toEqual(['cli', 'control', 'errors']);
  expect(started.packages).toEqual(['commander', 'diff', 'picocolors', 'yaml', 'zod']);
  for (const folder of ['testing', 'create', 'build', 'secrets']) expect(started.sdk).not.toContain(folder);
});
