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

const minutes = 60_000;
const isReachable = registryReachable();
const stack = new AsyncDisposableStack();
let outside: Outside;

beforeAll(async () => {
  if (!isReachable) return;
  outside = stack.use(await Outside.pack(['@jackfield/sdk', '@jackfield/core', 'create-jackfield-plugin']));
  const registry = stack.use(await startPackedRegistry(outside.tarballs));
  // Packages of npm's cache as always, but not what npx once installed: another build of the same version would pass for that one.
  const cache = join(outside.directory, 'cache');
  await mkdir(cache);
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'cache']);
  await symlink(join(stdout.trim(), '_cacache'), join(cache, '_cacache'));
  // As published: our packages come from the tarballs, `npm create` looks for its own there too, and a reader says yes to npm.
  Object.assign(outside.settings, { 'npm_config_@jackfield:registry': registry.url, npm_config_prefer_offline: 'true', npm_config_yes: 'true', npm_config_cache: cache, PACKED_REGISTRY: registry.url });
  await mkdir(join(outside.directory, 'reader'));
}, 2 * minutes);
afterAll(() => stack.disposeAsync());

/** The page with what must be free on a machine where other things run: a network of loopback, a port for metrics. */
async function pageOf(file: string): Promise<string> {
  const page = await readFile(join(root, file), 'utf8');
  return page
    .replaceAll('127.10.0.', '127.94.7.')
    .replaceAll(/^npm create /gm, 'npm_config_registry=$PACKED_REGISTRY $&')
    .replaceAll(/^npx jackfield init .*$/gm, `$&\nsed -i 's/port: 9410/port: 0/' config/jackfield.yaml`);
}

describe.skipIf(!isReachable)('the tutorial', () => {
  test('every command and every listing works, from an empty folder to a push that is undone', { timeout: 15 * minutes }, async () => {
    const stands: Stands = new Map([['KEY', { pattern: String.raw`[\w-]{43}`, value: null }], ['CHANGE', { pattern: '[0-9a-f]+', value: null }]]);
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
});
