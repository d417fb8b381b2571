import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCatalogue } from './plugin-catalogue.ts';
import { readPlugin } from './read-plugin.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jackfield-catalogue-'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content: unknown): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const widget = {
  name: '@acme/jackfield-plugin-widget',
  version: '1.2.0',
  engines: { jackfield: '^0.1.0' },
  jackfield: {
    title: 'Widget',
    contributes: { checks: { fans: { title: 'Fans' } } },
    permissions: { ssh: { scripts: { gather: { file: 'scripts/gather.sh', phase: 'read' } } } },
  },
};

async function writeWidget(folder: string, changes: object = {}): Promise<void> {
  await write(`${folder}/package.json`, { ...widget, ...changes });
  await write(`${folder}/dist/plugin.js`, '');
  await write(`${folder}/scripts/gather.sh`, 'uptime\n');
}

test('a whole package becomes a plugin with a short id, its scripts and their hashes', async () => {
  await writeWidget('widget');
  const plugin = await readPlugin(join(root, 'widget'));
  expect(plugin).toMatchObject({ id: 'widget', version: '1.2.0' });
  expect(plugin.scripts.get('gather')).toEqual({ text: 'uptime\n', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test.each([{ writeOnly: true }, { 'x-secret': true }, { format: 'password' }])('a notifier whose channels would hold a secret is refused: %o', async (mark) => {
  const contributes = { notifiers: { page: { title: 'Page', settings: 'schemas/page.json' } } };
  await writeWidget('widget', { jackfield: { title: 'Widget', contributes } });
  await write('widget/schemas/page.json', { type: 'object', properties: { room: { type: 'string' }, login: { type: 'object', properties: { key: { type: 'string', ...mark } } } } });
  await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2002', message: expect.stringContaining('schemas/page.json asks for a secret, key') });
});

test('another script is another grant', async () => {
  await writeWidget('widget');
  const before = await readPlugin(join(root, 'widget'));
  await write('widget/scripts/gather.sh', 'uptime; reboot\n');
  expect((await readPlugin(join(root, 'widget'))).permissionsHash).not.toBe(before.permissionsHash);
});

describe('refused, each with a code and the file', () => {
  test.each([
    ['JF2001', 'no jackfield key', () => write('widget/package.json', { name: 'x', version: '1.0.0' })],
    ['JF2002', 'not JSON', () => write('widget/package.json', '{')],
    ['JF2002', 'an unknown key', () => writeWidget('widget', { jackfield: { ...widget.jackfield, permisions: {} } })],
    ['JF2002', 'a version that is none', () => writeWidget('widget', { version: 'new' })],
    ['JF2003', 'another SDK', () => writeWidget('widget', { engines: { jackfield: '^7.0.0' } })],
    ['JF2005', 'a script that is not there', async () => { await writeWidget('widget'); await rm(join(root, 'widget/scripts/gather.sh')); }],
    ['JF2005', 'a bundle that was not built', async () => { await writeWidget('widget'); await rm(join(root, 'widget/dist/plugin.js')); }],
    ['JF2004', 'a link out of the package', async () => { await writeWidget('widget'); await symlink('/etc', join(root, 'widget/data')); }],
    ['JF2004', 'a file that is a link', async () => {
      await writeWidget('widget');
      await rm(join(root, 'widget/scripts/gather.sh'));
      await symlink('/etc/hostname', join(root, 'widget/scripts/gather.sh'));
    }],
  ])('%s: %s', async (code, _what, prepare) => {
    await prepare();
    await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code, place: { file: expect.stringContaining(root) }, hint: expect.any(String) });
  });
});

describe('links in node_modules of a folder under development', () => {
  beforeEach(async () => {
    await writeWidget('widget');
    await write('tools/sdk/package.json', { name: '@jackfield/sdk', version: '0.1.0' });
    await write('tools/sdk/bin/build.js', '');
    await mkdir(join(root, 'widget/node_modules/@jackfield'), { recursive: true });
    await mkdir(join(root, 'widget/node_modules/.bin'));
  });

  test('what npm link makes, a dependency and its command, is no way out of the package', async () => {
    await symlink('../../../tools/sdk', join(root, 'widget/node_modules/@jackfield/sdk'));
    await symlink('../@jackfield/sdk/bin/build.js', join(root, 'widget/node_modules/.bin/build'));
    expect(await readPlugin(join(root, 'widget'))).toMatchObject({ id: 'widget' });
  });

  test.each([
    ['a folder that is no package', '/etc', 'node_modules/etc'],
    ['a package of another name', '../../tools/sdk', 'node_modules/other'],
    ['a file of a package', '../../tools/sdk/bin/build.js', 'node_modules/build'],
    ['a command of no package', '/etc/hostname', 'node_modules/.bin/hostname'],
    ['a package, from elsewhere in the folder', '../../tools/sdk', 'dist/sdk'],
  ])('JF2004: a link to %s is refused as everywhere', async (_what, target, link) => {
    await symlink(target, join(root, 'widget', link));
    await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2004', message: expect.stringContaining(link) });
  });
});

test('a manifest that is wrong is told with its line', async () => {
  await write('widget/package.json', '{\n  "name": "jackfield-plugin-widget",\n  "version": "1.0.0",\n  "jackfield": {\n    "title": "Widget",\n    "permisions": {}\n  }\n}\n');
  await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2002', place: { line: expect.any(Number) } });
  await write('widget/package.json', '{\n  "name": "jackfield-plugin-widget",\n  "version": "1.0.0",\n  "engines": { "jackfield": "^0.1.0" },\n  "jackfield": {\n    "title": "Widget",\n    "permisions": {}\n  }\n}\n');
  await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2002', place: { line: 7, column: 5 } });
  await write('widget/package.json', '{\n  name: 1\n}\n');
  await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2002', place: { line: 2, column: 3 } });
});

test('a folder of plugins that is a link is told, not passed over', async () => {
  await writeWidget('widget');
  await symlink('/etc', join(root, 'elsewhere'));
  const { plugins, refused } = await readCatalogue([root]);
  expect(plugins.map(({ id }) => id)).toEqual(['widget']);
  expect(refused).toMatchObject([{ directory: join(root, 'elsewhere'), error: { code: 'JF2004' } }]);
});

describe('capabilities', () => {
  test('a plugin that requires what this host cannot do is refused with its name', async () => {
    await writeWidget('widget', { jackfield: { ...widget.jackfield, requires: ['ssh', 'netconf'] } });
    await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2251', message: expect.stringMatching(/widget 1\.2\.0 requires netconf, which/) });
  });

  test('a contribution that requires it is left out, and the rest is there', async () => {
    const checks = { fans: { title: 'Fans' }, lasers: { title: 'Lasers', requires: ['netconf'] } };
    await writeWidget('widget', { jackfield: { ...widget.jackfield, contributes: { checks } } });
    const plugin = await readPlugin(join(root, 'widget'));
    expect(Object.keys(plugin.manifest.contributes.checks)).toEqual(['fans']);
    expect(plugin.off).toEqual([{ contribution: 'checks.lasers', missing: ['netconf'] }]);
  });
});

describe('commands', () => {
  const schema = { type: 'object', properties: { port: { type: 'string' }, speed: { type: 'string', enum: ['10', '100'] } }, required: ['port'], additionalProperties: false };
  const contributing = async (values: object): Promise<void> => {
    const contributes = { resources: { port: { title: 'Port', schema: 'port.json', commitClass: 'snapshot' } }, commands: { slow: { title: 'Slow a port down', starts: { kind: 'change', resource: 'port', values } } } };
    await writeWidget('widget', { jackfield: { ...widget.jackfield, contributes } });
    await write('widget/port.json', schema);
  };

  test('begin a change with what the schema of the resource accepts; what is missing, the person adds', async () => {
    await contributing({ speed: '10' });
    expect((await readPlugin(join(root, 'widget'))).manifest.contributes.commands['slow']).toMatchObject({ starts: { values: { speed: '10' } } });
  });

  test.each([
    [{ speed: '7' }, 'contributes.commands.slow.starts.values.speed: must be equal to one of the allowed values: 10, 100'],
    [{ sped: '10' }, 'contributes.commands.slow.starts.values.sped: unknown key "sped"; did you mean "speed"?'],
  ])('are refused with %j, and where', async (values, message) => {
    await contributing(values);
    await expect(readPlugin(join(root, 'widget'))).rejects.toMatchObject({ code: 'JF2002', message: expect.stringContaining(message), place: { file: join(root, 'widget/package.json'), line: 1, column: expect.any(Number) } });
  });

  test('are left out with the check that this host cannot run', async () => {
    const contributes = { checks: { fans: { title: 'Fans', requires: ['netconf'] } }, commands: { look: { title: 'Check the fans', starts: { kind: 'check', check: 'fans' } } } };
    await writeWidget('widget', { jackfield: { ...widget.jackfield, contributes } });
    const { manifest, off } = await readPlugin(join(root, 'widget'));
    expect([manifest.contributes.commands, off?.map(({ contribution }) => contribution)]).toEqual([{}, ['checks.fans', 'commands.look']]);
  });
});

test('deprecated keys of a manifest are found, with their place', async () => {
  await writeWidget('widget');
  const known = [{ code: 'JFD999', what: 'a title', since: '0.1.0', removal: '9.0.0', instead: 'Say nothing.', key: 'contributes.checks.*.title' }];
  expect((await readPlugin(join(root, 'widget'), known)).deprecated).toEqual([
    { code: 'JFD999', text: 'contributes.checks.fans.title: a title, deprecated since SDK 0.1.0 and gone in 9.0.0. Say nothing.' },
  ]);
  expect((await readPlugin(join(root, 'widget'))).deprecated).toEqual([]);
});

test('a broken plugin is listed with its error and the others work', async () => {
  await writeWidget('good');
  await write('bad/package.json', '{');
  const catalogue = await readCatalogue([root]);
  expect(catalogue.plugins.map((plugin) => plugin.id)).toEqual(['widget']);
  expect(catalogue.refused).toMatchObject([{ directory: join(root, 'bad'), error: { code: 'JF2002' } }]);
});

test('the newest version that the range allows is found', async () => {
  await writeWidget('old', { version: '1.2.0' });
  await writeWidget('new', { version: '2.0.0' });
  const catalogue = await readCatalogue([root]);
  expect(catalogue.find('widget')?.version).toBe('2.0.0');
  expect(catalogue.find('widget', '^1.0.0')?.version).toBe('1.2.0');
  expect(catalogue.find('widget', '^3.0.0')).toBeNull();
});

test('the same version twice: the first counts, the second is refused', async () => {
  await writeWidget('a');
  await writeWidget('b');
  const catalogue = await readCatalogue([root]);
  expect(catalogue.plugins[0]?.directory).toBe(join(root, 'a'));
  expect(catalogue.refused).toMatchObject([{ error: { code: 'JF2006' } }]);
});

describe('contribution points', () => {
  const owner = {
    name: 'jackfield-plugin-owner', version: '1.0.0', engines: { jackfield: '^0.1.0' },
    jackfield: { title: 'Owner', contributes: {}, points: { profiles: { title: 'Profiles', schema: 'profile.json' } } },
  };
  const vendor = {
    name: 'jackfield-plugin-vendor', version: '1.0.0', engines: { jackfield: '^0.1.0' },
    jackfield: { title: 'Vendor', contributes: { profiles: ['profiles/*.yaml'] } },
  };
  const schema = { type: 'object', properties: { vendor: { type: 'string' } }, required: ['vendor'], additionalProperties: false };

  test('a plugin without code contributes data to another one', async () => {
    await write('owner/package.json', owner);
    await write('owner/profile.json', schema);
    await write('vendor/package.json', vendor);
    await write('vendor/profiles/acme.yaml', 'vendor: Acme\n');
    const catalogue = await readCatalogue([root]);
    expect(catalogue.refused).toEqual([]);
    expect(catalogue.find('owner')?.points).toEqual({ profiles: [{ vendor: 'Acme' }] });
  });

  test('what the build made of a file counts as long as the file is the same', async () => {
    await write('owner/package.json', owner);
    await write('owner/profile.json', schema);
    await write('vendor/package.json', vendor);
    const text = 'vendor: Acme\n';
    const sha256 = createHash('sha256').update(text).digest('hex');
    await write('vendor/profiles/acme.yaml', text);
    await write('vendor/profiles/other.yaml', 'vendor: Changed since\n');
    await write('vendor/dist/contributed.json', { 'profiles/acme.yaml': { sha256, data: { vendor: 'Compiled' } }, 'profiles/other.yaml': { sha256, data: { vendor: 'Old' } } });
    const { refused, find } = await readCatalogue([root]);
    expect(refused).toEqual([]);
    expect(find('owner')?.points).toEqual({ profiles: [{ vendor: 'Compiled' }, { vendor: 'Changed since' }] });
  });

  test('compiled data that the schema refuses names the line of the file', async () => {
    await write('owner/package.json', owner);
    await write('owner/profile.json', schema);
    await write('vendor/package.json', vendor);
    const text = 'vendor: Acme\n# a comment\ncolour: red\n';
    await write('vendor/profiles/acme.yaml', text);
    await write('vendor/dist/contributed.json', { 'profiles/acme.yaml': { sha256: createHash('sha256').update(text).digest('hex'), data: { vendor: 'Acme', colour: 'red' } } });
    const catalogue = await readCatalogue([root]);
    expect(catalogue.refused.map(({ error }) => error)).toMatchObject([{ code: 'JF2008', place: { file: expect.stringContaining('acme.yaml'), line: 3 } }]);
  });

  test('a file that is not valid disables only itself', async () => {
    await write('owner/package.json', owner);
    await write('owner/profile.json', schema);
    await write('vendor/package.json', vendor);
    await write('vendor/profiles/acme.yaml', 'vendor: Acme\n');
    await write('vendor/profiles/typo.yaml', 'vendr: Acme\n');
    await write('vendor/profiles/broken.yaml', 'a: [\n');
    const catalogue = await readCatalogue([root]);
    expect(catalogue.find('owner')?.points).toEqual({ profiles: [{ vendor: 'Acme' }] });
    expect(catalogue.refused.map(({ error }) => error)).toMatchObject([
      { code: 'JF2008', place: { file: expect.stringContaining('broken.yaml'), line: expect.any(Number) } },
      { code: 'JF2008', message: expect.stringContaining('vendr'), place: { file: expect.stringContaining('typo.yaml') } },
    ]);
  });

  test('a point that nobody defines is reported', async () => {
    await write('vendor/package.json', vendor);
    expect((await readCatalogue([root])).refused).toMatchObject([{ error: { code: 'JF2007' } }]);
  });
});
