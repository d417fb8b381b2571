import { mkdir, readdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppliance, type RealAppliance } from './appliance.ts';
import { startBacula, type RealBacula } from './bacula.ts';
import { describeWith } from './prerequisites.ts';

// The plugin's folder for jobs is fixed; only root may make it.
const mayWriteEtc = process.getuid?.() === 0;
const folder = '/etc/bacula/jackfield.d';

describeWith(['bacula-dir', 'bacula-sd', 'bacula-fd', 'bconsole', 'sshd', 'ssh-keygen', 'fping'], 'a real Director of Bacula behind a real sshd', () => {
  let bacula: RealBacula;
  let appliance: RealAppliance;
  beforeAll(async () => {
    bacula = await startBacula('127.0.75.2');
    const { consoleFile: passwordFile, directorFile } = bacula;
    appliance = await startAppliance('127.0.75.2', { repositories: [{ product: 'bacula', path: 'director', passwordFile, directorFile, objects: [{ host: 'files', path: 'docs' }, { host: 'away', path: 'lost' }] }] });
  });
  afterAll(async () => {
    await appliance[Symbol.asyncDispose]();
    await bacula[Symbol.asyncDispose]();
  });

  const check = (name: string) => appliance.check(name);

  test('before any job has run, every object is critical', async () => {
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ name: 'files:docs', summary: 'No copy at all' }, { name: 'away:lost' }] });
  });

  test('a job that ran is a copy; one whose client is away failed, and is none', async () => {
    await bacula.console('run job=docs yes', 'wait', 'run job=lost yes', 'wait');
    expect(await check('copies')).toMatchObject({ state: 'critical', items: [{ name: 'files:docs', state: 'ok' }, { name: 'away:lost', state: 'critical', summary: 'Its only copy is empty or incomplete' }] });
    expect(await check('outcomes')).toMatchObject({ state: 'critical', items: [{ state: 'ok' }, { state: 'critical', summary: expect.stringContaining('failed') }] });
  });

  test.skipIf(!mayWriteEtc)('a job is pushed, runs, and is undone; one that the Director would not start with leaves all as it was', async () => {
    await mkdir(folder, { recursive: true });
    const name = `jackfield-test-${process.pid}`;
    const { changes } = appliance.host.services;
    const job = { name, repository: 'director', client: 'files', fileSet: 'F', storage: 'S', pool: 'P', messages: 'M', runs: ['Full sun at 23:05'] };
    const push = async (spec: object) => changes.apply({ plan: await appliance.plan({ resource: 'job', spec: { ...job, ...spec } }), person: 'ann' });
    try {
      const made = await push({});
      expect(made).toMatchObject({ state: 'kept' });
      expect(await bacula.console(`show job=${name}`)).toMatch(/Schedule: Name=[\s\S]*Run Level=Full/);
      expect(await push({ client: 'nobody' })).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('would not start') });
      const changed = await push({ runs: ['Full sun at 23:05', 'Incremental mon-sat at 22:00'] });
      expect(await bacula.console(`show job=${name}`)).toMatch(/Run Level=Incremental/);
      await changes.undo({ change: changed.id, person: 'ann' });
      expect(await bacula.console(`show job=${name}`)).not.toMatch(/Run Level=Incremental/);
      await changes.undo({ change: made.id, person: 'ann' });
      expect(await bacula.console(`show job=${name}`)).toContain('not found');
      expect((await readdir(folder)).filter((file) => file.includes(name))).toEqual([]);
    } finally {
      await rm(`${folder}/${name}.conf`, { force: true });
    }
  });
});
