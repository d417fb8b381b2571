import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';

const root = resolve(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, 'plugins');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-readiness-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function install(...names: readonly string[]): Promise<void> {
  for (const name of names) await cp(join(fixtures, name), join(folder, 'plugins', name), { recursive: true });
}

async function readiness(...words: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const terminal = new RecordingTerminal();
  const code = await run(['plugin', 'readiness', ...words], terminal, new AbortController().signal);
  return { code, output: terminal.output + terminal.errors };
}

test('plugins that answer on their devices are ready, one without devices loads, and what is deprecated is told', async () => {
  await install('old', 'future-calls');
  await rm(join(folder, 'plugins/future-calls/conformance.yaml'));
  const { code, output } = await readiness('--plugins', join(folder, 'plugins'));
  expect(output).toMatch(/^untried future-calls 1\.0\.0 +loads, not tried: it has no conformance\.yaml/m);
  expect(output).toMatch(/^ready {3}old 1\.0\.0 +1 reading call answered, started in \d+ms\n +note JFD001 a bundle that does not say/m);
  expect(output).toContain('none of 2 plugins would break');
  expect(code).toBe(0);
});

test('plugins that would break are named with code, place and next step', async () => {
  await install('old', 'breaks', 'future-protocol');
  await mkdir(join(folder, 'plugins/elsewhere'));
  await writeFile(join(folder, 'plugins/elsewhere/package.json'), JSON.stringify({ name: 'jackfield-plugin-elsewhere', version: '2.0.0', engines: { jackfield: '^7.0.0' }, jackfield: { title: 'Elsewhere', contributes: {} } }));
  const { code, output } = await readiness('--plugins', join(folder, 'plugins'));
  expect(output).toMatch(/^breaks {2}breaks 1\.4\.0 +1 problem\n +JF2106 breaks, check name on access-1, after .*getMany is not a function\n +→ next: Install a version/m);
  expect(output).toMatch(/^breaks {2}future-protocol 1\.0\.0 +1 problem\n +JF2250 .*\n +→ next: Update Jackfield to one with SDK 3\.1\.0/m);
  expect(output).toMatch(/^breaks {2}elsewhere +1 problem\n +JF2003 \S+elsewhere\/package\.json: .* wants SDK \^7\.0\.0/m);
  expect(output).toContain('3 plugins of 4 would break');
  expect(code).toBe(1);
});

test('what a plugin calls that is deprecated is told by readiness and by check', async () => {
  await install('future-calls');
  const told = 'JFD901 deprecated in an SDK that is newer than this host';
  expect((await readiness('--plugins', join(folder, 'plugins'))).output).toContain(`note ${told}`);
  const terminal = new RecordingTerminal();
  await run(['plugin', 'check', join(folder, 'plugins/future-calls'), '--quick', '--rule', 'answers-valid'], terminal, new AbortController().signal);
  expect(terminal.output).toContain(`deprecated ${told}`);
});

test('programs read the same, and the plugins are those of the configuration unless told', async () => {
  await install('breaks');
  await mkdir(join(folder, 'sites'));
  await writeFile(join(folder, 'jackfield.yaml'), 'plugins: [plugins]\n');
  await writeFile(join(folder, 'organization.yaml'), 'organization: acme\ntitle: Acme\nregions: { north: { districts: { yorkshire: } } }\n');
  await writeFile(join(folder, 'credentials.yaml'), '{}\n');
  const { code, output } = await readiness('--json', '--config', folder);
  expect(JSON.parse(output)).toEqual([expect.objectContaining({ plugin: 'breaks', version: '1.4.0', ending: 'breaks', tried: 1, problems: [expect.objectContaining({ code: 'JF2106', where: 'check name on access-1' })] })]);
  expect(code).toBe(1);
});

test('a plugin without code is tried in the installed plugin whose point it fills', async () => {
  await mkdir(join(folder, 'plugins/vendor/profiles'), { recursive: true });
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, 'plugins/vendor', file), text);
  await write('package.json', JSON.stringify({ name: 'jackfield-plugin-vendor', version: '1.0.0', engines: { jackfield: '^0.1.0' }, jackfield: { title: 'Vendor', contributes: { profiles: ['profiles/*.yaml'] } } }));
  await write('profiles/acme.yaml', 'vendor: Acme\nsystems:\n  - { match: { sysObjectID: 1.3.6.1.4.1.99999. }, kind: appliance }\n');
  await write('conformance.yaml', 'devices:\n  acme-1:\n    snmp: { model: { name: acme-1, descr: Acme, objectID: 1.3.6.1.4.1.99999.1 } }\n    expect: { vendor: Acme }\n');
  const { output } = await readiness('--plugins', join(folder, 'plugins'), join(root, 'plugins/snmp-switch'));
  expect(output).toMatch(/^ready {3}vendor 1\.0\.0 +\d+ reading calls answered$/m);
});
