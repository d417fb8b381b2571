import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toolVersions } from '../../sdk/src/create/versions.ts';
import { Outside } from './outside.ts';
import { registryReachable } from './registry.ts';

const minutes = 60_000;
const packages = ['@jackfield/sdk', '@jackfield/core', '@jackfield/plugin-snmp-switch', 'create-jackfield-plugin'];
const isReachable = registryReachable();

let outside: Outside;

/** npm, so that all that a folder's package.json names is there; what fails is thrown with all that npm said. */
async function install(folder: string): Promise<void> {
  const { code, output } = await outside.run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline');
  if (code !== 0) throw new Error(`npm install in ${folder}: ${output}`);
}

beforeAll(async () => {
  if (!isReachable) return;
  outside = await Outside.pack(packages);
  // What `npm create` does: the package and what it needs, in a folder of its own.
  await outside.write('tool/package.json', { private: true, devDependencies: { '@jackfield/sdk': '', 'create-jackfield-plugin': '' } });
  await outside.useTarballs('tool');
  await install('tool');
  // One installation for all kinds but the first, whose own is measured.
  await outside.write('shared/package.json', { private: true, allowScripts: { node: true, esbuild: true }, devDependencies: { ...Object.fromEntries(packages.map((name) => [name, ''])), ...toolVersions } });
  await outside.useTarballs('shared');
  await install('shared');
}, 10 * minutes);
afterAll(() => outside?.[Symbol.asyncDispose]());

async function create(folder: string, options: readonly string[]): Promise<void> {
  const tool = join(outside.directory, 'tool/node_modules/.bin/create-jackfield-plugin');
  expect(await outside.run('.', tool, folder, '--scope', '@acme', '--yes', ...options)).toMatchObject({ code: 0, output: expect.stringContaining('npm test') });
}

/** `npm test` builds first. */
async function isGreen(folder: string): Promise<void> {
  expect(await outside.run(folder, 'npm', 'test')).toMatchObject({ code: 0, output: expect.stringMatching(/: (gold|platinum), contract level/) });
}

async function isChecked(folder: string): Promise<void> {
  expect(await outside.run(folder, 'npx', 'jackfield', 'plugin', 'check', '--quick')).toMatchObject({ code: 0, output: expect.stringMatching(/tier (gold|platinum)/) });
}

describe.skipIf(!isReachable)('a plugin in a folder of its own, with the packages as published', () => {
  test('device: create, install, build, test, check, and one round of development', { timeout: 10 * minutes }, async () => {
    const begun = performance.now();
    await create('acme-ups', ['--kind', 'device']);
    await outside.useTarballs('acme-ups');
    await install('acme-ups');
    const installed = performance.now();
    await isGreen('acme-ups');
    const green = performance.now();
    await isChecked('acme-ups');
    expect(await outside.run('acme-ups', 'npx', 'jackfield', 'plugin', 'dev', '--once')).toMatchObject({ code: 0, output: expect.stringContaining('types hold') });
    const seconds = (from: number, to: number): string => ((to - from) / 1_000).toFixed(0);
    process.stderr.write(`from create to green: ${seconds(begun, green)} s, of it npm install ${seconds(begun, installed)} s\n`);
  });

  test.each([
    ['acme-gate', ['--kind', 'transport', '--transport', 'http']], ['acme-rest', ['--kind', 'transport', '--transport', 'rest']], ['acme-line', ['--kind', 'transport', '--transport', 'tcp']], ['acme-switch', ['--kind', 'profile']],
  ])('%s (%j): create, build and test', { timeout: 10 * minutes }, async (name, options) => {
    await create(`shared/${name}`, options);
    await isGreen(`shared/${name}`);
  });

  test('a plugin whose code has drifted from its manifest does not build', { timeout: 2 * minutes }, async () => {
    await create('shared/drift', ['--kind', 'device']);
    const manifest = await outside.read('shared/drift/package.json');
    await outside.write('shared/drift/package.json', JSON.parse(manifest.replace('"sensors": {', '"fans": {').replace('"check": "sensors"', '"check": "fans"')));
    const compiled = await outside.run('shared/drift', 'npm', 'run', 'build');
    expect(compiled).toMatchObject({ code: 1, output: expect.stringMatching(/src\/plugin\.ts\(\d+,\d+\): error TS/) });
    const built = await outside.run('shared/drift', 'npx', 'jackfield-plugin-build');
    expect(built).toMatchObject({ code: 1, output: expect.stringMatching(/package\.json:\d+: jackfield\.contributes\.checks\.fans: is declared, and src\/plugin\.ts does not implement it/) });
  });
});
