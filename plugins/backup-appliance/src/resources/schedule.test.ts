import { Conflict, Refused, SettingsInvalid } from '@jackfield/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, repository } from '../testing/memory-appliance.ts';
import { schedule, type ScheduleSpec, type ScheduleState } from './schedule.ts';

const spec: ScheduleSpec = { name: 'office', repository: '/srv/backup/office', paths: ['/etc'], onCalendar: '*-*-* 02:30', keep: { daily: 7, weekly: 4, monthly: 12 } };
const file = '/etc/jackfield/backup.d/office.json';
const key = { name: 'office' };

const state = fc.oneof(
  fc.constant<ScheduleState>({ exists: false }),
  fc.record({
    exists: fc.constant(true as const), repository: fc.string({ minLength: 1 }), passwordFile: fc.string(), paths: fc.array(fc.string(), { minLength: 1 }), onCalendar: fc.string(),
    keep: fc.record({ daily: fc.nat(50), weekly: fc.nat(50), monthly: fc.nat(50) }), product: fc.constant('borg' as const),
  }, { requiredKeys: ['exists', 'repository', 'passwordFile', 'paths', 'onCalendar', 'keep'] }),
);

test('what is applied is read back, twice is once, and restore brings back what was there', async () => {
  await fc.assert(fc.asyncProperty(state, state, async (before, wanted) => {
    const appliance = new MemoryAppliance();
    const context = contextOver(appliance);
    await schedule.restore(context, before, key);
    const original = appliance.text(file);
    await schedule.apply(context, wanted, before, key);
    expect(await schedule.read(context, key)).toEqual(wanted);
    const { writes } = appliance;
    await schedule.apply(context, wanted, before, key);
    expect(appliance.writes).toBe(writes);
    await schedule.restore(context, before, key);
    expect(appliance.text(file)).toBe(original);
  }));
});

test('a plan of what is there already is empty', async () => {
  const context = contextOver(new MemoryAppliance());
  const wanted = await schedule.plan(context, { exists: false }, spec);
  expect(await schedule.plan(context, wanted, spec)).toEqual(wanted);
});

test('a schedule says of which product its repository is; one of Bacula the program cannot run', async () => {
  const of = (product: 'borg' | 'bacula') => contextOver(new MemoryAppliance(), { ...defaults, repositories: [{ ...repository, product }] });
  expect(await schedule.plan(of('borg'), { exists: false }, spec)).toMatchObject({ repository: spec.repository, product: 'borg' });
  expect(() => schedule.plan(of('bacula'), { exists: false }, spec)).toThrow('is not of restic or borg');
});

test('fewer copies than now is a deletion and refused; more is fine', async () => {
  const context = contextOver(new MemoryAppliance());
  const now = await schedule.plan(context, { exists: false }, spec);
  expect(() => schedule.plan(context, now, { ...spec, keep: { ...spec.keep, weekly: 3 } })).toThrow(Refused);
  expect(await schedule.plan(context, now, { ...spec, keep: { ...spec.keep, weekly: 5 } })).toMatchObject({ keep: { weekly: 5 } });
});

test('a repository that the settings do not name has no password file; one that keeps nothing is no schedule', () => {
  const context = contextOver(new MemoryAppliance());
  expect(() => schedule.plan(context, { exists: false }, { ...spec, repository: '/srv/other' })).toThrow(SettingsInvalid);
  expect(() => schedule.plan(context, { exists: false }, { ...spec, keep: { daily: 0, weekly: 0, monthly: 0 } })).toThrow(SettingsInvalid);
});

test('what somebody changed since the plan is not overwritten', async () => {
  const appliance = new MemoryAppliance();
  const context = contextOver(appliance);
  const first = await schedule.plan(context, { exists: false }, spec);
  await schedule.apply(context, first, { exists: false }, key);
  const second = await schedule.plan(context, first, { ...spec, paths: ['/srv'] });
  await expect(schedule.apply(context, second, { exists: false }, key)).rejects.toBeInstanceOf(Conflict);
  expect(await schedule.read(context, key)).toEqual(first);
});

test.each(['{}', 'not json', '{"repository":"x"}'])('a file that somebody else wrote (%s) is not touched', async (text) => {
  const appliance = new MemoryAppliance();
  appliance.put(file, text);
  await expect(schedule.read(contextOver(appliance), key)).rejects.toMatchObject({ kind: 'Conflict' });
  expect(appliance.text(file)).toBe(text);
});
