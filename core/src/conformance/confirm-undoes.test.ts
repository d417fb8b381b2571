import { expect, test } from 'vitest';
import { conclude, judge, quickEffort, rules, Subject, type Conformance } from './index.ts';
import { dimmerFolder, soundDimmer, type Dimmer } from './testing/dimmer-plugin.ts';

async function conformance(dimmer: Dimmer): Promise<Conformance> {
  await using folder = await dimmerFolder(dimmer);
  const subject = await Subject.load(folder);
  const verdicts = [];
  for (const rule of rules.filter(({ id }) => id !== 'no-leaks')) verdicts.push(await judge(subject, rule, quickEffort));
  return conclude(subject, verdicts);
}

const told = ({ verdicts }: Conformance) => verdicts.flatMap(({ rule, findings }) => findings.map(({ message }) => `${rule}: ${message}`));

test('a device that takes back what nobody confirms is proved to confirm', async () => {
  const found = await conformance(soundDimmer);
  expect(told(found)).toEqual([]);
  expect(found.level).toBe('confirm');
});

/** As a device does it that knows no trial: at once, and for good. */
const atOnce: Dimmer['apply'] & Dimmer['restore'] = ({ trialMs: _trialMs, ...context }: Parameters<Dimmer['apply']>[0], state: { readonly level: string }) => soundDimmer.restore(context, state, {});

test.each([
  ['is applied for good at once', { ...soundDimmer, apply: atOnce }, 'nobody confirmed it'],
  ['is put back for good at once', { ...soundDimmer, restore: atOnce }, 'nobody confirmed its undo'],
  ['is not kept by confirm', { ...soundDimmer, confirm: async () => undefined }, 'confirmed was {"level":"70"}'],
  ['has no confirm', { read: soundDimmer.read, plan: soundDimmer.plan, apply: soundDimmer.apply, restore: soundDimmer.restore }, 'has no confirm'],
])('a class that is only claimed is found out: what %s', async (_what, dimmer, why) => {
  const found = await conformance(dimmer);
  expect(told(found)[0]).toContain(why);
  expect(told(found).filter((line) => !line.startsWith('confirm-undoes: '))).toEqual([]);
  expect(found.level).toBe('apply');
});
