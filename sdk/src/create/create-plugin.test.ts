import { mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { manifestSchema } from '../contract/manifest.ts';
import { sdkVersion } from '../contract/version.ts';
import { licences, parseAnswers, pluginKinds, transportChoices } from './answers.ts';
import { program, runCreate } from './command-line.ts';
import { createPlugin, nameOfFolder, packageNameOf } from './create-plugin.ts';
import { CreateRefused } from './create-refused.ts';
import { askAnswers } from './questions.ts';
import { toolVersions } from './versions.ts';

const inFolder = () => mkdtempDisposableSync(join(tmpdir(), 'jackfield-create-'));
/** As git takes patterns without a negation: with a slash at its beginning only at the top. */
const ignored = (patterns: string, file: string): boolean =>
  patterns.split('\n').filter((line) => line !== '' && !line.startsWith('#')).some((line) => matchesGlob(file, line.startsWith('/') ? line.slice(1) : `**/${line}`));
const every = pluginKinds.flatMap((kind) => (kind === 'transport' ? transportChoices : [undefined]).flatMap((transport) => licences.map((licence) => ({ kind, transport, licence }))));

describe.each(every)('kind $kind, transport $transport, licence $licence', (choice) => {
  test('no token is left, the manifest is valid, and every file has a use', async () => {
    using folder = inFolder();
    const { files, packageName } = await createPlugin(folder.path, parseAnswers({ name: 'acme-ups', scope: '@acme', publisher: 'Acme Networks', ...choice }));
    const read = (file: string): string => readFileSync(join(folder.path, file), 'utf8');
    expect(files.filter((file) => /__[a-z]+__/.test(file + read(file)))).toEqual([]);
    const json = JSON.parse(read('package.json'));
    expect(json).toMatchObject({ name: packageName, license: choice.licence, author: 'Acme Networks' });
    // What it is tried on goes along: `plugin readiness` tries it where it is installed.
    expect(json.files).toContain('conformance.yaml');
    expect(manifestSchema.safeParse(json.jackfield).error).toBeUndefined();
    expect(Object.keys(parse(read('conformance.yaml')).devices).length).toBeGreaterThan(0);
    expect(read('LICENSE')).toContain(`${new Date().getFullYear()} Acme Networks`);
    expect(files).toEqual(expect.arrayContaining(['.editorconfig', '.github/workflows/ci.yml', '.gitignore', '.vscode/launch.json', '.vscode/settings.json', 'LICENSE', 'README.md', 'tsconfig.json']));
    for (const kept of ['acme.key', '.env', 'walk.snmprec', 'a.tgz']) expect(ignored(read('.gitignore'), kept)).toBe(true);
    for (const shown of ['recordings/lamp.snmprec', 'schemas/settings.json']) expect(ignored(read('.gitignore'), shown)).toBe(false);
    for (const file of files.filter((name) => name.endsWith('.json'))) expect(() => JSON.parse(read(file))).not.toThrow();
  });
});

test('the tools are those that Jackfield itself is built and tested with', () => {
  const { devDependencies } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(devDependencies).toMatchObject(toolVersions);
});

test('a folder that holds anything is left alone; a new repository is empty enough', async () => {
  using folder = inFolder();
  mkdirSync(join(folder.path, '.git'));
  await createPlugin(folder.path, parseAnswers({ name: 'one' }));
  const before = readdirSync(folder.path, { recursive: true });
  await expect(createPlugin(folder.path, parseAnswers({ name: 'two' }))).rejects.toMatchObject({ name: 'CreateRefused', message: expect.stringContaining('not empty') });
  expect(readdirSync(folder.path, { recursive: true })).toEqual(before);
  const file = join(folder.path, 'README.md');
  await expect(createPlugin(file, parseAnswers({ name: 'two' }))).rejects.toMatchObject({ name: 'CreateRefused', message: expect.stringContaining('ENOTDIR') });
});

test('whatever is answered becomes a valid package name, or is refused', () => {
  const free = fc.oneof(fc.string(), fc.stringMatching(/^@?[a-z0-9-]{0,12}$/));
  const nameOf = (name: string, scope: string): string => {
    try {
      return packageNameOf(parseAnswers({ name, scope }));
    } catch (error) {
      if (error instanceof CreateRefused) return 'refused';
      throw error;
    }
  };
  fc.assert(fc.property(free, free, (name, scope) => {
    expect(nameOf(name, scope)).toMatch(/^(refused|(@[a-z0-9][a-z0-9._-]*\/)?jackfield-plugin-[a-z0-9-]+)$/);
  }));
  expect(parseAnswers({ name: 'jackfield-plugin-acme' }).name).toBe('acme');
  expect([nameOfFolder('/tmp/jackfield-plugin-acme'), nameOfFolder('/tmp/Acme'), nameOfFolder('/tmp/my plugin')]).toEqual(['acme', 'acme', null]);
});

test('questions are asked until the answer is one, and only those that matter', async () => {
  const asked: string[] = [];
  const typed = ['Not a name', 'acme-gate', 'transport', 'smoke', 'tcp', 'acme', '', ''];
  const answers = await askAnswers({}, null, async (question) => {
    asked.push(question);
    return typed.shift() ?? '';
  });
  expect(answers).toEqual({ name: 'acme-gate', kind: 'transport', transport: 'tcp', scope: '@acme', publisher: 'acme', licence: 'MIT' });
  expect(asked[1]).toContain('small letters');
  const fewer: string[] = [];
  await askAnswers({ kind: 'device', licence: 'MIT' }, 'folder', async (question) => {
    fewer.push(question);
    return '';
  });
  expect(await askAnswers({ transport: 'rest' }, 'folder', async () => '')).toMatchObject({ name: 'folder', kind: 'transport', transport: 'rest' });
  expect(fewer.map((question) => question.split(' ')[0])).toEqual(['Name', 'npm', 'Publisher,']);
});

test('the program says what to do next, and what was wrong', async () => {
  using folder = inFolder();
  const said = { out: '', err: '' };
  const quiet = { write: (text: string) => void (said.out += text), writeError: (text: string) => void (said.err += text), ask: null };
  expect(await runCreate(['--help'], quiet)).toBe(0);
  for (const option of Object.keys(program.options)) expect(said.out).toContain(`  --${option} `);
  expect(await runCreate(['--yes'], quiet)).toBe(1);
  expect(said.err).toContain('JF9400 the plugin has no name\n  → next: ');
  expect(await runCreate([join(folder.path, 'Bad Name'), '--yes'], quiet)).toBe(1);
  expect(said.err).toContain(`JF9400 the folder's name "Bad Name" cannot be the plugin's: that has small letters, digits and hyphens\n  → next: Give one with --name, such as --name bad-name`);
  expect(await runCreate([join(folder.path, 'gate'), '--transport', 'rest', '--yes'], quiet)).toBe(1);
  expect(said.err).toContain('JF9400 --transport rest goes with --kind transport, and the kind is device\n  → next: Say --kind transport too.');
  expect(readdirSync(folder.path)).toEqual([]);
  expect(await runCreate(['x', '--colour', 'red'], quiet)).toBe(2);
  expect(said.err).toContain("JF9430 unknown option '--colour'\n  → next: See `npm create jackfield-plugin -- --help`.");
  expect(await runCreate(['x', 'y', '--yes'], quiet)).toBe(2);
  expect(await runCreate(['--version'], quiet)).toBe(0);
  expect(said.out).toContain(`${sdkVersion}\n`);
  expect(await runCreate([join(folder.path, 'widget'), '--kind', 'tv', '--yes'], quiet)).toBe(1);
  expect(said.err).toContain('--kind');
  expect(await runCreate([join(folder.path, 'widget'), '--yes'], quiet)).toBe(0);
  expect(said.out).toContain('npm test');
});

test('packages that npm packed of a clone are named by their files, and one that is not there is named with the way to it', async () => {
  using folder = inFolder();
  const packages = join(folder.path, 'packages');
  mkdirSync(packages);
  const plugin = join(folder.path, 'plugins/acme');
  const answers = parseAnswers({ name: 'acme', kind: 'profile' });
  for (const name of ['core', 'sdk']) writeFileSync(join(packages, `jackfield-${name}-${sdkVersion}.tgz`), '');
  await expect(createPlugin(plugin, answers, packages)).rejects.toMatchObject({
    message: `--packages: ${packages}/jackfield-plugin-snmp-switch-${sdkVersion}.tgz is not there`,
    hint: `In your clone of Jackfield: npm pack -w @jackfield/plugin-snmp-switch --pack-destination ${packages}`,
  });
  expect(readdirSync(folder.path)).toEqual(['packages']);
  writeFileSync(join(packages, `jackfield-plugin-snmp-switch-${sdkVersion}.tgz`), '');
  await createPlugin(plugin, answers, packages);
  expect(JSON.parse(readFileSync(join(plugin, 'package.json'), 'utf8')).devDependencies).toMatchObject({
    '@jackfield/core': `file:../../packages/jackfield-core-${sdkVersion}.tgz`,
    '@jackfield/plugin-snmp-switch': `file:../../packages/jackfield-plugin-snmp-switch-${sdkVersion}.tgz`,
  });
});
