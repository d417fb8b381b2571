import { execFile } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { createSigningKey } from '../../core/src/packages/index.ts';
import { builtProgram } from '../setup/built-program.ts';
import { altered, Rig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  // Where no configuration is: neither the repository's own nor the machine's.
  rig = await Rig.open();
  vi.stubEnv('JACKFIELD_CONFIG', undefined);
  vi.stubEnv('JACKFIELD_KEY_PASSPHRASE', undefined);
  vi.spyOn(process, 'cwd').mockReturnValue(join(rig.folder, 'elsewhere'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rig[Symbol.asyncDispose]();
});

/** A person who types these lines, one after the other. */
class Typing extends RecordingTerminal {
  readonly #lines: string[];
  constructor(lines: readonly string[], interactive: boolean) {
    super({ interactive });
    this.#lines = [...lines];
  }
  override async askSecret(question: string): Promise<string> {
    this.writeError(question);
    return this.#lines.shift() ?? '';
  }
}

interface Told { readonly code: number; readonly output: string; readonly errors: string }

async function jackfield(words: readonly string[], typed: readonly string[] = [], interactive = true): Promise<Told> {
  const terminal = new Typing(typed, interactive);
  const code = await run(words, terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

const file = (name: string): string => join(rig.folder, name);

test('a key is sealed by a passphrase that was typed twice the same; a wrong or empty one writes nothing', async () => {
  const create = (typed: readonly string[], interactive = true): Promise<Told> => jackfield(['plugin', 'key', 'create', file('new.key'), '--passphrase'], typed, interactive);
  for (const [typed, why] of [[['', ''], 'seals nothing'], [['one', 'other'], 'differ']] as const) {
    expect(await create(typed)).toMatchObject({ code: 1, errors: expect.stringMatching(new RegExp(`JF2244[\\s\\S]*${why}`)) });
    await expect(stat(file('new.key'))).rejects.toMatchObject({ code: 'ENOENT' });
  }
  expect(await create(['', ''], false)).toMatchObject({ code: 1, errors: expect.stringContaining('JF2244') });
  expect(await create(['long one', 'long one'])).toMatchObject({ code: 0, output: expect.stringMatching(/sealed by the passphrase[\s\S]*ed25519:[\w-]{43}\n {2}SHA256:/) });
});

test('an empty JACKFIELD_KEY_PASSPHRASE, as of a secret that CI has not, writes no key in the clear', async () => {
  vi.stubEnv('JACKFIELD_KEY_PASSPHRASE', '');
  expect(await jackfield(['plugin', 'key', 'create', file('new.key')])).toMatchObject({ code: 1, errors: expect.stringContaining('JF2244') });
  await expect(stat(file('new.key'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('in a shell: --passphrase with nothing to read writes no key, and a sealed key signs nothing', { timeout: 60_000 }, async () => {
  const shell = (words: string): Promise<string> => new Promise((done) => {
    execFile('/bin/sh', ['-c', `"${process.execPath}" "${builtProgram.join('" "')}" ${words} </dev/null`], { cwd: rig.folder }, (error, out, err) => done(`${String(error?.code ?? 0)} ${out}${err}`));
  });
  expect(await shell('plugin key create new.key --passphrase')).toMatch(/^1 [\s\S]*JF2244/);
  await expect(stat(file('new.key'))).rejects.toMatchObject({ code: 'ENOENT' });
  await createSigningKey(file('sealed.key'), 'long one');
  await rig.file(await rig.packed());
  expect(await shell('plugin sign widget.tgz --key sealed.key')).toMatch(/^1 [\s\S]*JF2245[\s\S]*JACKFIELD_KEY_PASSPHRASE/);
});

test('a wrong passphrase is told from a file that is no key', async () => {
  await createSigningKey(file('sealed.key'), 'long one');
  await rig.file(await rig.packed());
  const sign = (key: string): Promise<Told> => jackfield(['plugin', 'sign', file('widget.tgz'), '--key', file(key)], ['other']);
  expect((await sign('sealed.key')).errors).toMatch(/JF2217[\s\S]*the passphrase is another/);
  expect((await sign('widget.tgz')).errors).toMatch(/JF2217[\s\S]*it is no signing key/);
});

test('key show tells public key, fingerprint and whether it is sealed, and never the key', async () => {
  await createSigningKey(file('sealed.key'), 'long one');
  const shown = await jackfield(['plugin', 'key', 'show', file('sealed.key'), '--json']);
  expect(JSON.parse(shown.output)).toEqual({ file: file('sealed.key'), public: expect.stringMatching(/^ed25519:/), fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/), sealed: true, mode: '0600', exposed: false });
  const clear = await jackfield(['plugin', 'key', 'show', file('acme.key')]);
  expect(clear).toMatchObject({ code: 0, errors: '', output: expect.stringMatching(new RegExp(`not sealed[\\s\\S]*${rig.acme.public}\n {2}SHA256:`)) });
  expect(clear.output).not.toContain(JSON.parse(await readFile(file('acme.key'), 'utf8')).private);
});

test('a key file that others can read is told by show and by sign', async () => {
  await chmod(file('acme.key'), 0o644);
  await rig.file(await rig.packed());
  const told = /acme\.key is open to others \(mode 0644\): chmod 600 /;
  expect((await jackfield(['plugin', 'key', 'show', file('acme.key')])).errors).toMatch(told);
  expect(await jackfield(['plugin', 'sign', file('widget.tgz'), '--key', file('acme.key')])).toMatchObject({ code: 0, errors: expect.stringMatching(told) });
});

test.each(['0d', '00d', '-1d', '3651d', '99999d', '365', '1.5d', ''])('--expires "%s" signs nothing and says what it takes', async (expires) => {
  const path = await rig.file(await rig.packed());
  const before = await readFile(path);
  expect(await jackfield(['plugin', 'sign', path, '--key', file('acme.key'), `--expires=${expires}`])).toMatchObject({ code: 2, errors: expect.stringContaining('from 1d to 3650d') });
  expect((await readFile(path)).equals(before)).toBe(true);
});

test('two publishers with one key, or a publisher with that of the organization, are told by name', async () => {
  const path = await rig.file(await rig.signed());
  const verify = (): Promise<Told> => jackfield(['plugin', 'verify', path, '--config', rig.config]);
  await rig.trust({ publishers: { acme: { packages: ['@acme'], keys: [rig.acme.public] }, other: { packages: ['@other'], keys: [rig.stranger.public, rig.acme.public] } } });
  expect(await verify()).toMatchObject({ code: 1, errors: expect.stringMatching(/trust\.yaml[\s\S]*publisher other has the key of publisher acme/) });
  await rig.trust({ organization: { keys: [rig.acme.public] } });
  expect(await verify()).toMatchObject({ code: 1, errors: expect.stringMatching(/the organization has the key of publisher acme/) });
});

test('without a configuration a package is verified by the key that is given', async () => {
  const path = await rig.file(await rig.signed());
  for (const key of [rig.acme.public, file('acme.key')]) {
    expect(await jackfield(['plugin', 'verify', path, '--key', key])).toMatchObject({ code: 0, errors: '', output: expect.stringMatching(/✓ whole[\s\S]*✓ signed by the key given/) });
  }
  expect(await jackfield(['plugin', 'verify', path, '--key', rig.stranger.public])).toMatchObject({ code: 1, errors: expect.stringMatching(new RegExp(`JF2211[\\s\\S]*${rig.acme.public}, not by ${rig.stranger.public}`)) });
  expect(await jackfield(['plugin', 'verify', path, '--key', 'acme'])).toMatchObject({ code: 2, errors: expect.stringContaining('a public key, such as ed25519:…, or a key file') });
});

test('without a configuration and a key it says whom the package claims, and that nobody vouches', async () => {
  const path = await rig.file(await rig.signed());
  const told = await jackfield(['plugin', 'verify', path]);
  expect(told).toMatchObject({ code: 1, output: expect.stringMatching(/✓ whole[\s\S]*! signed as its publisher on 2026-01-01 by ed25519:[\s\S]*whose key it is is not proven/), errors: expect.stringMatching(/JF2246[\s\S]*it is of @acme[\s\S]*--key/) });
  expect(JSON.parse((await jackfield(['plugin', 'verify', path, '--json'])).output)).toMatchObject({ proof: null, problem: { code: 'JF2246' }, signatures: [{ key: rig.acme.public, fingerprint: expect.stringMatching(/^SHA256:/) }] });
  expect((await jackfield(['plugin', 'verify', await rig.file(await rig.packed(), 'bare.tgz')])).errors).toContain('JF2210');
  expect((await jackfield(['plugin', 'verify', await rig.file(await altered(await rig.signed(), { 'gather.sh': 'reboot\n' }), 'altered.tgz'), '--key', rig.acme.public])).errors).toContain('JF2205');
  expect((await jackfield(['plugin', 'verify', 'widget'])).errors).toMatch(/JF2237[\s\S]*without a configuration/);
});

test('a configuration that somebody named and that is not there is told, not passed over', async () => {
  const path = await rig.file(await rig.signed());
  expect((await jackfield(['plugin', 'verify', path, '--config', file('none')])).errors).toContain('JF8011');
});

test('a key that is not there is said to be, with the way to one', async () => {
  const told = await jackfield(['plugin', 'key', 'show', file('nope.key')]);
  expect(told).toMatchObject({ code: 1, errors: expect.stringMatching(/^JF2217 \S+nope\.key there is no such file\n.*→ next: Name the file of your key, or make one with "jackfield plugin key create FILE"/) });
});
