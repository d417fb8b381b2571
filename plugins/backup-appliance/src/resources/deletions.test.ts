import { Conflict, NotReady, Refused, SettingsInvalid, type EarlierSpec } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOver, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { deletion } from './deletion.ts';
import { prune } from './prune.ts';
import { keptOf, type StoredCopy } from './stored-copies.ts';
import { unlock } from './unlock.ts';

const { path } = repository;
const idOf = (number: number): string => number.toString(16).padStart(64, 'a');

/** A repository with a snapshot a day, of which one may lack files, and locks. */
class Repository extends MemoryAppliance {
  readonly snapshots: { readonly id: string; readonly time: string; readonly hostname: string; readonly paths: readonly string[]; readonly tags: readonly string[] }[];
  readonly locks = new Map<string, { readonly time: string; readonly hostname: string; readonly exclusive: boolean }>();
  ending = output('');

  constructor(days: number, incomplete: readonly number[] = []) {
    super(() => output(JSON.stringify(this.snapshots)));
    this.snapshots = Array.from({ length: days }, (_, day) => ({
      id: idOf(day), time: new Date(Date.UTC(2026, 0, 1 + day, 3)).toISOString(), hostname: 'files', paths: ['/srv'], tags: incomplete.includes(day) ? ['incomplete'] : [],
    }));
  }

  override async script(name = '', [product = '', what = '', , , ...ids]: readonly string[] = []) {
    if (name === 'restic') return output([...this.locks].map(([id, lock]) => `lock ${id}\n${JSON.stringify(lock)}\n`).join(''));
    if (name !== 'takeAway' || product !== 'restic') return output('', 127);
    if (this.ending.code !== 0) return this.ending;
    this.writes += 1;
    if (what === 'locks') this.locks.clear();
    else for (const id of ids) this.snapshots.splice(this.snapshots.findIndex((one) => one.id === id), 1);
    return this.ending;
  }
}

const deleting = (copy: string): EarlierSpec => ({ resource: 'deletion', spec: { repository: path, copy } });

describe('a copy', () => {
  const spec = { repository: path, copy: idOf(1) };

  test('goes once it is planned by its name, and another try finds nothing to do', async () => {
    const appliance = new Repository(3);
    const context = contextOver(appliance);
    const before = await deletion.read(context, spec);
    expect(before).toEqual({ exists: true, id: idOf(1), object: 'files:/srv', time: '2026-01-02T03:00Z' });
    const wanted = await deletion.plan(context, before, spec);
    for (const _time of [1, 2]) await deletion.apply(context, wanted, before, spec);
    expect([await deletion.read(context, spec), appliance.writes, appliance.snapshots.map(({ id }) => id)]).toEqual([{ exists: false }, 1, [idOf(0), idOf(2)]]);
  });

  test('is not deleted when nothing good is left of what it holds, also not together with the others', async () => {
    const context = contextOver(new Repository(3, [2]));
    await expect(deletion.precheck?.(context, { repository: path, copy: idOf(1) }, [])).resolves.toBeUndefined();
    await expect(deletion.precheck?.(context, { repository: path, copy: idOf(1) }, [deleting(idOf(0))])).rejects.toThrow('last good copy of files:/srv');
    await expect(deletion.precheck?.(context, { repository: path, copy: idOf(2) }, [deleting(idOf(0))])).resolves.toBeUndefined();
  });

  test('is never guessed: letters that fit several are refused', async () => {
    const context = contextOver(new Repository(3));
    await expect(deletion.read(context, { repository: path, copy: 'aaaaaaaa' })).rejects.toBeInstanceOf(Refused);
    expect(await deletion.read(context, { repository: path, copy: 'bbbbbbbb' })).toEqual({ exists: false });
    await expect(deletion.read(context, { repository: '/srv/other', copy: idOf(1) })).rejects.toBeInstanceOf(SettingsInvalid);
  });

  test.each([[output('', 1, 'Fatal: server response: 403 Forbidden'), Refused], [output('', 11, 'repository is already locked by PID 7'), NotReady]])('%o is an outcome, and nothing is gone', async (ending, outcome) => {
    const appliance = new Repository(3);
    appliance.ending = ending;
    const context = contextOver(appliance);
    await expect(deletion.apply(context, { exists: false }, await deletion.read(context, spec), spec)).rejects.toBeInstanceOf(outcome);
    expect(appliance.snapshots).toHaveLength(3);
  });
});

describe('a prune', () => {
  const spec = { repository: path, before: '2026-02-01', keep: { daily: 2, weekly: 2, monthly: 1 } };

  test('deletes what the plan names, and not what was made meanwhile', async () => {
    const appliance = new Repository(40, [30]);
    const context = contextOver(appliance);
    const before = await prune.read(context, spec);
    const wanted = await prune.plan(context, before, spec);
    // The 31st lacks files: the 30th and 29th are the newest days, the 25th ends the week before theirs, a Sunday.
    expect(Object.values(wanted.copies).map(({ time }) => time.slice(0, 10))).toEqual(['2026-01-25', '2026-01-29', '2026-01-30']);
    await prune.apply(context, wanted, before, spec);
    expect(await prune.read(context, spec)).toEqual(wanted);
    expect(appliance.snapshots.filter(({ time }) => time >= '2026-02-01')).toHaveLength(9);
  });

  test('neither reaches into what is still to come, nor goes with other deletions, nor leaves nothing', async () => {
    const context = contextOver(new Repository(3));
    await expect(prune.precheck?.(context, { ...spec, before: '2999-01-01' }, [])).rejects.toThrow('still to come');
    await expect(prune.precheck?.(context, spec, [deleting(idOf(0))])).rejects.toThrow('beside other deletions');
    expect(() => prune.plan(context, { copies: {} }, { ...spec, keep: { daily: 0, weekly: 0, monthly: 0 } })).toThrow(SettingsInvalid);
  });

  test('leaves of each object at least one good copy, or all when none is good; a second time it leaves all', () => {
    const copy = fc.record({ object: fc.constantFrom('a', 'b'), time: fc.date({ min: new Date('2020-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }).map((time) => time.toISOString()), isGood: fc.boolean() });
    const keep = fc.record({ daily: fc.nat(3), weekly: fc.nat(3), monthly: fc.nat(3) }).filter(({ daily, weekly, monthly }) => daily + weekly + monthly > 0);
    fc.assert(fc.property(fc.dictionary(fc.string(), copy), keep, (copies: { readonly [id: string]: StoredCopy }, wanted) => {
      const kept = keptOf(copies, wanted);
      for (const object of ['a', 'b']) {
        const all = Object.values(copies).filter((one) => one.object === object);
        const left = Object.values(kept).filter((one) => one.object === object);
        const newest = all.filter(({ isGood }) => isGood).toSorted((one, other) => other.time.localeCompare(one.time))[0];
        expect(newest === undefined ? left.length === all.length : left.some(({ time }) => time === newest.time)).toBe(true);
      }
      expect(keptOf(kept, wanted)).toEqual(kept);
    }));
  });
});

describe('locks', () => {
  const spec = { repository: path };
  const locked = (...hours: readonly number[]): Repository => {
    const appliance = new Repository(1);
    hours.forEach((age, at) => appliance.locks.set(idOf(at), { time: new Date(Date.now() - age * 3_600_000).toISOString(), hostname: 'files', exclusive: true }));
    return appliance;
  };

  test('that were left behind are taken away, and their plan says whose', async () => {
    const appliance = locked(30, 40);
    const context = contextOver(appliance);
    await unlock.precheck?.(context, spec, []);
    const before = await unlock.read(context, spec);
    expect(before.locks[idOf(0)]).toMatchObject({ host: 'files', isExclusive: true });
    for (const _time of [1, 2]) await unlock.apply(context, await unlock.plan(context, before, spec), before, spec);
    expect([await unlock.read(context, spec), appliance.writes]).toEqual([{ locks: {} }, 1]);
  });

  test('of a job that may be at work stay, and one that came since the plan keeps all', async () => {
    await expect(unlock.precheck?.(contextOver(locked(30, 2)), spec, [])).rejects.toThrow('only 2 h old');
    const appliance = locked(30);
    const context = contextOver(appliance);
    const before = await unlock.read(context, spec);
    appliance.locks.set(idOf(7), { time: new Date().toISOString(), hostname: 'mail', exclusive: false });
    await expect(unlock.apply(context, { locks: {} }, before, spec)).rejects.toBeInstanceOf(Conflict);
    expect(appliance.locks.size).toBe(2);
  });
});
