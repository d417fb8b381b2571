import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { JackfieldError } from '../../core/src/errors/index.ts';
import { installPackage, listPackages, packageHistory, packageSteps, rollbackPackage } from '../../core/src/packages/index.ts';
import { Rig } from './rig.ts';

const script = join(import.meta.dirname, 'install-process.ts');

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig[Symbol.asyncDispose]());

async function killedAt(step: string, what: string, from = ''): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=jackfield-source', script, rig.config, step, what, from], { stdio: 'ignore' });
  expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
}

/** What runs, which must be whole and with nothing half beside it once the next command is through. */
async function runs(): Promise<string> {
  const [widget, ...more] = await listPackages(rig.config);
  expect([more, widget?.problem]).toEqual([[], null]);
  return widget?.version ?? '';
}

async function leftovers(): Promise<string[]> {
  return (await readdir(join(rig.folder, 'state/packages'))).filter((name) => name.startsWith('.incoming'));
}

describe('killed at any step, one version is whole: the one before until the lock file is written, the new one from then on', () => {
  test.each(packageSteps.map((step, at) => [step, at > packageSteps.indexOf('lock') ? '1.1.0' : '1.0.0'] as const))('at "%s" runs %s', async (step, version) => {
    await installPackage(await rig.file(await rig.signed()), rig.needs());
    const newer = await rig.file(await rig.signed({ version: '1.1.0' }), 'newer.tgz');
    await killedAt(step, 'install', newer);
    expect(await runs()).toBe(version);
    // The next command finds nothing in its way, and the history tells what the killed one did not live to write.
    expect(await installPackage(newer, rig.needs())).toMatchObject({ version: '1.1.0' });
    expect(await runs()).toBe('1.1.0');
    expect(await leftovers()).toEqual([]);
    const told = (await packageHistory(rig.config)).filter(({ outcome }) => outcome === 'done').map(({ action, version: of }) => `${action} ${of ?? ''}`);
    expect(told.at(-1)).toMatch(/^(upgrade|found) 1\.1\.0$/);
    expect(await rollbackPackage('widget', rig.needs())).toMatchObject({ version: '1.0.0' });
  });

  test.each(['lock', 'reload', 'record', 'tidy'])('a rollback and a removal killed at "%s"', async (step) => {
    for (const version of ['1.0.0', '1.1.0']) await installPackage(await rig.file(await rig.signed({ version })), rig.needs());
    await killedAt(step, 'rollback');
    expect(await runs()).toBe(step === 'lock' ? '1.1.0' : '1.0.0');
    await killedAt(step, 'remove');
    const left = await listPackages(rig.config);
    expect(left.map(({ problem }) => problem)).toEqual(step === 'lock' ? [null] : []);
    await installPackage(await rig.file(await rig.signed({ version: '1.2.0' })), rig.needs());
    expect(await runs()).toBe('1.2.0');
  });
});

test('a history that ends in half a line goes on; one that was altered is found out', async () => {
  await installPackage(await rig.file(await rig.signed()), rig.needs());
  const file = join(rig.folder, 'state/packages/history.jsonl');
  await writeFile(file, `${await readFile(file, 'utf8')}{"at":"2026-`);
  await installPackage(await rig.file(await rig.signed({ version: '1.1.0' })), rig.needs());
  expect((await packageHistory(rig.config)).map(({ action }) => action)).toEqual(['install', 'upgrade']);
  await writeFile(file, (await readFile(file, 'utf8')).replace('"ann"', '"eve"'));
  await expect(packageHistory(rig.config)).rejects.toMatchObject({ code: 'JF2234' });
});

test('a history whose end was cut off is found out; one that is ahead of its noted end goes on', async () => {
  const folder = join(rig.folder, 'state/packages');
  const [file, end] = [join(folder, 'history.jsonl'), join(folder, 'history-end.json')];
  await installPackage(await rig.file(await rig.signed()), rig.needs());
  const [first, firstEnd] = [await readFile(file, 'utf8'), await readFile(end, 'utf8')];
  await installPackage(await rig.file(await rig.signed({ version: '1.1.0' })), rig.needs());
  const [both, bothEnd] = [await readFile(file, 'utf8'), await readFile(end, 'utf8')];
  for (const cut of [first, '', both.slice(0, -10)]) {
    await writeFile(file, cut);
    await expect(packageHistory(rig.config)).rejects.toMatchObject({ code: 'JF2234', message: expect.stringContaining('of at least 2 records') });
    await expect(rollbackPackage('widget', rig.needs())).rejects.toMatchObject({ code: 'JF2234' });
  }
  await rm(file);
  await expect(packageHistory(rig.config)).rejects.toMatchObject({ code: 'JF2234' });
  await writeFile(file, both);
  // Killed between the record and the note of it.
  await writeFile(end, firstEnd);
  expect(await packageHistory(rig.config)).toHaveLength(2);
  await rollbackPackage('widget', rig.needs());
  expect((await packageHistory(rig.config)).map(({ action }) => action)).toEqual(['install', 'upgrade', 'rollback']);
  await writeFile(file, both);
  await writeFile(end, bothEnd.replace('"sequence"', '"number"'));
  await expect(packageHistory(rig.config)).rejects.toMatchObject({ code: 'JF2234' });
});

test('two commands at once: the second one is told to wait', async () => {
  await installPackage(await rig.file(await rig.signed()), rig.needs());
  const second = await rig.file(await rig.signed({ version: '1.2.0' }), 'second.tgz');
  const activate = async (): Promise<boolean> => {
    await expect(installPackage(second, rig.needs())).rejects.toMatchObject({ code: 'JF2229' });
    return false;
  };
  await installPackage(await rig.file(await rig.signed({ version: '1.1.0' }), 'first.tgz'), rig.needs({ activate }));
  expect(await runs()).toBe('1.1.0');
  expect(await installPackage(second, rig.needs())).toMatchObject({ version: '1.2.0' });
});

test('a lock file that came from elsewhere is noted; its package is installed again from where it came', async () => {
  const source = await rig.file(await rig.signed());
  await installPackage(source, rig.needs());
  const lock = await rig.read('config/plugins.lock.yaml');
  await using other = await Rig.open();
  await other.write('config/trust.yaml', await rig.read('config/trust.yaml'));
  await other.write('config/plugins.lock.yaml', lock);
  expect(await listPackages(other.config)).toMatchObject([{ plugin: 'widget', problem: { code: 'JF2240' } }]);
  expect(await installPackage(source, other.needs({ consent: async () => false }))).toMatchObject({ outcome: 'installed', version: '1.0.0' });
  expect((await packageHistory(other.config)).map(({ action }) => action)).toEqual(['found', 'install']);
  expect(parse(await other.read('config/plugins.lock.yaml'))).toEqual(parse(lock));
});

/** A small file system of its own; null where the machine allows none. */
async function smallDisk(bytes: number): Promise<(AsyncDisposable & { readonly folder: string }) | null> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-disk-'));
  const mounted = await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]).then(() => true, () => false);
  if (!mounted) {
    await rm(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

test('a disk that fills up half-way leaves the old version whole, and room again is enough', async (context) => {
  await using disk = await smallDisk(1_024 * 1_024);
  if (disk === null) return context.skip('needs the right to mount a tmpfs');
  await using small = await Rig.open({}, disk.folder);
  const data = (letter: string): { readonly [path: string]: string } => ({ 'dist/data.txt': letter.repeat(150_000) });
  await installPackage(await small.file(await small.signed({ files: data('a') })), small.needs());
  const newer = await rig.file(await small.signed({ version: '1.1.0', files: data('b') }), 'newer.tgz');
  const filler = join(small.folder, 'filler');
  const outcomes: string[] = [];
  for (let free = 0; free < 150_000; free += 16_384) {
    await fill(filler, disk.folder, free);
    const ended = await installPackage(newer, small.needs()).then(() => 'installed', (error: unknown) => (error instanceof JackfieldError ? error.code : String(error)));
    const [left] = await listPackages(small.config);
    outcomes.push(`${ended}, ${left?.version ?? 'nothing'} ${left?.problem?.code ?? 'whole'}`);
    await truncate(filler, 0);
  }
  expect([outcomes.length, ...new Set(outcomes)]).toEqual([10, 'JF2230, 1.0.0 whole']);
  expect(await installPackage(newer, small.needs())).toMatchObject({ version: '1.1.0' });
});

/** Writes until only so many bytes are free. */
async function fill(file: string, folder: string, free: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  await writeFile(file, Buffer.alloc(Math.max(0, bavail * bsize - free)));
}
