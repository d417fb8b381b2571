import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enablePlugin, installPackage, listPackages, packageHistory, removePackage, rollbackPackage } from '../../core/src/packages/index.ts';
import { Rig, type Widget } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig[Symbol.asyncDispose]());

const install = async (widget: Widget = {}, more: Parameters<Rig['needs']>[0] = {}): ReturnType<typeof installPackage> => installPackage(await rig.file(await rig.signed(widget)), rig.needs(more));
const versions = (): Promise<string[]> => readdir(join(rig.folder, 'state/packages/widget'));

test('what a daemon refuses is put back as it was, and the history says so', async () => {
  await install();
  const lock = await rig.read('config/plugins.lock.yaml');
  const refuse = async (): Promise<boolean> => {
    throw new Error('no');
  };
  await expect(install({ version: '1.1.0' }, { activate: refuse })).rejects.toThrow('no');
  expect(await rig.read('config/plugins.lock.yaml')).toBe(lock);
  expect(await versions()).toEqual(['1.0.0']);
  const site = await rig.read('config/sites/leeds.yaml');
  await expect(enablePlugin('widget', { ...rig.needs({ activate: refuse }), site: 'leeds', enabled: true, grant: null })).rejects.toThrow('no');
  expect(await rig.read('config/sites/leeds.yaml')).toBe(site);
  expect((await packageHistory(rig.config)).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(['install done', 'upgrade refused', 'enable refused']);
});

test('two versions are kept, each with its own grant; going back asks nothing', async () => {
  await install({}, { person: 'ann' });
  await install({ version: '1.1.0', permissions: { icmp: true } }, { person: 'bob' });
  await install({ version: '1.2.0', permissions: { icmp: true } }, { person: 'eve', consent: async () => false });
  expect((await versions()).sort()).toEqual(['1.1.0', '1.2.0']);
  // Nothing was added: what Bob granted holds.
  expect(await listPackages(rig.config)).toMatchObject([{ version: '1.2.0', kept: '1.1.0', granted: { by: 'bob' } }]);
  expect(await rollbackPackage('widget', rig.needs())).toMatchObject({ version: '1.1.0', granted: { by: 'bob' } });
  expect(await install({ version: '1.0.0' }, { downgrade: true })).toMatchObject({ version: '1.0.0', kept: '1.1.0' });
  await removePackage('widget', { ...rig.needs(), force: false });
  await expect(rollbackPackage('widget', rig.needs())).rejects.toMatchObject({ code: 'JF2226' });
  await install();
  await expect(rollbackPackage('widget', rig.needs())).rejects.toMatchObject({ code: 'JF2228' });
});

test('a kept version whose files were touched does not become the one that runs', async () => {
  await install();
  await install({ version: '1.1.0' });
  const kept = join(rig.folder, 'state/packages/widget/1.0.0/dist/plugin.js');
  const whole = await readFile(kept, 'utf8');
  const lock = await rig.read('config/plugins.lock.yaml');
  await writeFile(kept, `${whole}\n`);
  await expect(rollbackPackage('widget', rig.needs())).rejects.toMatchObject({ code: 'JF2205' });
  await rm(kept);
  await expect(rollbackPackage('widget', rig.needs())).rejects.toMatchObject({ code: 'JF2207' });
  expect(await rig.read('config/plugins.lock.yaml')).toBe(lock);
  expect((await packageHistory(rig.config)).at(-1)).toMatchObject({ action: 'rollback', outcome: 'refused', detail: expect.stringContaining('JF2207') });
  await writeFile(kept, whole);
  expect(await rollbackPackage('widget', rig.needs())).toMatchObject({ version: '1.0.0', before: '1.1.0' });
});

test('another text of a script is another permission, and is asked', async () => {
  await install();
  const asked: string[][] = [];
  await install({ version: '1.1.0', script: 'uptime; df\n' }, {
    consent: async ({ change }) => {
      asked.push(change.added.map(({ words }) => words.replace(/SHA-256 \w+/, 'SHA-256')), change.removed.map(({ words }) => words.replace(/SHA-256 \w+/, 'SHA-256')));
      return true;
    },
  });
  expect(asked).toEqual([['run its script gather.sh (SHA-256) over SSH, while reading'], ['run its script gather.sh (SHA-256) over SSH, while reading']]);
});

test('a plugin that is enabled is removed by force only, and is disabled first wherever that was said', async () => {
  await install();
  await rig.write('config/organization.yaml', 'organization: lab # ours\nplugins: { widget: { enabled: true } } # everywhere\nregions: { main: { districts: { main: {} } } }\n');
  await rig.write('config/sites/leeds.yaml', 'site: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]\ndevices:\n  - name: door # at the back\n    address: 127.83.1.1\n    plugins: { widget: { enabled: true } }\n');
  await expect(removePackage('widget', { ...rig.needs(), force: false })).rejects.toMatchObject({
    code: 'JF2227', message: 'widget is enabled at leeds, leeds/door', hint: expect.stringMatching(/^Take it out of organization\.yaml:2, sites\/leeds\.yaml:7; or give --force/),
  });
  expect(await removePackage('widget', { ...rig.needs(), force: true })).toMatchObject({ edited: ['organization.yaml', 'sites/leeds.yaml'] });
  expect(await rig.read('config/organization.yaml')).toContain('plugins: { widget: { enabled: false } } # everywhere');
  expect(await rig.read('config/sites/leeds.yaml')).toContain('- name: door # at the back\n    address: 127.83.1.1\n    plugins: { widget: { enabled: false } }\n');
  expect(await listPackages(rig.config)).toEqual([]);
});

test('what keeps a plugin from being removed is told as the command that does it, and that command does', async () => {
  await install();
  const enable = (enabled: boolean): ReturnType<typeof enablePlugin> => enablePlugin('widget', { ...rig.needs(), site: 'leeds', enabled, grant: null });
  await enable(true);
  await expect(removePackage('widget', { ...rig.needs(), force: false })).rejects.toMatchObject({ hint: expect.stringContaining('"jackfield plugin disable widget --site leeds"') });
  expect(await enable(false)).toMatchObject({ changed: true, against: [] });
  expect(await removePackage('widget', { ...rig.needs(), force: false })).toMatchObject({ edited: [] });
  await install();
  expect(await enable(true)).toMatchObject({ changed: true, against: [] });
});

test('a line that counts more than the one that was written is named', async () => {
  await install();
  await rig.write('config/sites/leeds.yaml', 'site: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]\nplugins: { widget: { enabled: true } }\ndevices:\n  - name: door\n    address: 127.83.1.1\n    plugins: { widget: { enabled: true } }\n');
  expect(await enablePlugin('widget', { ...rig.needs(), site: 'leeds', enabled: false, grant: null })).toMatchObject({ changed: true, against: ['sites/leeds.yaml:8'] });
  await rig.write('config/organization.yaml', 'organization: lab\npolicy:\n  plugins: { widget: { enabled: false } }\nregions: { main: { districts: { main: {} } } }\n');
  expect(await enablePlugin('widget', { ...rig.needs(), site: 'leeds', enabled: true, grant: null })).toMatchObject({ against: ['organization.yaml:3'] });
});

test('a folder that is installed again after an edit says what to do, and then works; unchanged it is no error', async () => {
  await rig.trust({ unsigned: ['@acme'] });
  const folder = await rig.widget();
  await installPackage(folder, rig.needs());
  expect(await installPackage(folder, rig.needs())).toMatchObject({ outcome: 'unchanged' });
  await writeFile(join(folder, 'README.md'), '# Another\n');
  await expect(installPackage(folder, rig.needs())).rejects.toMatchObject({ code: 'JF2223', hint: expect.stringMatching(/npm version prerelease[\s\S]*jackfield plugin dev/) });
  await writeFile(join(folder, 'package.json'), (await readFile(join(folder, 'package.json'), 'utf8')).replace('1.0.0', '1.0.1-0'));
  expect(await installPackage(folder, rig.needs())).toMatchObject({ outcome: 'installed', version: '1.0.1-0', before: '1.0.0' });
});

test('what cannot be enabled is told; what can, in a file that keeps its rights', async () => {
  await install();
  const enable = (id: string, site: string, more: Parameters<Rig['needs']>[0] = {}): ReturnType<typeof enablePlugin> => enablePlugin(id, { ...rig.needs(more), site, enabled: true, grant: 'write' });
  await expect(enable('widget', 'leds')).rejects.toMatchObject({ code: 'JF2238', hint: 'Did you mean leeds?' });
  await expect(enable('wiget', 'leeds')).rejects.toMatchObject({ code: 'JF2226', hint: 'Did you mean widget?' });
  const file = join(rig.config, 'sites/leeds.yaml');
  await chmod(file, 0o640);
  expect(await enable('widget', 'leeds')).toMatchObject({ changed: true, grant: 'write' });
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await enable('widget', 'leeds')).toMatchObject({ changed: false });
});

test('a lock file that somebody else wrote while a person was asked is not written over', async () => {
  await install();
  const edited = (await rig.read('config/plugins.lock.yaml')).replace('by: ann', 'by: bob');
  const consent = async (): Promise<boolean> => {
    await rig.write('config/plugins.lock.yaml', edited);
    return true;
  };
  await expect(install({ version: '1.1.0', permissions: { icmp: true } }, { consent })).rejects.toMatchObject({ code: 'JF2231' });
  expect(await rig.read('config/plugins.lock.yaml')).toBe(edited);
  expect(await listPackages(rig.config)).toMatchObject([{ version: '1.0.0', problem: null, granted: { by: 'bob' } }]);
});
