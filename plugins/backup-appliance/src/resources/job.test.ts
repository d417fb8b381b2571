import { Conflict, NotReady, Refused, SettingsInvalid } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { readJobFile, renderJob } from './job-file.ts';
import { job } from './job.ts';

const file = '/etc/bacula/jackfield.d/nightly.conf';
const key = { name: 'nightly', repository: 'director' };
const spec = { ...key, client: 'files-fd', fileSet: 'Full Set', storage: 'File1', pool: 'File', messages: 'Standard', runs: ['Full sun at 23:05'] };
const absent = { exists: false } as const;

/** A Director that includes the file, and loads it when it is told to. */
class Director extends MemoryAppliance {
  ending = output('1000 OK: 103 dir\n');
  loaded = '';

  override async script(name = '') {
    if (this.ending.code !== 0 || !this.ending.stdout.startsWith('1000')) return this.ending;
    if (name === 'baculaReload') this.loaded = this.text(file) ?? '';
    const schedule = /Name = "(nightly-\w+)"/.exec(this.loaded)?.[1];
    return output(`1000 OK: 103 dir\n${schedule === undefined ? 'job resource nightly not found.' : `  --> Schedule: Name=${schedule} Enabled=1`}\n`);
  }
}

const settings = { ...defaults, repositories: [{ ...repository, product: 'bacula' as const, path: 'director', passwordFile: '/etc/bacula/bconsole.conf' }] };
const over = (director: Director) => contextOver(director, settings);

test('what is applied is loaded and read back, twice is once, and restore takes it away', async () => {
  const director = new Director();
  const context = over(director);
  const wanted = await job.plan(context, await job.read(context, key), spec);
  for (const _time of [1, 2]) await job.apply(context, wanted, absent, key);
  expect([await job.read(context, key), director.writes]).toEqual([wanted, 1]);
  const other = await job.plan(context, wanted, { ...spec, runs: ['Incremental mon-sat at 22:00'] });
  await job.apply(context, other, wanted, key);
  expect(await job.read(context, key)).toEqual(other);
  await job.restore(context, wanted, key);
  expect(await job.read(context, key)).toEqual(wanted);
  await job.restore(context, absent, key);
  expect([await job.read(context, key), director.loaded]).toEqual([absent, '']);
});

test('a file that the Director has not loaded is told to be so', async () => {
  const director = new Director();
  const { client, fileSet, storage, pool, messages, runs } = spec;
  director.put(file, renderJob('nightly', { client, fileSet, storage, pool, messages, runs }));
  expect(await job.read(over(director), key)).toMatchObject({ exists: true, isLoaded: false });
});

test.each([[output('Config error: Could not find config resource "files-fd"', 65), Refused], [output('Could not connect', 0), NotReady]])('%o is an outcome', async (ending, outcome) => {
  const director = new Director();
  const context = over(director);
  const wanted = await job.plan(context, absent, spec);
  director.ending = ending;
  await expect(job.apply(context, wanted, absent, key)).rejects.toBeInstanceOf(outcome);
});

test('what the Director would not start with is taken out of its way at once', async () => {
  const director = new Director();
  const context = over(director);
  const wanted = await job.plan(context, absent, spec);
  director.ending = output('Config error: Could not find config resource "files-fd"', 65);
  await expect(job.apply(context, wanted, absent, key)).rejects.toThrow('Could not find config resource');
  expect(director.text(file)).toBeNull();
});

test('a file that somebody wrote or changed is not touched, and a Director of another product has no jobs', async () => {
  const director = new Director();
  const { client, fileSet, storage, pool, messages, runs } = spec;
  const ours = renderJob('nightly', { client, fileSet, storage, pool, messages, runs });
  for (const text of ['Job { Name = "nightly" }\n', ours.replace('Level = "Incremental"', 'Level = "Full"')]) {
    director.put(file, text);
    expect(readJobFile('nightly', text)).toBeNull();
    await expect(job.restore(over(director), absent, key)).rejects.toBeInstanceOf(Conflict);
  }
  expect(() => job.plan(contextOver(director), absent, { ...spec, repository: repository.path })).toThrow(SettingsInvalid);
});
