import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Outside } from './outside.ts';
import { registryReachable } from './registry.ts';

const minutes = 60_000;
const packages = ['@jackfield/sdk', '@jackfield/core', '@jackfield/plugin-snmp-switch', 'create-jackfield-plugin'];
const isReachable = registryReachable();

let outside: Outside;

beforeAll(async () => {
  if (!isReachable) return;
  outside = await Outside.pack(packages);
  // What `npm create` does: the package and what it needs, in a folder of its own.
  await outside.run('tool', 'true');
  await writeFile(join(outside.directory, 'tool/package.json'), `${JSON.stringify({ private: true, devDependencies: { '@jackfield/sdk': '', 'create-jackfield-plugin': '' } })}\n`);
  await outside.useTarballs('tool');
  const installed = await outside.run('tool', 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline');
  expect(installed).toMatchObject({ code: 0 });
}, 5 * minutes);
afterAll(() => outside?.[Symbol.asyncDispose]());

async function create(folder: string, ...options: readonly string[]): Promise<void> {
  const tool = join(outside.directory, 'tool/node_modules/.bin/create-jackfield-plugin');
  expect(await outside.run('.', tool, folder, '--scope', '@acme', '--yes', ...options)).toMatchObject({ code: 0, output: expect.stringContaining('npm test') });
  await outside.useTarballs(folder);
}

const kinds = [
  { folder: 'acme-ups', options: ['--kind', 'device'] },
  { folder: 'acme-gate', options: ['--kind', 'transport', '--transport', 'http'] },
  { folder: 'acme-line', options: ['--kind', 'transport', '--transport', 'tcp'] },
  { folder: 'acme-switch', options: ['--kind', 'profile'] },
];

describe.skipIf(!isReachable)('a plugin in a folder of its own, with the packages as published', () => {
  test.each(kinds)('$folder ($options): create, install, build, test and check', { timeout: 10 * minutes }, async ({ folder, options }) => {
    const begun = performance.now();
    await create(folder, ...options);
    expect(await outside.run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline')).toMatchObject({ code: 0 });
    const installed = performance.now();
    expect(await outside.run(folder, 'npm', 'run', 'build')).toMatchObject({ code: 0 });
    const tested = await outside.run(folder, 'npm', 'test');
    expect(tested).toMatchObject({ code: 0, output: expect.stringMatching(/: (gold|platinum), contract level/) });
    const green = performance.now();
    const checked = await outside.run(folder, 'npx', 'jackfield', 'plugin', 'check', '--quick');
    expect(checked).toMatchObject({ code: 0, output: expect.stringMatching(/tier (gold|platinum)/) });
    const seconds = (from: number, to: number): string => ((to - from) / 1_000).toFixed(0);
    process.stderr.write(`${folder}: create to green ${seconds(begun, green)} s, of it npm install ${seconds(begun, installed)} s\n`);
  });
});
