import { access, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningHost } from '../../core/src/api/index.ts';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { ApiClient, type Operations } from '../../core/src/client/index.ts';
import { startHost } from '../../core/src/host/index.ts';
import { installPackage } from '../../core/src/packages/index.ts';
import { rawTarball } from './raw-tarball.ts';
import { altered, Rig, type Widget } from './rig.ts';

const stack = new AsyncDisposableStack();
let rig: Rig;
let host: RunningHost;
let place: string;
let secret: string;
let tokenFile: string;
/** An admin who has just logged in, and an admin's token. */
let ada: ApiClient;
let token: ApiClient;
let viewer: ApiClient;

beforeAll(async () => {
  rig = stack.use(await Rig.open());
  await rig.write('config/sites/leeds.yaml', 'site: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]\ndevices: [{ name: door, address: 127.83.1.1 }]\n');
  host = stack.use(await startHost({ directory: rig.config }));
  place = `http://127.0.0.1:${host.listen.port}`;
  const { people } = host.services;
  const whole = { level: 'organization' } as const;
  await people.add('ada', [{ role: 'admin', at: whole }]);
  const login = await people.sessions.open('ada', 'password', { address: '127.0.0.1', agent: '' });
  ada = new ApiClient({ host: place, headers: { cookie: `jackfield=${login.secret}`, 'x-jackfield-csrf': login.csrf } });
  const secretOf = async (role: 'admin' | 'viewer'): Promise<string> => (await people.tokens.create({ title: role, binding: { role, at: whole }, madeBy: 'ada', person: null, lifeMs: 3_600_000 })).secret;
  secret = await secretOf('admin');
  token = new ApiClient({ host: place, headers: { authorization: `Bearer ${secret}` } });
  viewer = new ApiClient({ host: place, headers: { authorization: `Bearer ${await secretOf('viewer')}` } });
  tokenFile = join(rig.folder, 'token');
  await writeFile(tokenFile, `${secret}\n`, { mode: 0o600 });
}, 60_000);
afterAll(() => stack.disposeAsync());

/** The command line, at another machine. */
async function jackfield(...words: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const terminal = new RecordingTerminal();
  const code = await run([...words, '--host', place, '--token-file', tokenFile], terminal, new AbortController().signal);
  return { code, output: terminal.output + terminal.errors };
}

const offer = async (bytes: Buffer, client: ApiClient = token): Promise<Operations['offerPackage']['answer']> =>
  (await client.call('offerPackage', { name: 'widget.tgz', file: new Blob([new Uint8Array(bytes)]) })).answer;
const waiting = async (): Promise<readonly string[]> => (await viewer.call('waitingPackages', {})).answer.map(({ plugin, version }) => `${plugin} ${version}`);
const refusedWith = (code: string) => ({ problem: expect.objectContaining({ code }) });
const onDisk = (): Promise<string[]> => readdir(join(rig.folder, 'state/waiting'));
const file = async (widget: Widget): Promise<string> => rig.file(await rig.signed(widget), `widget-${widget.version ?? '1.0.0'}.tgz`);
const more = { version: '1.1.0', permissions: { snmp: { read: true, write: ['1.3.6.1.2.1.1.6'] } } };

/** What the widget that runs now says. */
async function said(): Promise<string> {
  const device = host.services.inventory.find('door');
  if (device === null) throw new Error('there is no door');
  const { id, name, site, address, vendor, model, os, version, serial, labels } = device;
  return (await host.services.plugins.check({ plugin: 'widget', check: 'fans', device: { id, name, site, address, vendor, model, os, version, serial, labels }, deadlineMs: 20_000, person: 'ada' })).summary;
}

test('from another machine: installed, enabled, upgraded with a permission that waits until a person who logged in says yes, and rolled back', { timeout: 120_000 }, async () => {
  // A token hands over; it approves no permission.
  expect(await jackfield('plugin', 'install', await file({}), '--grant')).toMatchObject({ code: 4, output: expect.stringMatching(/\+ run its script gather\.sh[\s\S]*JF2253[\s\S]*\/plugins\/widget/) });
  expect(await waiting()).toEqual(['widget 1.0.0']);
  const [first] = (await ada.call('waitingPackages', {})).answer;
  const integrity = first?.integrity ?? '';
  expect(first).toMatchObject({ before: null, person: 'ada', source: 'upload:widget-1.0.0.tgz', contributions: { added: [{ kind: 'check', name: 'fans', title: 'Fans' }], removed: [] } });
  await expect(token.call('approvePackage', { plugin: 'widget', integrity, before: null })).rejects.toMatchObject(refusedWith('JF8420'));
  await expect(viewer.call('installPackage', { plugin: 'widget', integrity, before: null })).rejects.toMatchObject(refusedWith('JF8407'));
  expect((await ada.call('approvePackage', { plugin: 'widget', integrity, before: null })).answer).toMatchObject({ outcome: 'installed', taken: true });
  expect(await jackfield('plugin', 'enable', 'widget', '--site', 'leeds')).toMatchObject({ code: 0, output: expect.stringContaining('widget is enabled at leeds: sites/leeds.yaml says so.') });
  expect(await said()).toBe('widget 1.0.0');

  const asked = await offer(await rig.signed(more));
  expect(asked).toMatchObject({ before: '1.0.0', change: { added: [{ words: 'ask devices anything over SNMP', writes: false }, { words: 'set values below 1.3.6.1.2.1.1.6 over SNMP', writes: true }], removed: [{ writes: false }] } });
  await expect(token.call('installPackage', { plugin: 'widget', integrity: asked.integrity, before: '1.0.0' })).rejects.toMatchObject(refusedWith('JF2253'));
  // Somebody hands over another one: what was looked at is not what would be granted.
  const other = await offer(await rig.signed({ ...more, version: '1.2.0' }));
  await expect(ada.call('approvePackage', { plugin: 'widget', integrity: asked.integrity, before: '1.0.0' })).rejects.toMatchObject(refusedWith('JF2231'));
  expect((await ada.call('refusePackage', { plugin: 'widget', integrity: other.integrity })).answer).toMatchObject({ version: '1.2.0' });
  expect([await waiting(), await said()]).toEqual([[], 'widget 1.0.0']);

  const again = await offer(await rig.signed(more));
  expect((await ada.call('approvePackage', { plugin: 'widget', integrity: again.integrity, before: '1.0.0' })).answer).toMatchObject({ version: '1.1.0', before: '1.0.0', kept: '1.0.0' });
  expect([await waiting(), await onDisk(), await said()]).toEqual([[], [], 'widget 1.1.0']);
  // What asks for nothing new takes nobody.
  expect(await jackfield('plugin', 'upgrade', 'widget', await file({ ...more, version: '1.1.1' }))).toMatchObject({ code: 0, output: expect.stringContaining('1.1.0 is kept') });
  expect(await jackfield('plugin', 'rollback', 'widget')).toMatchObject({ code: 0, output: expect.stringContaining('widget runs in 1.1.0 again, as ada granted it') });
  expect(await said()).toBe('widget 1.1.0');

  expect(await jackfield('plugin', 'upgrade', 'widget')).toMatchObject({ code: 1, output: expect.stringContaining('JF2237') });
  expect(await jackfield('plugin', 'remove', 'widget')).toMatchObject({ code: 1, output: expect.stringContaining('JF2227 widget is enabled at leeds') });
  expect(await jackfield('plugin', 'list', '--json')).toMatchObject({ code: 0, output: expect.stringContaining('"enabledAt": [\n      "leeds"') });
  expect(await jackfield('plugin', 'remove', 'widget', '--force')).toMatchObject({ code: 0, output: expect.stringContaining('and disabled in sites/leeds.yaml') });
  const written = await host.services.audit.list({ limit: 50 });
  const changedBy = (action: string) => written.findLast((one) => one.action === action && one.outcome === 'done')?.changed;
  expect(changedBy('package.install')).toEqual([{ what: 'version of widget', before: null, after: '1.0.0' }, { what: expect.stringContaining('run its script gather.sh'), before: null, after: 'granted' }]);
  expect(changedBy('plugin.enable')).toEqual([{ what: 'widget at leeds', before: 'disabled', after: 'enabled' }]);
  expect(changedBy('package.rollback')).toEqual([{ what: 'version of widget', before: '1.1.1', after: '1.1.0' }]);
  expect(changedBy('package.remove')).toEqual([{ what: 'version of widget', before: '1.1.0', after: null }]);
  const records = written.filter(({ action }) => /^(package|plugin)\.(offer|install|refuse|rollback|remove|enable)/.test(action)).map(({ action, outcome }) => `${action} ${outcome}`);
  expect(records.toReversed()).toEqual([
    'package.offer done', 'package.install done', 'plugin.enable done', 'package.offer done', 'package.install failed', 'package.offer done', 'package.install failed', 'package.refuse done', 'package.offer done', 'package.install done',
    'package.offer done', 'package.install done', 'package.rollback done', 'package.offer failed', 'package.remove failed', 'package.remove done',
  ]);
  expect(await host.services.audit.verify()).toBeNull();
});

describe('what is handed over and is not good waits for nobody and leaves nothing', () => {
  const named = (path: string): Buffer => rawTarball([{ path: 'package/package.json', content: '{}' }, { path, content: 'x' }]);
  test.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ['JF2202', 'a name that leads out', () => named('package/../../../etc/cron.d/x')],
    ['JF2202', 'a name from the root', () => named('/etc/cron.d/x')],
    ['JF2201', 'an archive that unpacks to more than anybody has', () => {
      const part = gzipSync(Buffer.alloc(8 * 1_024 * 1_024), { level: 1 });
      return Buffer.concat(Array.from({ length: 17 }, () => part));
    }],
    ['JF2200', 'no archive', () => Buffer.from('hello')],
    ['JF2200', 'nothing at all', () => Buffer.alloc(0)],
    ['JF2210', 'no signature', () => rig.packed({})],
    ['JF2211', 'the signature of a stranger', () => rig.signed({}, rig.stranger)],
    ['JF2205', 'a file that was altered after it was signed', async () => altered(await rig.signed({}), { 'gather.sh': 'reboot\n' })],
  ])('%s: %s', async (code, _what, make) => {
    await expect(offer(await make())).rejects.toMatchObject(refusedWith(code));
    expect([await waiting(), await onDisk()]).toEqual([[], []]);
  });

  test('a name that is a path, or a file that the host did not receive', async () => {
    const bytes = new Blob([new Uint8Array(await rig.signed({}))]);
    await expect(token.call('offerPackage', { name: '../../widget.tgz', file: bytes })).rejects.toMatchObject(refusedWith('JF8004'));
    const local = await file({});
    await expect(host.services.packages.offer({ file: local, bytes: 1, name: 'x.tgz', person: 'ada', expected: null })).rejects.toMatchObject({ code: 'JF2237' });
    await access(local);
    expect([await waiting(), await onDisk()]).toEqual([[], []]);
  });

  test('of somebody who may not, nothing is read', async () => {
    await expect(offer(Buffer.alloc(1_000), viewer)).rejects.toMatchObject(refusedWith('JF8407'));
    expect(await onDisk()).toEqual([]);
  });

  test('a connection that ends in the middle', async () => {
    const sending = request(`${place}/api/packages/waiting?name=x.tgz`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream', 'content-length': 100_000 } });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(50_000));
    await vi.waitFor(async () => expect(await onDisk()).toHaveLength(1), { timeout: 5_000, interval: 5 });
    sending.destroy();
    await vi.waitFor(async () => expect(await onDisk()).toEqual([]), { timeout: 5_000, interval: 5 });
    expect(await waiting()).toEqual([]);
  });

  test('two at once: one of them waits, whole', async () => {
    const [one, other] = [await rig.signed({ version: '2.0.0' }), await rig.signed({ version: '2.1.0' })];
    const both = await Promise.all([offer(one), offer(other)]);
    const [kept] = (await ada.call('waitingPackages', {})).answer;
    expect(both.map(({ integrity }) => integrity)).toContain(kept?.integrity);
    expect((await onDisk()).toSorted()).toEqual(['widget.json', 'widget.tgz']);
    expect((await ada.call('approvePackage', { plugin: 'widget', integrity: kept?.integrity ?? '', before: null })).answer).toMatchObject({ version: kept?.version, outcome: 'installed' });
  });
});

test('what waits is held against what runs, also when that was installed at the machine meanwhile; sent twice with one key it is taken once', { timeout: 60_000 }, async () => {
  const bytes = await rig.signed({ ...more, version: '3.0.0' });
  const send = async (): Promise<unknown> => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream', 'idempotency-key': 'once' };
    return (await fetch(`${place}/api/packages/waiting?name=widget.tgz`, { method: 'POST', headers, body: new Uint8Array(bytes) })).json();
  };
  const first = await send();
  expect(first).toMatchObject({ version: '3.0.0', change: { added: [{ writes: false }, { writes: true }] } });
  expect(await send()).toEqual(first);
  expect((await onDisk()).toSorted()).toEqual(['widget.json', 'widget.tgz']);
  const activate = async (): Promise<boolean> => (await host.services.configuration.reload()).kind === 'swapped';
  await installPackage(await file({ ...more, version: '2.5.0' }), rig.needs({ activate }));
  expect((await viewer.call('waitingPackages', {})).answer).toMatchObject([{ version: '3.0.0', before: '2.5.0', change: { added: [], removed: [] } }]);
  // The host's own copy of it was altered.
  const [seen] = (await ada.call('waitingPackages', {})).answer;
  await writeFile(join(rig.folder, 'state/waiting/widget.tgz'), await rig.signed({ version: '3.0.1' }));
  await expect(token.call('installPackage', { plugin: 'widget', integrity: seen?.integrity ?? '', before: '2.5.0' })).rejects.toMatchObject(refusedWith('JF2231'));
  // The version that waits is installed at the machine: it waits no longer.
  await installPackage(await rig.file(bytes), rig.needs({ activate }));
  expect(await waiting()).toEqual([]);
  await vi.waitFor(async () => expect(await onDisk()).toEqual([]), { timeout: 10_000, interval: 20 });
});

test('a backup is made from another machine and stays on the host; its file is given to a person who logged in', async () => {
  expect(await jackfield('backup')).toMatchObject({ code: 0, output: expect.stringMatching(/Written to jackfield-\d{8}T\d{9}Z\.db in the folder backups/) });
  expect(await jackfield('backup', join(rig.folder, 'x.db'))).toMatchObject({ code: 1, output: expect.stringMatching(/JF8418[\s\S]*any place of the host’s disks/) });
  expect(await jackfield('doctor')).toMatchObject({ code: 2, output: expect.stringContaining('run it at the host, without --host') });
  const [made] = (await token.call('backups', {})).answer;
  const path = `${place}/api/backups/${made?.backup ?? ''}`;
  const login = await host.services.people.sessions.open('ada', 'password', { address: '127.0.0.1', agent: '' });
  const cookie = `jackfield=${login.secret}`;
  const taken = await fetch(path, { headers: { cookie } });
  expect([taken.status, taken.headers.get('content-disposition')]).toEqual([200, `attachment; filename="${made?.backup ?? ''}"`]);
  expect(Buffer.from(await taken.arrayBuffer()).toString('latin1', 0, 15)).toBe('SQLite format 3');
  expect((await fetch(`${place}/api/backups/..%2fjackfield.db`, { headers: { cookie } })).status).toBe(404);
  expect((await fetch(path, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(403);
});
