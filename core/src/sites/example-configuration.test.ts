import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeExampleConfiguration } from './example-configuration.ts';
import { loadConfiguration } from './load-configuration.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jackfield-init-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const answers = { organization: 'acme', site: 'leeds', network: '192.168.1.0/24', community: { vault: 'community' }, plugins: ['/opt/jackfield/plugins'], switches: true };

test('what init writes loads as it stands', async () => {
  await writeExampleConfiguration(root, answers);
  const configuration = await loadConfiguration(root);
  expect(configuration.daemon.plugins).toEqual(['/opt/jackfield/plugins']);
  expect(configuration.siteOf('192.168.1.7')?.id).toBe('leeds');
  expect(configuration.setting('transports.snmp.credentials', { level: 'site', site: 'leeds' })).toBe('switches');
  expect(configuration.enablement('snmp-switch', { level: 'site', site: 'leeds' })).toMatchObject({ enabled: true, grant: 'read' });
});

test('what init writes can be moved: editor help comes along, and no file but the daemon\'s names this machine', async () => {
  const there = join(root, 'made/here');
  const moved = join(root, 'etc');
  await writeExampleConfiguration(there, answers);
  await rename(there, moved);
  const configuration = await loadConfiguration(moved);
  expect(configuration.daemon.plugins).toEqual(['/opt/jackfield/plugins']);
  for (const file of ['jackfield.yaml', 'organization.yaml', 'credentials.yaml', 'sites/leeds.yaml']) {
    const text = await readFile(join(moved, file), 'utf8');
    const schema = /\$schema=(\S+)/.exec(text)?.[1] ?? '';
    expect(JSON.parse(await readFile(join(moved, file, '..', schema), 'utf8'))).toHaveProperty('$schema');
    expect(text.replace('/opt/jackfield/plugins', '')).not.toContain(root);
  }
});

test('without plugins none is enabled, and it loads as well', async () => {
  await writeExampleConfiguration(root, { ...answers, plugins: [], switches: false });
  const configuration = await loadConfiguration(root);
  expect(configuration.daemon.plugins).toEqual([]);
  expect(configuration.enablement('snmp-switch', { level: 'site', site: 'leeds' }).enabled).toBe(false);
});

test('init overwrites nothing, and writes nothing when one file is in the way', async () => {
  await writeFile(join(root, 'credentials.yaml'), 'mine: 1\n');
  await expect(writeExampleConfiguration(root, answers)).rejects.toMatchObject({ code: 'JF1040', place: { file: join(root, 'credentials.yaml') } });
  expect(await readFile(join(root, 'credentials.yaml'), 'utf8')).toBe('mine: 1\n');
  await expect(readFile(join(root, 'organization.yaml'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([[{ network: '192.168.1.9/24' }], [{ site: '../evil' }], [{ organization: 'a: b' }]])('init refuses %j', async (part) => {
  await expect(writeExampleConfiguration(root, { ...answers, ...part })).rejects.toMatchObject({ code: 'JF1006' });
});
