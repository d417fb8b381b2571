import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OpenVault, vaultList, vaultSet, type VaultPlaces } from '../sites/index.ts';
import { namesVault, withSecrets } from './spec-secrets.ts';

let folder: string;
let places: VaultPlaces;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-spec-secrets-'));
  places = { directory: folder, stateDirectory: join(folder, 'state') };
});
afterEach(() => rm(folder, { recursive: true }));

const names = new Set(['password', 'pin', 'secrets']);

test('what is there is taken, what is not is made on request and kept only then; the same name is the same secret', async () => {
  await vaultSet(places, 'known', 'a-known-secret');
  const vault = await OpenVault.open(places);
  const { spec, missing } = withSecrets({ password: { vault: 'known' }, pin: { vault: 'pin-1', generate: 'pin' }, secrets: { a: { vault: 'pin-1' }, b: 'plain' }, name: 'x' }, names, vault);
  expect(missing).toEqual([]);
  expect(spec).toEqual({ password: 'a-known-secret', pin: expect.stringMatching(/^\d{6}$/), secrets: { a: spec['pin'], b: 'plain' }, name: 'x' });
  expect(await vaultList(places)).toEqual(['known']);
  expect([await vault.keep(), await vault.keep()]).toEqual([['pin-1'], []]);
  expect((await OpenVault.open(places)).take('pin-1', null)).toBe(spec['pin']);
  expect(await readFile(join(folder, 'vault.json'), 'utf8')).not.toContain(String(spec['pin']));
});

test('what is nowhere is told with its place; what is not secret is no place for one', async () => {
  const vault = await OpenVault.open(places);
  expect(withSecrets({ phones: [{ password: { vault: 'none' } }] }, names, vault).missing).toEqual([{ name: 'none', path: ['phones', 0, 'password'] }]);
  expect(withSecrets({ name: { vault: 'none', generate: 'password' } }, names, vault)).toEqual({ spec: { name: { vault: 'none', generate: 'password' } }, missing: [] });
  expect(await vault.keep()).toEqual([]);
});

test('a spec that does not name the vault needs none', () => {
  expect([{ a: [{ vault: 'x' }] }, { a: { vault: 'x', generate: 'pin' } }].map(namesVault)).toEqual([true, true]);
  expect([{ a: 1 }, { vault: 'x', b: 2 }, { vault: 3 }].map(namesVault)).toEqual([false, false, false]);
});
