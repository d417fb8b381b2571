import { execFile } from 'node:child_process';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startHost } from '../../core/src/host/index.ts';
import type { RunningHost } from '../../core/src/api/index.ts';
import { installPackage } from '../../core/src/packages/index.ts';
import { builtProgram } from '../setup/built-program.ts';
import { Rig, type Widget } from './rig.ts';

let rig: Rig;
let host: RunningHost;
let stack: AsyncDisposableStack;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  rig = stack.use(await Rig.open());
  await chmod(rig.folder, 0o755);
  // A device that nothing answers for: the widget's check asks nothing of it.
  await rig.write('config/sites/leeds.yaml', '# The head office.\nsite: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]   # the lab\ndevices: [{ name: door, address: 127.83.1.1 }]\n');
});
afterEach(() => stack.disposeAsync());

async function start(): Promise<void> {
  host = stack.use(await startHost({ directory: rig.config }));
}

async function jackfield(...words: string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [...builtProgram, ...words], { env: { ...process.env, JACKFIELD_CONFIG: rig.config, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

const file = async (widget: Widget): Promise<string> => rig.file(await rig.signed(widget), `widget-${widget.version ?? '1.0.0'}.tgz`);

/** What the widget that runs now says. */
async function said(): Promise<string> {
  const device = host.services.inventory.find('door');
  if (device === null) throw new Error('there is no door');
  const { id, name, site, address, vendor, model, os, version, serial, labels } = device;
  const target = { id, name, site, address, vendor, model, os, version, serial, labels };
  return (await host.services.plugins.check({ plugin: 'widget', check: 'fans', device: target, deadlineMs: 20_000, person: 'ann' })).summary;
}

test('a running host takes over what is installed, enabled, upgraded and rolled back, each in its own process, without a restart', { timeout: 180_000 }, async () => {
  await start();
  const installed = await jackfield('plugin', 'install', await file({}), '--grant');
  expect(installed).toMatchObject({ code: 0, output: expect.stringContaining('The daemon has taken it over.') });
  expect(installed.output).toContain('signed by acme');
  await expect(said()).rejects.toMatchObject({ code: 'JF2011' });

  expect(await jackfield('plugin', 'enable', 'widget', '--site', 'leeds')).toMatchObject({ code: 0, output: expect.stringContaining('run its script gather.sh') });
  expect(await rig.read('config/sites/leeds.yaml')).toBe('# The head office.\nsite: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]   # the lab\ndevices: [{ name: door, address: 127.83.1.1 }]\nplugins:\n  widget: { enabled: true }\n');
  expect(await said()).toBe('widget 1.0.0');

  const more = await file({ version: '1.1.0', permissions: { snmp: { read: true, write: ['1.3.6.1.2.1.1.6'] } } });
  const asked = await jackfield('plugin', 'upgrade', 'widget', more);
  expect(asked).toMatchObject({ code: 4, output: expect.stringMatching(/\+ set values below 1\.3\.6\.1\.2\.1\.1\.6 over SNMP {2}\(changes devices\)[\s\S]*- run its script gather\.sh[\s\S]*JF2225/) });
  expect(await said()).toBe('widget 1.0.0');

  expect(await jackfield('plugin', 'upgrade', 'widget', more, '--grant')).toMatchObject({ code: 0, output: expect.stringContaining('1.0.0 is kept') });
  expect(await said()).toBe('widget 1.1.0');
  // The process of the version before has ended; it stays in the list as the one that can be gone back to.
  await vi.waitFor(async () => expect((await host.services.plugins.status()).map(({ version, state }) => `${version} ${state}`).sort()).toEqual(['1.0.0 idle', '1.1.0 active']), { timeout: 10_000 });

  expect(await jackfield('plugin', 'rollback', 'widget')).toMatchObject({ code: 0, output: expect.stringContaining('widget runs in 1.0.0 again') });
  expect(await said()).toBe('widget 1.0.0');

  expect(await jackfield('plugin', 'remove', 'widget')).toMatchObject({ code: 1, output: expect.stringContaining('JF2227 widget is enabled at leeds') });
  expect(await jackfield('plugin', 'disable', 'widget', '--site', 'leeds')).toMatchObject({ code: 0 });
  expect(await jackfield('plugin', 'remove', 'widget')).toMatchObject({ code: 0, output: expect.stringContaining('widget 1.0.0 is removed.') });
  await expect(said()).rejects.toMatchObject({ code: 'JF2010' });
  const history = JSON.parse((await jackfield('plugin', 'history', '--json')).output) as { action: string; outcome: string }[];
  expect(history.map(({ action, outcome }) => `${action} ${outcome}`).toReversed()).toEqual([
    'install done', 'enable done', 'upgrade refused', 'upgrade done', 'rollback done', 'remove refused', 'disable done', 'remove done',
  ]);
});

test('a version that a site pins elsewhere, or that is broken on disk, is not gone over to: the old one keeps running', { timeout: 180_000 }, async () => {
  await installPackage(await file({}), rig.needs());
  await rig.write('config/sites/leeds.yaml', 'site: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]\ndevices: [{ name: door, address: 127.83.1.1 }]\nplugins: { widget: { enabled: true, version: ~1.0.0 } }\n');
  await start();
  expect(await said()).toBe('widget 1.0.0');
  // Pinned: the newer one is installed beside it, and this site stays with its own.
  expect(await jackfield('plugin', 'install', await file({ version: '1.1.0' }))).toMatchObject({ code: 0 });
  expect(await said()).toBe('widget 1.0.0');
  // A third version would take the pinned one away.
  expect(await jackfield('plugin', 'install', await file({ version: '1.2.0' }))).toMatchObject({ code: 1, output: expect.stringContaining('plugins.widget.version: ~1.0.0 is not installed') });
  expect(await said()).toBe('widget 1.0.0');

  const code = join(rig.folder, 'state/packages/widget/1.1.0/dist/plugin.js');
  await writeFile(code, `${await readFile(code, 'utf8')}//\n`);
  const site = await rig.read('config/sites/leeds.yaml');
  await rig.write('config/sites/leeds.yaml', site.replace('~1.0.0', '~1.1.0'));
  const outcome = await host.services.configuration.reload('ann');
  expect(outcome).toMatchObject({ kind: 'refused', errors: expect.arrayContaining([expect.objectContaining({ code: 'JF2205' })]) });
  expect(await said()).toBe('widget 1.0.0');
  expect(await jackfield('plugin', 'list')).toMatchObject({ code: 1, output: expect.stringContaining('JF2205 widget') });
  // The same package again mends it.
  expect(await jackfield('plugin', 'install', await file({ version: '1.1.0' }))).toMatchObject({ code: 0 });
  expect(await said()).toBe('widget 1.1.0');
  await rm(code);
});

const limited = {
  packageJson: {
    jackfield: { title: 'Widget', contributes: { checks: { fans: { title: 'Fans', every: '90s' } }, settings: 'settings.json' }, permissions: {} },
  },
  files: {
    'settings.json': JSON.stringify({ type: 'object', properties: { limit: { type: 'integer', default: 7 } } }),
    'dist/plugin.js': `const fans = async ({ settings }) => {
  for (const until = performance.now() + 300; performance.now() < until;);
  return { state: settings.limit < 5 ? 'critical' : 'ok', summary: 'limit ' + settings.limit, items: [], metrics: [] };
};
export default {
  name: '@acme/jackfield-plugin-widget', version: '1.0.0',
  implementations: { discovery: new Map(), checks: new Map([['fans', fans]]), resources: new Map(), watchers: new Map() },
};
`,
  },
};

test('explain and bisect know the installed plugins as the daemon does', { timeout: 180_000 }, async () => {
  await installPackage(await file(limited), rig.needs());
  await rig.write('config/sites/leeds.yaml', 'site: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]\ndevices: [{ name: door, address: 127.83.1.1, plugins: { widget: { enabled: true, settings: { limit: 3 } } } }]\n');
  await start();
  expect(await jackfield('bisect', '--device', 'door')).toMatchObject({ code: 1, output: expect.stringMatching(/JF9550 no plugin that is enabled for door has a check/) });
  await host.services.inventory.record([{
    site: 'leeds', address: '127.83.1.1', plugin: 'widget', discovery: 'widget', fingerprint: { icmp: null, snmp: null, ssh: null, ami: null, tls: null, http: null },
    inspection: { kind: 'unknown', name: 'door', vendor: null, model: null, os: null, version: null, serial: null, confidence: 50, interfaces: [], neighbours: [], addresses: [], keys: [] },
  }]);

  expect((await jackfield('explain', 'plugins.widget.settings.limit')).output).toMatch(/7[\s\S]*widget.*settings\.json/);
  expect((await jackfield('explain', 'plugins.widget.checks.fans.every')).output).toContain('90s');
  const device = await jackfield('bisect', '--device', 'door', '--json');
  expect(device).toMatchObject({ code: 0, output: expect.stringContaining('plugins.widget.settings.limit: 3 (device door)') });
  const schedule = await jackfield('bisect', '--schedule', '--seconds', '3', '--cpu', '1', '--json');
  expect(schedule).toMatchObject({ code: 0, output: expect.stringContaining('plugin widget 1.0.0 (enabled by device door)') });
});
