import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Outside } from '../authoring/outside.ts';
import { startPackedRegistry } from '../authoring/packed-registry.ts';
import { registryReachable } from '../authoring/registry.ts';
import { root } from './daemon.ts';
import type { Stands } from './walkthrough/likeness.ts';
import { stepsOf } from './walkthrough/page.ts';
import { Reader } from './walkthrough/reader.ts';

const execute = promisify(execFile);
const minutes = 60_000;
const isReachable = registryReachable();
const stack = new AsyncDisposableStack();
let outside: Outside;
/** The repository as it stands here, also what is not committed yet, for a stranger to clone. */
let repository: string;

beforeAll(async () => {
  if (!isReachable) return;
  outside = stack.use(await Outside.pack(['@jackfield/sdk', '@jackfield/core', 'create-jackfield-plugin']));
  // Packages of npm's cache as always, but not what npx once installed: another build of the same version would pass for that one.
  const cache = join(outside.directory, 'cache');
  await mkdir(cache);
  const { stdout } = await execute('npm', ['config', 'get', 'cache']);
  await symlink(join(stdout.trim(), '_cacache'), join(cache, '_cacache'));
  // A reader says yes to npm.
  Object.assign(outside.settings, { npm_config_prefer_offline: 'true', npm_config_yes: 'true', npm_config_cache: cache });
  await mkdir(join(outside.directory, 'reader'));
  repository = join(outside.directory, 'repository.git');
  const git = (...words: readonly string[]): Promise<unknown> => execute('git', [`--git-dir=${repository}`, `--work-tree=${root}`, ...words]);
  await git('init', '--quiet');
  await git('add', '--all');
  await git('-c', 'user.name=test', '-c', 'user.email=test@example.net', 'commit', '--quiet', '--message', 'as it stands');
}, 2 * minutes);
afterAll(() => stack.disposeAsync());

/** The page with what must be free on a machine where other things run: a network of loopback, a port for metrics. */
async function pageOf(file: string): Promise<string> {
  const page = await readFile(join(root, file), 'utf8');
  return page
    .replaceAll('127.10.0.', '127.94.7.')
    .replaceAll(/^npx jackfield init .*$/gm, `$&\nsed -i 's/port: 9410/port: 0/' config/jackfield.yaml`);
}

describe.skipIf(!isReachable)('the tutorial', () => {
  test('every command and every listing works, from a clone to a push that is undone', { timeout: 15 * minutes }, async () => {
    const stands: Stands = new Map([['REPOSITORY', { pattern: String.raw`\S+`, value: repository }], ['KEY', { pattern: String.raw`[\w-]{43}`, value: null }], ['CHANGE', { pattern: '[0-9a-f]+', value: null }]]);
    await using reader = new Reader(outside, 'reader', stands);
    const steps = stepsOf(await pageOf('docs/integrators/tutorial.md'));
    const begun = performance.now();
    for (const step of steps) await reader.follow(step);
    const listings = steps.filter(({ kind }) => kind !== 'run').length;
    const shown = steps.filter((step) => step.kind === 'run' && step.shows !== null).length;
    // The line that sets the port of the metrics is the test's own.
    process.stderr.write(`tutorial: ${reader.commands - 1} commands executed, ${listings} listings written or changed, ${shown} outputs as shown, ${((performance.now() - begun) / 1_000).toFixed(0)} s\n`);
    expect(reader.commands).toBeGreaterThan(20);
    expect(await outside.run(reader.folder, 'npm', 'test')).toMatchObject({ code: 0 });
  });

  test('once the packages are published, npm create and npm install do the same', { timeout: 5 * minutes }, async () => {
    await using registry = await startPackedRegistry(outside.tarballs);
    Object.assign(outside.settings, { npm_config_registry: registry.url, 'npm_config_@jackfield:registry': registry.url });
    await mkdir(join(outside.directory, 'published'));
    expect(await outside.run('published', 'npm', 'create', 'jackfield-plugin', 'acme-ups', '--', '--kind', 'device', '--scope', '@acme', '--yes')).toMatchObject({ code: 0 });
    expect(await outside.run('published/acme-ups', 'npm', 'install')).toMatchObject({ code: 0 });
    expect(await outside.run('published/acme-ups', 'bash', '-c', 'npm run build && npx jackfield plugin check --quick')).toMatchObject({ code: 0, output: expect.stringMatching(/tier (gold|platinum)/) });
  });
});
