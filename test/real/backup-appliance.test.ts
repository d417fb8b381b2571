import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppliance, type RealAppliance } from './appliance.ts';
import { describeWith, program } from './prerequisites.ts';
import type { RealHost } from './real-host.ts';
import { createRepository, type RealRepository } from './restic.ts';
import { restored } from './restored.ts';

// The plugin's folder for schedules is fixed; only root may make it.
const mayWriteEtc = process.getuid?.() === 0;
const folder = '/etc/jackfield/backup.d';

/** Whether a process runs whose command line ends with these words. */
async function runs(...words: string[]): Promise<boolean> {
  for (const pid of await readdir('/proc')) {
    const line = /^\d+$/.test(pid) ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : '';
    if (line.endsWith(`\0${words.join('\0')}\0`)) return true;
  }
  return false;
}

describeWith(['restic', 'sshd', 'ssh-keygen', 'fping'], 'a real restic repository behind a real sshd', () => {
  let repository: RealRepository;
  let appliance: RealAppliance;
  let host: RealHost;
  beforeAll(async () => {
    repository = await createRepository();
    await repository.backup(30);
    await repository.backup(4);
    const { path, passwordFile, source } = repository;
    appliance = await startAppliance('127.0.73.2', { repositories: [{ path, passwordFile, objects: [{ host: 'files', path: source }] }], locks: { stale: 24 } });
    ({ host } = appliance);
  });
  afterAll(async () => {
    await appliance[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
  });

  const check = (name: string) => appliance.check(name);

  test('discovery knows it for what it is', () => {
    expect(host.services.inventory.devices()[0]).toMatchObject({ kind: 'backup', plugins: [{ id: 'backup-appliance' }] });
  });

  test('a fresh copy is ok, with its age', async () => {
    const status = await check('copies');
    expect(status).toMatchObject({ state: 'ok', items: [{ name: `files:${repository.source}`, summary: expect.stringContaining('4 h') }] });
  });

  test('the command that a recovery shows gets the very content back', async () => {
    const [restore] = (await check('copies'))?.restores ?? [];
    expect(restore).toMatchObject({ machine: 'files', object: repository.source });
    expect(await restored(restore?.command ?? '', join(repository.source, 'letter.txt'))).toBe('Dear reader\n');
  });

  test('when the newest good copy goes, the object is red', async () => {
    const snapshots: { id: string; time: string }[] = JSON.parse(await repository.restic('snapshots', '--json'));
    const newest = [...snapshots].sort((a, b) => b.time.localeCompare(a.time))[0];
    await repository.restic('forget', newest?.id ?? '');
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ state: 'critical', summary: expect.stringContaining('30 h') }] });
  });

  test('a lock that a killed backup left is seen', async () => {
    const child = spawn(program('restic'), ['--repo', repository.path, '--password-file', repository.passwordFile, '--no-cache', 'backup', '--stdin'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const locked = async (): Promise<boolean> => (await repository.restic('--no-lock', 'list', 'locks')).trim() !== '';
    while (!(await locked())) expect(child.exitCode).toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: '1 locks in use', items: [{ summary: expect.stringMatching(/^Lock of /) }] });
    await repository.restic('unlock', '--remove-all');
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: 'No locks' });
  });

  test('a lock whose job ends while it is looked at is none: restic would wait for it for a quarter of an hour', async () => {
    const id = 'f'.repeat(64);
    const lock = join(repository.path, 'locks', id);
    // Listed, and not there to be read: a link to nothing holds the moment between the two for as long as it takes.
    await symlink('nothing', lock);
    const checked = check('locks');
    while (!(await runs('lock', id))) expect((await lstat(lock)).isSymbolicLink()).toBe(true);
    await rm(lock);
    expect(await checked).toMatchObject({ state: 'ok', summary: 'No locks' });
  });

  test('nobody knows when it was verified: unknown, with the way out, and no incident', async () => {
    expect(await check('verification')).toMatchObject({ state: 'unknown', code: 'JF0004' });
    expect((await host.services.health.incidents({ status: 'open' })).filter((incident) => incident.check === 'verification')).toEqual([]);
  });

  test('what is deleted takes a second person, in an emergency too, is named by the plan, read back and audited', { timeout: 90_000 }, async () => {
    for (const hours of [60, 50]) await repository.backup(hours);
    const child = spawn(program('restic'), ['--repo', repository.path, '--password-file', repository.passwordFile, '--no-cache', 'backup', '--stdin'], { stdio: ['pipe', 'ignore', 'ignore'] });
    // Restic writes a lock under another name first.
    while (!(await readdir(join(repository.path, 'locks'))).some((name) => /^[0-9a-f]{64}$/.test(name))) {
      expect(child.exitCode).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const configured = join(host.configuration, 'organization.yaml');
    await writeFile(configured, (await readFile(configured, 'utf8')).replace('stale: 24', 'stale: 0.000001'));
    await host.services.configuration.reload();
    const before = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
    // A lock that a dead job left keeps restic from deleting anything.
    const plan = await appliance.plan(
      { resource: 'unlock', spec: { repository: repository.path } },
      { resource: 'prune', spec: { repository: repository.path, before, keep: { daily: 1, weekly: 0, monthly: 0 } } },
    );
    expect(plan).toMatchObject({ approvals: 1, steps: [{ resource: 'unlock', commitClass: 'irreversible' }, { resource: 'prune', commitClass: 'irreversible' }] });
    const apply = () => host.services.changes.apply({ plan, person: 'ann', emergency: 'no room left' });
    await expect(apply()).rejects.toMatchObject({ code: 'JF6032' });
    await host.services.changes.approve({ plan, person: 'bob' });
    const change = await apply();
    expect(change).toMatchObject({ state: 'kept' });
    await expect(host.services.changes.undo({ change: change.id, person: 'ann' })).rejects.toMatchObject({ code: 'JF6021' });
    expect((await host.services.audit.list({ limit: 20, change: change.id })).map(({ action }) => action)).toEqual(expect.arrayContaining(['change.emergency', 'operation.write']));
    const left: { time: string }[] = JSON.parse(await repository.restic('snapshots', '--json'));
    expect(left.filter(({ time }) => time < before)).toHaveLength(1);
    expect(await readdir(join(repository.path, 'locks'))).toEqual([]);
    expect(await host.services.drift.check({ filter: {}, person: 'ann' })).toEqual([]);
  });

  test.skipIf(!mayWriteEtc)('a schedule is pushed, raised and undone; fewer copies need a second person', { timeout: 90_000 }, async () => {
    await mkdir(folder, { recursive: true });
    const name = `test-${process.pid}`;
    const spec = { name, repository: repository.path, paths: [repository.source], onCalendar: '*-*-* 02:30', keep: { daily: 7, weekly: 4, monthly: 6 } };
    const plan = (resource: string, wanted: object) => appliance.plan({ resource, spec: wanted });
    const apply = (planned: Awaited<ReturnType<typeof plan>>) => host.services.changes.apply({ plan: planned, person: 'ann' });
    const push = async (keep: object) => apply(await plan('schedule', { ...spec, keep: { ...spec.keep, ...keep } }));
    try {
      const made = await push({});
      expect(made.state).toBe('kept');
      expect(JSON.parse(await readFile(`${folder}/${name}.json`, 'utf8'))).toMatchObject({ onCalendar: '*-*-* 02:30', keep: { daily: 7 } });
      const raised = await push({ daily: 14 });
      await expect(push({ daily: 3 })).rejects.toThrow(/fewer daily copies/);
      await host.services.changes.undo({ change: raised.id, person: 'ann' });
      const lower = await plan('retention', { name, keep: { daily: 3, weekly: 4, monthly: 6 } });
      expect(lower).toMatchObject({ approvals: 1, steps: [{ commitClass: 'irreversible' }] });
      await expect(apply(lower)).rejects.toThrow(/0 of 1 approvals/);
      await host.services.changes.approve({ plan: lower, person: 'bob' });
      expect(await apply(lower)).toMatchObject({ state: 'kept' });
      expect(JSON.parse(await readFile(`${folder}/${name}.json`, 'utf8'))).toMatchObject({ keep: { daily: 3 } });
      await push({});
      expect(JSON.parse(await readFile(`${folder}/${name}.json`, 'utf8'))).toMatchObject({ keep: { daily: 7 } });
      await host.services.changes.undo({ change: made.id, person: 'ann' });
      await expect(readFile(`${folder}/${name}.json`)).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await rm(`${folder}/${name}.json`, { force: true });
    }
  });
});
