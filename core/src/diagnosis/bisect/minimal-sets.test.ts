import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimalSets, type Guilty, type Verdict } from './minimal-sets.ts';

const subset = (part: readonly number[], whole: readonly number[]): boolean => part.every((one) => whole.includes(one));
const minimal = (sets: readonly (readonly number[])[]): number[][] =>
  sets.map((set) => [...new Set(set)].toSorted((a, b) => a - b))
    .filter((set, at, all) => !all.some((other, index) => index !== at && subset(other, set) && (other.length < set.length || index < at)));
const sorted = (sets: readonly (readonly number[])[]): string[] => sets.map((set) => set.join()).toSorted();

const planted = fc.integer({ min: 1, max: 24 }).chain((count) =>
  fc.record({
    suspects: fc.constant(Array.from({ length: count }, (_, index) => index)),
    sets: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  }));

const find = (suspects: readonly number[], oracle: (present: readonly number[]) => Verdict): Promise<Guilty<number>> =>
  minimalSets(suspects, async (present) => oracle(present), { maxTrials: 10_000 });

test('every minimal set that was planted is found, and nothing else', async () => {
  await fc.assert(fc.asyncProperty(planted, async ({ suspects, sets }) => {
    const found = await find(suspects, (present) => (sets.some((set) => subset(set, present)) ? 'fails' : 'passes'));
    expect(sorted(found.sets)).toEqual(sorted(minimal(sets)));
    expect(found.complete).toBe(true);
  }));
});

test('one guilty among n takes three trials a halving, and four more', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 300 }).chain((count) => fc.tuple(fc.constant(count), fc.nat(count - 1))), async ([count, guilty]) => {
    const found = await find(Array.from({ length: count }, (_, index) => index), (present) => (present.includes(guilty) ? 'fails' : 'passes'));
    expect(found.sets).toEqual([[guilty]]);
    expect(found.trials).toBeLessThanOrEqual(3 * Math.ceil(Math.log2(count)) + 4);
  }));
});

test('a set of any size takes at most so many trials as ddmin does at worst, each at most twice', async () => {
  await fc.assert(fc.asyncProperty(planted, async ({ suspects, sets: [set = []] }) => {
    const found = await find(suspects, (present) => (subset(set, present) ? 'fails' : 'passes'));
    const n = suspects.length;
    expect(found.trials).toBeLessThanOrEqual(2 * (n * n + 3 * n) + set.length + 2);
  }));
});

test('trials that tell nothing are never taken for guilt', async () => {
  await fc.assert(fc.asyncProperty(planted, fc.func(fc.boolean()), async ({ suspects, sets: [set = []] }, isUnclear) => {
    const found = await find(suspects, (present) => (subset(set, present) ? 'fails' : isUnclear(present) ? 'unclear' : 'passes'));
    expect(found.sets.map((one) => [...one])).toEqual(minimal([set]));
  }));
});

test('an oracle that says both of the same is told, not believed', async () => {
  await fc.assert(fc.asyncProperty(planted, fc.infiniteStream(fc.boolean()), async ({ suspects, sets }, lies) => {
    const truth = (present: readonly number[]): boolean => sets.some((set) => subset(set, present));
    const said = new Map<string, Set<boolean>>();
    const outcome = await find(suspects, (present) => {
      const { value } = lies.next();
      const fails = value === true ? truth(present) : !truth(present);
      said.set(present.join(), (said.get(present.join()) ?? new Set()).add(fails));
      return fails ? 'fails' : 'passes';
    }).then((found) => ({ found }), (error: unknown) => ({ error }));
    const contradicted = [...said.values()].some((answers) => answers.size > 1);
    expect(outcome).toMatchObject(contradicted ? { error: { code: 'JF9521' } } : { found: { complete: true } });
  }));
});

test('when the trials are spent it says that there may be more', async () => {
  const found = await minimalSets([1, 2, 3, 4, 5, 6, 7, 8], async (present) => (present.includes(3) ? 'fails' : 'passes'), { maxTrials: 5 });
  expect(found).toMatchObject({ complete: false, trials: 5 });
});
