import { mkdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createPlugin, parseAnswers } from '@jackfield/sdk/create';
import { stop } from 'esbuild';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { installPackage, listPackages, packageHistory, readTarball, rollbackPackage, upgradePackage } from '../../core/src/packages/index.ts';
import { Rig, type Widget } from './rig.ts';

// esbuild keeps a service process until it is told to stop.
afterAll(() => stop());

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig[Symbol.asyncDispose]());

const signedFile = async (widget: Widget): Promise<string> => rig.file(await rig.signed(widget));
const broken = (code: string, version = '1.1.0'): Widget => ({ version, files: { 'dist/plugin.js': code } });
const implementing = (checks: string): string =>
  `export default { name: 'x', version: '1', implementations: { discovery: new Map(), checks: new Map(${checks}), resources: new Map(), watchers: new Map() } };\n`;

describe('a version that does not start never takes over', () => {
  test.each<[string, string, RegExp]>([
    ['throws while it loads', 'const at = null;\nat.read();\n', /^widget 1\.1\.0 does not start: JF2101 Cannot read properties of null .*; 1\.0\.0 keeps running$/],
    ['lacks a check that it declares', implementing('[]'), /JF2101 checks\.fans is declared and not implemented; 1\.0\.0 keeps running$/],
    ['exports no plugin', 'export default 1;\n', /JF2101 .*; 1\.0\.0 keeps running$/],
    ['ends its own process', 'process.exit(3);\n', /JF2100 .*; 1\.0\.0 keeps running$/],
    ['needs what the sandbox has not', "import { writeFileSync } from 'node:fs';\nwriteFileSync('/tmp/x', '');\n", /JF2101 .*(?:permission|read-only|restricted).*; 1\.0\.0 keeps running$/i],
    ['speaks a newer protocol', `${implementing('[["fans", 1]]').replace("version: '1'", "version: '1', protocol: 99, sdk: '9.0.0'")}`, /JF2250 /],
  ])('an upgrade to one that %s', async (_what, code, why) => {
    await installPackage(await signedFile({}), rig.needs());
    const lock = await rig.read('config/plugins.lock.yaml');
    await expect(upgradePackage('widget', await signedFile(broken(code)), rig.needs())).rejects.toMatchObject({ code: 'JF2249', message: expect.stringMatching(why) });
    expect(await rig.read('config/plugins.lock.yaml')).toBe(lock);
    expect(await listPackages(rig.config)).toMatchObject([{ version: '1.0.0', kept: null, problem: null }]);
    expect((await packageHistory(rig.config)).at(-1)).toMatchObject({ action: 'upgrade', outcome: 'refused', detail: expect.stringContaining('JF2249') });
    await expect(stat(join(rig.folder, 'state/packages/widget/1.1.0'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a first installation', async () => {
    await expect(installPackage(await signedFile(broken('throw new Error("boom");\n', '1.0.0')), rig.needs())).rejects.toMatchObject({ code: 'JF2249', message: expect.stringMatching(/boom.*; it is not installed$/) });
    expect(await listPackages(rig.config)).toEqual([]);
  });

  test('nobody is asked to start what nobody granted', async () => {
    await expect(installPackage(await signedFile(broken('throw new Error("boom");\n', '1.0.0')), rig.needs({ consent: async () => false }))).rejects.toMatchObject({ code: 'JF2225' });
  });

  test('going back to one that starts works as before', async () => {
    await installPackage(await signedFile({}), rig.needs());
    await installPackage(await signedFile({ version: '1.1.0' }), rig.needs());
    expect(await rollbackPackage('widget', rig.needs())).toMatchObject({ version: '1.0.0' });
  });
});

describe('jackfield plugin pack', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(rig.folder, 'gate');
    await symlink(resolve(import.meta.dirname, '../../node_modules'), join(rig.folder, 'node_modules'));
    await createPlugin(folder, parseAnswers({ name: 'gate', kind: 'transport', scope: '@lab' }));
  });

  async function jackfield(...words: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
    const terminal = new RecordingTerminal();
    const code = await run([...words, '--config', rig.config], terminal, new AbortController().signal);
    return { code, output: terminal.output, errors: terminal.errors };
  }
  const pack = (): ReturnType<typeof jackfield> => jackfield('plugin', 'pack', folder, '--out', rig.folder);
  const packedBundle = async (): Promise<string> => (await readTarball(await readFile(join(rig.folder, 'lab-jackfield-plugin-gate-0.1.0.tgz')), 'package')).get('dist/plugin.js')?.toString() ?? '';
  async function edit(file: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  }

  test('builds what it packs: an edit that nobody built is in it', async () => {
    expect(await pack()).toMatchObject({ code: 0, output: expect.stringMatching(/Built, started once in its sandbox/) });
    await edit('src/checks/queues.ts', 'all short', 'none of them long');
    expect(await pack()).toMatchObject({ code: 0 });
    expect(await packedBundle()).toContain('none of them long');
  });

  test('an SDK that npm linked into the folder is bundled, and keeps nothing from being packed, installed and run', async () => {
    await mkdir(join(folder, 'node_modules/@jackfield'), { recursive: true });
    await mkdir(join(folder, 'node_modules/.bin'));
    await symlink(resolve(import.meta.dirname, '../../sdk'), join(folder, 'node_modules/@jackfield/sdk'));
    await symlink('../@jackfield/sdk/bin/jackfield-plugin-build.js', join(folder, 'node_modules/.bin/jackfield-plugin-build'));
    expect(await pack()).toMatchObject({ code: 0 });
    expect(await jackfield('plugin', 'dev', folder, '--once', '--json')).toMatchObject({ output: expect.not.stringContaining('JF2004') });
    // Built for a debugger by dev, and as new as its sources.
    expect(await jackfield('plugin', 'install', folder, '--grant')).toMatchObject({ code: 0 });
    expect((await readTarball(await readFile(join(rig.folder, 'lab-jackfield-plugin-gate-0.1.0.tgz')), 'package')).keys().toArray().filter((path) => path.startsWith('node_modules/'))).toEqual([]);
  });

  test('JF2247: what does not build is not packed, and told with file and line', async () => {
    await edit('src/checks/queues.ts', 'result.fromItems(', 'result.fromItems((');
    expect(await pack()).toMatchObject({ code: 1, errors: expect.stringMatching(/JF2247[\s\S]*gate\/src\/checks\/queues\.ts:\d+/) });
    await expect(stat(join(rig.folder, 'lab-jackfield-plugin-gate-0.1.0.tgz'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('JF2249: what throws while it loads is not packed, and told with the line of the source', async () => {
    const text = await readFile(join(folder, 'src/checks/queues.ts'), 'utf8');
    await writeFile(join(folder, 'src/checks/queues.ts'), `${text}\nJSON.parse('{');\n`);
    const line = text.split('\n').length + 1;
    expect(await pack()).toMatchObject({ code: 1, errors: expect.stringMatching(new RegExp(`JF2249[\\s\\S]*gate/src/checks/queues\\.ts:${line}`)) });
  });

  test('JF2248: a folder is not installed while its bundle is older than its sources; a test that was edited changes nothing', async () => {
    await pack();
    const later = new Date(Date.now() + 60_000);
    await utimes(join(folder, 'src/checks/queues.test.ts'), later, later);
    expect(await jackfield('plugin', 'install', folder, '--grant')).toMatchObject({ code: 0 });
    await utimes(join(folder, 'src/checks/queues.ts'), later, later);
    expect(await jackfield('plugin', 'install', folder, '--grant')).toMatchObject({ code: 1, errors: expect.stringMatching(/JF2248[\s\S]*src\/checks\/queues\.ts was changed after dist\/plugin\.js was built[\s\S]*npm run build/) });
  });

  test('list and history say as JSON what happened to which plugin, also of what was refused before it was read', async () => {
    await pack();
    await jackfield('plugin', 'install', folder, '--grant');
    await jackfield('plugin', 'enable', 'gate', '--site', 'leeds');
    const later = new Date(Date.now() + 60_000);
    await utimes(join(folder, 'src/checks/queues.ts'), later, later);
    expect(await jackfield('plugin', 'upgrade', 'gate', folder)).toMatchObject({ code: 1 });
    const history: readonly object[] = JSON.parse((await jackfield('plugin', 'history', '--json')).output);
    expect(history).toMatchObject([
      { sequence: 3, action: 'upgrade', plugin: 'gate', before: '0.1.0', outcome: 'refused', detail: expect.stringContaining('JF2248') },
      { sequence: 2, action: 'enable', plugin: 'gate', outcome: 'done', detail: 'at leeds' }, { sequence: 1, action: 'install', plugin: 'gate', version: '0.1.0', outcome: 'done' },
    ]);
    expect(Object.keys(history[0] ?? {}).slice(0, 4)).toEqual(['sequence', 'at', 'person', 'action']);
    const whole = await jackfield('plugin', 'list', '--json');
    expect(JSON.parse(whole.output)).toMatchObject([{ plugin: 'gate', version: '0.1.0', enabledAt: ['leeds'], problem: null }]);
    await rm(join(rig.folder, 'state/packages/gate'), { recursive: true });
    expect(JSON.parse((await jackfield('plugin', 'list', '--json')).output)).toMatchObject([{ problem: { code: 'JF2240', hint: expect.stringContaining('jackfield plugin install') } }]);
    expect(await jackfield('plugin', 'list')).toMatchObject({ code: 1, output: expect.stringMatching(/JF2240[\s\S]*→ next: Install it again/) });
  });

  test('a plugin that builds otherwise is left to its author, and not packed stale', async () => {
    await pack();
    await edit('package.json', 'tsc && jackfield-plugin-build', 'my-bundler');
    expect(await pack()).toMatchObject({ code: 1, errors: expect.stringMatching(/JF2248[\s\S]*package\.json was changed/) });
    await mkdir(join(folder, 'dist'), { recursive: true });
    const now = new Date(Date.now() + 60_000);
    await utimes(join(folder, 'dist/plugin.js'), now, now);
    expect(await pack()).toMatchObject({ code: 0, output: expect.stringMatching(/^(?!.*Built)[\s\S]*Started once in its sandbox/) });
  });
});
