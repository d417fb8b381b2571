import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSigningKey, openSigningKey, packPlugin, readTarball, verifyPackage } from '../../core/src/packages/index.ts';
import { Rig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig[Symbol.asyncDispose]());

const paths = async (bytes: Buffer): Promise<string[]> => [...(await readTarball(bytes, 'package')).keys()];

test('the same files make the same bytes, whenever and wherever', async () => {
  const [one, other] = [await rig.widget(), await rig.widget()];
  await utimes(join(other, 'gather.sh'), new Date(0), new Date(0));
  expect((await packPlugin(one)).bytes.equals((await packPlugin(other)).bytes)).toBe(true);
});

test('what "files" names is packed, with README and without scripts, secrets and what is left out', async () => {
  const folder = await rig.widget({ files: { 'docs/a.md': 'a', 'docs/b.md': 'b', '.env': 'SECRET=1' }, packageJson: { files: ['dist', './gather.sh', 'docs/*.md', '!docs/b.md', '.env'] } });
  const { bytes, fileName } = await packPlugin(folder);
  expect(fileName).toBe('acme-jackfield-plugin-widget-1.0.0.tgz');
  expect(await paths(bytes)).toEqual(['README.md', 'dist/plugin.js', 'docs/a.md', 'gather.sh', 'jackfield-files.json', 'package.json']);
  expect((await readTarball(bytes, 'package')).get('package.json')?.toString()).not.toContain('"scripts": {\n    "build"');
});

test('a dependency that the code still asks for is carried with its own; one that the bundle holds is not', async () => {
  const folder = await rig.widget({
    packageJson: { dependencies: { left: '1', right: '1', held: '1' } },
    files: {
      'dist/more.js': "import left from 'left';\nimport('right/sub.js');\nconst vendor = 'held';\n",
      'node_modules/left/package.json': '{"name":"left","version":"1.0.0","dependencies":{"deep":"^1.0.0"},"scripts":{"postinstall":"exit 1"}}', 'node_modules/left/index.js': '',
      'node_modules/deep/package.json': '{"name":"deep","version":"1.0.0"}',
      'node_modules/right/package.json': '{"name":"right","version":"1.0.0","dependencies":{"deep":"^2.0.0"}}',
      'node_modules/right/node_modules/deep/package.json': '{"name":"deep","version":"2.0.0"}',
      'node_modules/held/package.json': '{"name":"held","version":"1.0.0"}',
    },
  });
  const packed = await packPlugin(folder);
  expect(packed.carried).toEqual(['left', 'right']);
  const files = await readTarball(packed.bytes, 'package');
  expect([...files.keys()].filter((path) => path.startsWith('node_modules/'))).toEqual([
    'node_modules/deep/package.json', 'node_modules/left/index.js', 'node_modules/left/package.json', 'node_modules/right/node_modules/deep/package.json', 'node_modules/right/package.json',
  ]);
  expect(files.get('node_modules/left/package.json')?.toString()).not.toContain('postinstall');
});

test.each<[string, string, (folder: string) => Promise<void>]>([
  ['JF2235', 'no "files"', (folder) => writeFile(join(folder, 'package.json'), '{"name":"x"}')],
  ['JF2235', 'a link', (folder) => symlink('/etc/hostname', join(folder, 'dist/link'))],
  ['JF2236', 'a dependency that is not installed', async (folder) => {
    await writeFile(join(folder, 'dist/more.js'), "import 'absent';");
    await writeFile(join(folder, 'package.json'), (await readFile(join(folder, 'package.json'), 'utf8')).replace('"type"', '"dependencies":{"absent":"1"},"type"'));
  }],
  ['JF2005', 'a bundle that was not built', (folder) => rm(join(folder, 'dist/plugin.js'))],
  ['JF2209', 'something to compile', (folder) => writeFile(join(folder, 'dist/binding.gyp'), '{}')],
])('%s: a folder with %s is not packed', async (code, _what, spoil) => {
  const folder = await rig.widget();
  await spoil(folder);
  await expect(packPlugin(folder)).rejects.toMatchObject({ code, place: { file: expect.stringContaining(folder) } });
});

test('a key is its owner\'s alone, opens with its passphrase only, and is never written over', async () => {
  const file = join(rig.folder, 'sealed.key');
  const made = await createSigningKey(file, 'correct');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await rig.read('sealed.key')).not.toContain(made.private.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  expect((await openSigningKey(file, async () => 'correct')).public).toBe(made.public);
  await expect(openSigningKey(file, async () => 'wrong')).rejects.toMatchObject({ code: 'JF2217' });
  await expect(createSigningKey(file, null)).rejects.toMatchObject({ code: 'JF2218' });
});

test('verify says what is proven by whom, and what is missing', async () => {
  await rig.trust({ organization: { keys: [rig.organization.public] } });
  const whole = await rig.sign(await rig.signed(), rig.organization, { role: 'organization' });
  expect(await verifyPackage(await rig.file(whole), { directory: rig.config })).toMatchObject({
    plugin: 'widget', problem: null, proof: { publisher: { name: 'acme', key: rig.acme.public }, organization: { key: rig.organization.public } },
    permissions: [{ words: expect.stringMatching(/^run its script gather\.sh/), writes: false }],
  });
  expect(await verifyPackage(await rig.file(await rig.signed()), { directory: rig.config })).toMatchObject({ proof: null, problem: { code: 'JF2214' } });
});

const pair = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
test.each<[string, string, string | Buffer]>([
  ['the key of a vault', 'config/state/vault.key', `${randomBytes(32).toString('base64')}\n`],
  ['a key in PEM', 'docs/notes.md', `see\n${pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()}`],
  ['a sealed key in PEM', 'tls/server.txt', rsa.export({ format: 'pem', type: 'pkcs1', cipher: 'aes-256-cbc', passphrase: 'x' })],
  ['a key in DER', 'tls/server.bin', rsa.export({ format: 'der', type: 'pkcs8' })],
  ['a JSON web key', 'jwk.json', JSON.stringify({ keys: [pair.privateKey.export({ format: 'jwk' })] })],
  ['a key of PuTTY', 'ops.ppk', `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${'A'.repeat(44)}\n`],
  ['a Java key store', 'store.jks', Buffer.from('feedfeed0000000200000001', 'hex')],
])('JF2239: %s among the files is named and nothing is packed', async (_what, path, content) => {
  const folder = await rig.widget({ packageJson: { files: ['.'] } });
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), content);
  await expect(packPlugin(folder)).rejects.toMatchObject({ code: 'JF2239', message: expect.stringContaining(path) });
});

test.each<[string, string | null]>([['in the clear', null], ['sealed', 'a passphrase']])('JF2239: a key that signs packages is not packed, %s', async (_how, passphrase) => {
  const folder = await rig.widget({ packageJson: { files: ['.'] } });
  await createSigningKey(join(folder, 'acme.key'), passphrase);
  await expect(packPlugin(folder)).rejects.toMatchObject({ code: 'JF2239', message: expect.stringContaining('acme.key') });
});

test('public keys, certificates and code that speaks of keys are packed; lines that look like secrets are told', async () => {
  const folder = await rig.widget({
    packageJson: { files: ['.'] },
    files: {
      'key.pub': pair.publicKey.export({ format: 'pem', type: 'spki' }).toString(), 'public.json': JSON.stringify(pair.publicKey.export({ format: 'jwk' })),
      'dist/parse.js': "export const begins = /^-----BEGIN (?:RSA )?PRIVATE KEY-----/;\nconst password = read('x1y2z3');\n", 'docs/a.md': 'Start it with\n\n    password = Hunter22Docs\n',
    },
  });
  const { suspects, files } = await packPlugin(folder);
  expect([...files.keys()]).toEqual(expect.arrayContaining(['key.pub', 'public.json', 'dist/parse.js']));
  expect(suspects).toEqual([{ path: 'docs/a.md', line: 3, kind: 'setting', why: expect.any(String) }]);
});
