import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SshOutput } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { copies } from './checks/copies.ts';
import { drill } from './checks/drill.ts';
import { immutability } from './checks/immutability.ts';
import { locks } from './checks/locks.ts';
import { verification } from './checks/verification.ts';
import { appliance as discovery } from './discovery/appliance.ts';
import { schedule } from './resources/schedule.ts';
import { contextOver, defaults, MemoryAppliance, output } from './testing/memory-appliance.ts';

const program = join(import.meta.dirname, '../appliance/jackfield-backup');
const needed = { restic: 'restic', borg: 'borgbackup', jq: 'jq', flock: 'util-linux', 'systemd-analyze': 'systemd' };
const missing = Object.entries(needed).filter(([command]) => spawnSync(command, ['--version']).error !== undefined);
for (const [command, name] of missing) process.stderr.write(`the appliance's program is not tried: ${command} is not there, install the package ${name}\n`);

/** An appliance of the real restic or Borg in a folder; its commands and scripts are those of the manifest. */
class RealAppliance extends MemoryAppliance {
  readonly #folder: { readonly path: string } & Disposable;
  readonly settings;
  readonly passwordFile: string;

  constructor(product: 'restic' | 'borg' = 'restic') {
    super((command, values) => {
      const commands: { readonly [name: string]: { readonly argv: readonly string[] } } = manifest.jackfield.permissions.ssh.commands;
      const [executable = '', ...argv] = (commands[command]?.argv ?? []).map((word) => values[/^\{(.*)\}$/.exec(word)?.[1] ?? ''] ?? word);
      const ran = spawnSync(executable, argv, { encoding: 'utf8' });
      return { ...output(ran.stdout, ran.status ?? 1, ran.stderr) } satisfies SshOutput;
    });
    this.#folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-appliance-'));
    // A name that only whole quoting survives.
    this.passwordFile = this.in("pass word's");
    for (const name of ['backup.d', 'drill.d', 'canary.d', 'scratch', 'bin', 'state', 'source']) mkdirSync(this.in(name));
    writeFileSync(this.passwordFile, 'orchard\n');
    writeFileSync(this.in('source/letter.txt'), 'Dear reader\n');
    this.settings = { ...defaults, repositories: [{ product, offsite: false, path: this.in('repository'), passwordFile: this.passwordFile, objects: [] }] };
    if (product === 'restic') this.restic('init');
    else this.borg('init', '--encryption=repokey', this.in('repository'));
  }

  in(name: string): string {
    return join(this.#folder.path, name);
  }

  restic(...args: string[]): string {
    return execFileSync('restic', ['--repo', this.in('repository'), '--password-file', this.passwordFile, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  borg(...args: string[]): string {
    return execFileSync('borg', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, BORG_PASSPHRASE: 'orchard', TZ: 'UTC' } });
  }

  override async script(name = '', args: readonly string[] = []): Promise<SshOutput> {
    const scripts: { readonly [name: string]: { readonly file: string } } = manifest.jackfield.permissions.ssh.scripts;
    const ran = spawnSync('sh', ['-s', '--', ...args], { input: readFileSync(join(import.meta.dirname, '..', scripts[name]?.file ?? ''), 'utf8'), encoding: 'utf8' });
    return output(ran.stdout, ran.status ?? 1, ran.stderr);
  }

  run(verb: string): number | null {
    return spawnSync('sh', [program, verb], { env: { ...process.env, JACKFIELD_SCHEDULES: this.in('backup.d'), JACKFIELD_STATE: this.in('state'), JACKFIELD_DRILLS: this.in('drill.d'), JACKFIELD_CANARIES: this.in('canary.d'), JACKFIELD_SCRATCH: this.in('scratch'), PATH: `${this.in('bin')}:${process.env['PATH'] ?? ''}` } }).status;
  }

  /** The file that a push writes, laid down as if two days ago. */
  async push(paths: readonly string[]): Promise<void> {
    const context = contextOver(this, this.settings);
    const spec = { name: 'office', repository: this.in('repository'), paths: [...paths], onCalendar: '*-*-* 02:30', keep: { daily: 2, weekly: 1, monthly: 1 } };
    const before = await schedule.read(context, spec);
    await schedule.apply(context, await schedule.plan(context, before, spec), before, spec);
    const file = this.in('backup.d/office.json');
    writeFileSync(file, this.text('/etc/jackfield/backup.d/office.json') ?? '');
    const then = Date.now() / 1_000 - 2 * 86_400;
    utimesSync(file, then, then);
  }

  /** A drill or canary as it is pushed, laid down as if two days ago, and due since. */
  due(folder: string, content: object): void {
    const file = this.in(`${folder}/office.json`);
    writeFileSync(file, JSON.stringify({ repository: this.in('repository'), passwordFile: this.passwordFile, onCalendar: '*-*-* 02:30', ...content }));
    const then = Date.now() / 1_000 - 2 * 86_400;
    utimesSync(file, then, then);
  }

  /** What the program wrote, where the plugin looks for it. */
  show(name: string): void {
    this.put(`/var/lib/jackfield/${name}`, readFileSync(this.in(`state/${name}`), 'utf8'));
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

// restic takes its time to derive a key, at every call.
describe.skipIf(missing.length > 0)('a schedule that was pushed, the program of the appliance, the real restic', { timeout: 90_000 }, () => {
  test('what is due is copied once, and the checks see it', async () => {
    using machine = new RealAppliance();
    const context = contextOver(machine, machine.settings);
    expect(await copies(context)).toMatchObject({ state: 'critical', items: [{ summary: 'The repository holds no copy at all' }] });
    await machine.push([machine.in('source')]);
    expect([machine.run('due'), machine.run('due')]).toEqual([0, 0]);
    expect(JSON.parse(machine.restic('snapshots', '--json'))).toHaveLength(1);
    expect(await copies(context)).toMatchObject({ state: 'ok', items: [{ name: `${hostname()}:${machine.in('source')}`, state: 'ok' }] });
    expect(await locks(context)).toMatchObject({ state: 'ok', summary: 'No locks' });
    expect(await discovery.inspect(context)).toMatchObject({ kind: 'backup' });
  });

  test('a copy without a path that should be in it is incomplete, and not relied on', async () => {
    using machine = new RealAppliance();
    await machine.push([machine.in('source'), machine.in('not-mounted')]);
    expect(machine.run('due')).toBe(1);
    const found = await copies(contextOver(machine, machine.settings));
    expect(found).toMatchObject({ state: 'critical', items: [{ name: `${hostname()}:${machine.in('source')}`, summary: 'Its only copy is empty or incomplete' }] });
  });

  test('as many copies stay as the schedule says, of its own only', async () => {
    using machine = new RealAppliance();
    for (const day of [9, 8, 7, 6]) machine.restic('backup', '--tag', 'jackfield-office', '--time', `2026-01-0${day} 03:00:00`, machine.in('source'));
    machine.restic('backup', '--tag', 'theirs', '--time', '2026-01-01 03:00:00', machine.in('source'));
    await machine.push([machine.in('source')]);
    expect(machine.run('due')).toBe(0);
    const times: { time: string }[] = JSON.parse(machine.restic('snapshots', '--json'));
    expect(times.map(({ time }) => time.slice(0, 10))).toEqual(['2026-01-01', '2026-01-09', expect.stringMatching(/^20/)]);
  });

  test('a verification is recorded, a damaged repository as such', async () => {
    using machine = new RealAppliance();
    await machine.push([machine.in('source')]);
    machine.run('due');
    const verified = async () => {
      machine.put(defaults.verification.statusFile, readFileSync(machine.in('state/restic-check.json'), 'utf8'));
      return verification(contextOver(machine, machine.settings));
    };
    expect(machine.run('verify')).toBe(0);
    // One of four parts is read each week: after the first, three are still to come.
    expect(await verified()).toMatchObject({ state: 'warning', items: [{ name: machine.in('repository'), summary: expect.stringContaining('25 % of the data read') }] });
    expect(JSON.parse(readFileSync(machine.in('state/backup-usage.json'), 'utf8'))).toEqual({ [machine.in('repository')]: [{ at: expect.any(String), usedBytes: expect.any(Number) }] });
    const [index = ''] = readdirSync(machine.in('repository/index'));
    writeFileSync(machine.in(`repository/index/${index}`), 'noise');
    expect(machine.run('verify')).toBe(1);
    expect(await verified()).toMatchObject({ state: 'critical' });
  });

  test('a path of any kind is data, never a command', async () => {
    using machine = new RealAppliance();
    const odd = machine.in("source/a b'; touch pwned; $(touch pwned) `touch pwned` #");
    mkdirSync(odd);
    await machine.push([odd]);
    expect(machine.run('due')).toBe(0);
    expect(await copies(contextOver(machine, machine.settings))).toMatchObject({ state: 'ok', items: [{ name: `${hostname()}:${odd}` }] });
  });

  test('a restore is tried in a scratch folder, compared with its manifest, measured, and nothing is left of it', async () => {
    using machine = new RealAppliance();
    const context = contextOver(machine, machine.settings);
    const letter = machine.in('source/letter.txt');
    const sums = machine.in('source/SHA256SUMS');
    const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
    writeFileSync(sums, `${sum('Dear reader\n')}  ${letter}\n`);
    machine.restic('backup', machine.in('source'));
    machine.due('drill.d', { path: machine.in('source'), manifest: sums, rtoMinutes: 60 });
    expect([machine.run('drill'), machine.run('drill')]).toEqual([0, 0]);
    machine.show('restore-drill.json');
    expect(await drill(context)).toMatchObject({ state: 'ok', items: [{ name: 'office', summary: expect.stringMatching(/^2 files restored and compared/) }] });
    expect(readdirSync(machine.in('scratch'))).toEqual([]);
    // A file that is not what the manifest says.
    writeFileSync(letter, 'Dear writer\n');
    machine.restic('backup', machine.in('source'));
    rmSync(machine.in('state/office.drilled'));
    expect(machine.run('drill')).toBe(1);
    machine.show('restore-drill.json');
    expect(await drill(context)).toMatchObject({ state: 'critical', items: [{ summary: expect.stringContaining('letter.txt: FAILED') }] });
    expect(readdirSync(machine.in('scratch'))).toEqual([]);
  });

  test('a copy that can be deleted is told; one whose deletion is refused proves that copies stay', async () => {
    using machine = new RealAppliance();
    const context = contextOver(machine, machine.settings);
    machine.due('canary.d', {});
    expect(machine.run('canary')).toBe(0);
    machine.show('canary.json');
    expect(await immutability(context)).toMatchObject({ state: 'critical', items: [{ name: machine.in('repository') }] });
    // As a server says that only lets copies be added.
    writeFileSync(machine.in('bin/restic'), '#!/bin/sh\nfor word; do if [ "$word" = forget ]; then echo "blob not removed, server response: 403 Forbidden" >&2; exit 1; fi; done\nPATH=${PATH#*:} exec restic "$@"\n', { mode: 0o755 });
    rmSync(machine.in('state/office.tried'));
    expect(machine.run('canary')).toBe(0);
    machine.show('canary.json');
    expect(await immutability(context)).toMatchObject({ state: 'ok', items: [{ summary: expect.stringContaining('403 Forbidden') }] });
  });
});

describe.skipIf(missing.length > 0)('a schedule of Borg that was pushed, the program of the appliance, the real Borg', { timeout: 90_000 }, () => {
  test('what is due is archived once and verified; as many stay as the schedule says, of its own only', async () => {
    using machine = new RealAppliance('borg');
    const context = contextOver(machine, machine.settings);
    const archive = (name: string): string => machine.borg('create', '--timestamp', name.slice(-19), `${machine.in('repository')}::${name}`, machine.in('source'));
    for (const name of ['office-2026-01-06', 'office-2026-01-08', 'office-2026-01-09', 'office-too-2026-01-01']) archive(`jackfield-${name}T03:00:00`);
    await machine.push([machine.in('source')]);
    expect([machine.run('due'), machine.run('due')]).toEqual([0, 0]);
    const names = machine.borg('list', '--short', machine.in('repository')).trim().split('\n').toSorted();
    // Where there are too few, Borg keeps the oldest.
    expect(names).toEqual(['jackfield-office-2026-01-06T03:00:00', 'jackfield-office-2026-01-09T03:00:00', expect.stringMatching(/^jackfield-office-20\d\d-/), 'jackfield-office-too-2026-01-01T03:00:00']);
    expect(await copies(context)).toMatchObject({ items: expect.arrayContaining([{ name: `${hostname()}:jackfield-office`, state: 'ok', summary: expect.any(String), metrics: expect.any(Array) }]) });
    const verified = async () => {
      const status = machine.run('verify');
      machine.show('restic-check.json');
      return [status, await verification(context)];
    };
    // Borg reads all of the data or none: all of it the first time.
    expect(await verified()).toMatchObject([0, { state: 'ok', items: [{ summary: expect.stringContaining('100 % of the data read') }] }]);
    const [segment = ''] = readdirSync(machine.in('repository/data/0')).toSorted().slice(-3);
    writeFileSync(machine.in(`repository/data/0/${segment}`), 'noise');
    expect(await verified()).toMatchObject([1, { state: 'critical' }]);
  });

  test('a restore is tried of the newest archive that has the path, compared, and nothing is left of it', async () => {
    using machine = new RealAppliance('borg');
    const context = contextOver(machine, machine.settings);
    const [letter, sums] = [machine.in('source/letter.txt'), machine.in('SHA256 sums')];
    writeFileSync(sums, `${createHash('sha256').update('Dear reader\n').digest('hex')}  ${letter}\n`);
    const archive = (name: string, ...paths: readonly string[]): string => machine.borg('create', `${machine.in('repository')}::${name}`, ...paths);
    archive('office-1', machine.in('source'), sums);
    // Newer, and of something else.
    archive('mail-1', machine.in('bin'));
    const of = (host: string) => machine.due('drill.d', { product: 'borg', host, path: machine.in('source'), manifest: sums, rtoMinutes: 60 });
    of('elsewhere');
    expect(machine.run('drill')).toBe(1);
    machine.show('restore-drill.json');
    expect(await drill(context)).toMatchObject({ items: [{ summary: expect.stringContaining('none of the newest 30 archives of elsewhere has ') }] });
    rmSync(machine.in('state/office.drilled'));
    of(hostname().split('.')[0] ?? '');
    expect([machine.run('drill'), machine.run('drill')]).toEqual([0, 0]);
    machine.show('restore-drill.json');
    expect(await drill(context)).toMatchObject({ state: 'ok', items: [{ name: 'office', summary: expect.stringMatching(/^2 files restored and compared/) }] });
    writeFileSync(letter, 'Dear writer\n');
    archive('office-2', machine.in('source'), sums);
    rmSync(machine.in('state/office.drilled'));
    expect(machine.run('drill')).toBe(1);
    machine.show('restore-drill.json');
    expect(await drill(context)).toMatchObject({ state: 'critical', items: [{ summary: expect.stringContaining('letter.txt: FAILED') }] });
    expect(readdirSync(machine.in('scratch'))).toEqual([]);
  });

  test('an archive that can be deleted is told; in append-only mode its data stays, which is proved and not believed', async () => {
    using machine = new RealAppliance('borg');
    const context = contextOver(machine, machine.settings);
    const tried = async () => {
      rmSync(machine.in('state/office.tried'), { force: true });
      expect(machine.run('canary')).toBe(0);
      machine.show('canary.json');
      return immutability(context);
    };
    machine.due('canary.d', { product: 'borg' });
    expect(await tried()).toMatchObject({ state: 'critical', items: [{ name: machine.in('repository'), summary: expect.stringContaining('could be deleted') }] });
    // By hand, in a word that Borg itself does not write.
    const settings = machine.in('repository/config');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('append_only = 0', 'append_only = Yes'));
    expect(await tried()).toMatchObject({ state: 'ok', items: [{ summary: expect.stringContaining('append-only') }] });
    const wrapped = (lines: string): void => writeFileSync(machine.in('bin/borg'), `#!/bin/sh\nPATH=\${PATH#*:}\n${lines}\nexec borg "$@"\n`, { mode: 0o755 });
    // Whoever holds the files may keep them from being deleted in other ways.
    wrapped('if [ "$1" = delete ]; then echo "may not be deleted" >&2; exit 2; fi');
    expect(await tried()).toMatchObject({ state: 'ok', items: [{ summary: expect.stringContaining('may not be deleted') }] });
    // A server in append-only mode says that the deletion is done; its files cannot be seen.
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('append_only = Yes', 'append_only = 0'));
    writeFileSync(machine.in('bin/line'), '#!/bin/sh\nexec borg serve --append-only\n', { mode: 0o755 });
    wrapped(`export BORG_RSH='${machine.in('bin/line')}' BORG_RELOCATED_REPO_ACCESS_IS_OK=yes`);
    const far = `ssh://vault.example${machine.in('repository')}`;
    machine.due('canary.d', { product: 'borg', repository: far });
    expect((await tried()).items).toMatchObject([{ state: 'ok' }, { name: far, state: 'unknown', summary: expect.stringContaining('not seen from here') }]);
  });

  test('an archive without a path that should be in it is incomplete, and not relied on', async () => {
    using machine = new RealAppliance('borg');
    await machine.push([machine.in('source'), machine.in("not b'; touch pwned; $(touch pwned) `touch pwned` #")]);
    expect(machine.run('due')).toBe(1);
    expect(await copies(contextOver(machine, machine.settings))).toMatchObject({ state: 'critical', items: [{ name: `${hostname()}:jackfield-office`, summary: 'Its only copy is empty or incomplete' }] });
  });
});
