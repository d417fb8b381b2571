import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCredentials, plainCredentials } from './open-credentials.ts';
import { vaultList, vaultRemove, vaultSet, type VaultPlaces } from './vault.ts';

let places: VaultPlaces = { directory: '', stateDirectory: '' };

beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-credentials-'));
  places = { directory, stateDirectory: join(directory, 'state') };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(places.directory, { recursive: true, force: true });
});

const write = (text: string): Promise<void> => writeFile(join(places.directory, 'credentials.yaml'), text);
const vaultPath = (): string => join(places.directory, 'vault.json');

test('references are followed when a credential is asked for', async () => {
  await write(`lab: { kind: snmp-community, community: { env: JACKFIELD_TEST_COMMUNITY } }
server: { kind: ssh, user: ada, privateKey: { file: key }, passphrase: { vault: ssh.passphrase } }
v3: { kind: snmp-user, user: ops, auth: { protocol: sha256, key: { plain: public-test-value } } }
api: { kind: http-token, token: { plain: t } }
login: { kind: http-oauth2, path: /api/oauth2/token, user: ada, password: { plain: p } }
`);
  await writeFile(join(places.directory, 'key'), 'PRIVATE\n');
  await vaultSet(places, 'ssh.passphrase', 'long and secret');
  const credentials = await openCredentials(places);
  expect(credentials.names).toEqual(['lab', 'server', 'v3', 'api', 'login']);
  expect(() => credentials.get('lab')).toThrow(expect.objectContaining({ code: 'JF1022', where: 'credentials.yaml:1:1', message: expect.stringContaining('JACKFIELD_TEST_COMMUNITY') }));
  vi.stubEnv('JACKFIELD_TEST_COMMUNITY', 'private');
  expect(credentials.get('lab')).toEqual({ kind: 'snmp-community', community: 'private', writeCommunity: null });
  expect(credentials.get('server')).toEqual({ kind: 'ssh', user: 'ada', password: null, privateKey: 'PRIVATE', passphrase: 'long and secret' });
  expect(credentials.get('v3')).toEqual({ kind: 'snmp-user', user: 'ops', auth: { protocol: 'sha256', key: 'public-test-value' }, privacy: null });
  expect(credentials.get('api')).toMatchObject({ header: 'Authorization' });
  expect(credentials.get('login')).toEqual({ kind: 'http-oauth2', path: '/api/oauth2/token', user: 'ada', password: 'p' });
  expect(await plainCredentials(places.directory)).toMatchObject([{ name: 'v3', place: { line: 3 } }, { name: 'api' }, { name: 'login' }]);
});

test('what is missing is named with its line', async () => {
  await write('a: { kind: ami, user: u, secret: { file: none } }\nb: { kind: ami, user: u, secret: { vault: none } }\n');
  const credentials = await openCredentials(places);
  expect(() => credentials.get('c')).toThrow(expect.objectContaining({ code: 'JF1020' }));
  expect(() => credentials.get('a')).toThrow(expect.objectContaining({ code: 'JF1022', where: 'credentials.yaml:1:1' }));
  expect(() => credentials.get('b')).toThrow(expect.objectContaining({ code: 'JF1022', where: 'credentials.yaml:2:1', hint: 'Run "jackfield vault set none".' }));
});

test('a wrong kind and a wrong key are refused by name', async () => {
  await write('a: { kind: snmp, community: { env: X } }\nb: { kind: ami, usr: u, user: u, secret: { env: X } }\n');
  await expect(openCredentials(places)).rejects.toMatchObject({
    errors: [{ code: 'JF1006', where: 'credentials.yaml:1:12', message: expect.stringContaining('snmp-community') }, { code: 'JF1005', hint: 'Did you mean "user"?' }],
  });
});

test('an entry that lacks what it logs in with, or refers to no secret, is refused with its line', async () => {
  await write('a: { kind: ssh, user: u }\nc: { kind: snmp-user, user: u, privacy: { protocol: aes, key: { env: X } } }\n');
  await expect(openCredentials(places)).rejects.toMatchObject({
    errors: [
      { code: 'JF1006', where: 'credentials.yaml:1:1', message: 'a: it has neither password nor privateKey', hint: expect.stringContaining('one of the two') },
      { code: 'JF1006', where: 'credentials.yaml:2:1', message: 'c: SNMPv3 has no privacy without auth', hint: expect.stringContaining('auth too') },
    ],
  });
  await write('b: { kind: ami, user: u, secret: { ENV: X } }\n');
  await expect(openCredentials(places)).rejects.toMatchObject({
    errors: [{ code: 'JF1006', where: 'credentials.yaml:1:26', message: 'b.secret: expected a reference to a secret: {env: NAME}, {file: PATH} or {vault: NAME}' }],
  });
});

test('the vault keeps secrets encrypted, for its owner only', async () => {
  await vaultSet(places, 'one', 'first-secret');
  await vaultSet(places, 'two', 'second-secret');
  expect(await vaultList(places)).toEqual(['one', 'two']);
  expect(await readFile(vaultPath(), 'utf8')).not.toMatch(/secret/);
  expect((await stat(vaultPath())).mode & 0o777).toBe(0o600);
  expect((await stat(join(places.stateDirectory, 'vault.key'))).mode & 0o777).toBe(0o600);
  await vaultRemove(places, 'one');
  expect(await vaultList(places)).toEqual(['two']);
  await expect(vaultRemove(places, 'one')).rejects.toMatchObject({ code: 'JF1032' });
  await expect(vaultSet(places, '../x', 's')).rejects.toMatchObject({ code: 'JF1034' });
  // Nothing half written is left beside it.
  expect((await readdir(places.directory)).sort()).toEqual(['state', 'vault.json']);
});

test('with the last secret the vault goes, and the next one begins it again', async () => {
  await vaultSet(places, 'one', 'first-secret');
  await vaultRemove(places, 'one');
  expect(await readdir(places.directory)).toEqual(['state']);
  expect(await vaultList(places)).toEqual([]);
  await write('a: { kind: ami, user: u, secret: { vault: two } }\n');
  await vaultSet(places, 'two', 'second-secret');
  expect((await openCredentials(places)).get('a')).toMatchObject({ secret: 'second-secret' });
});

test('a passphrase opens the vault where there is no key file', async () => {
  await write('a: { kind: ami, user: u, secret: { vault: one } }\n');
  const withPassphrase = (passphrase: string): VaultPlaces => ({ ...places, passphrase });
  await vaultSet(withPassphrase('correct'), 'one', 'first-secret');
  expect((await openCredentials(withPassphrase('correct'))).get('a')).toMatchObject({ secret: 'first-secret' });
  const before = await readFile(vaultPath());
  await expect(vaultSet(withPassphrase('wrong'), 'two', 'x')).rejects.toMatchObject({ code: 'JF1030' });
  await expect(vaultSet(places, 'two', 'x')).rejects.toMatchObject({ code: 'JF1030' });
  expect(await readFile(vaultPath())).toEqual(before);
  const credentials = await openCredentials(withPassphrase('wrong'));
  expect(() => credentials.get('a')).toThrow(expect.objectContaining({ code: 'JF1030' }));
});

test('a vault that does not open stops only those who need it', async () => {
  await write('a: { kind: ami, user: u, secret: { vault: one } }\nb: { kind: ami, user: u, secret: { plain: x } }\n');
  await vaultSet(places, 'one', 'first-secret');
  await rm(join(places.stateDirectory, 'vault.key'));
  const credentials = await openCredentials(places);
  expect(credentials.get('b')).toMatchObject({ secret: 'x' });
  expect(() => credentials.get('a')).toThrow(expect.objectContaining({ code: 'JF1030' }));
});

test('a damaged vault is refused and left as it is', async () => {
  await vaultSet(places, 'one', 'first-secret');
  const whole = await readFile(vaultPath(), 'utf8');
  for (const damaged of [whole.slice(0, 40), '{}', '', whole.replace('"format": 1', '"format": 2')]) {
    await writeFile(vaultPath(), damaged);
    await expect(vaultSet(places, 'two', 'x')).rejects.toMatchObject({ code: 'JF1031' });
    expect(await readFile(vaultPath(), 'utf8')).toBe(damaged);
  }
});

test('an entry moved under another name is refused', async () => {
  await write('a: { kind: ami, user: u, secret: { vault: two } }\n');
  await vaultSet(places, 'one', 'first-secret');
  await vaultSet(places, 'two', 'second-secret');
  const content: { entries: Record<string, unknown> } = JSON.parse(await readFile(vaultPath(), 'utf8'));
  await writeFile(vaultPath(), JSON.stringify({ ...content, entries: { ...content.entries, two: content.entries.one } }));
  const credentials = await openCredentials(places);
  expect(() => credentials.get('a')).toThrow(expect.objectContaining({ code: 'JF1031' }));
});

test('a vault that cannot be written says so and stays as it was', async () => {
  await vaultSet(places, 'one', 'first-secret');
  const before = await readFile(vaultPath());
  const elsewhere = { ...places, directory: join(places.directory, 'other') };
  await writeFile(elsewhere.directory, 'a file where a folder should be');
  await expect(vaultSet(elsewhere, 'two', 'x')).rejects.toMatchObject({ code: expect.stringMatching(/^JF103[13]$/) });
  expect(await readFile(vaultPath())).toEqual(before);
});
