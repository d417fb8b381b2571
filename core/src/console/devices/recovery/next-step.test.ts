import { expect, test } from 'vitest';
import { nextStep, stepAdvice, stepTitle, type Step } from './next-step.ts';

const step = (kind: Step['kind'], done: boolean): Step => ({ kind, name: kind === 'data' ? '/srv/shares' : kind, done, summary: '', person: null, at: null, copies: [] });

test('nothing is next before somebody begins, then the first open step, and nothing when all is done', () => {
  const steps = [step('replacement', true), step('configuration', false), step('data', false), step('checks', false)];
  const begun = { person: 'ada', at: '' };
  expect(nextStep({ begun: null, steps })).toBeNull();
  expect(nextStep({ begun, steps })).toBe(steps[1]);
  expect(nextStep({ begun, steps: steps.map((one) => ({ ...one, done: true })) })).toBeNull();
});

test('of data it is said on which device a good copy can be had, or that there is none', () => {
  const copy = { deviceName: 'leeds-backup', site: 'leeds', copiedAt: '2026-01-01T00:00:00Z', command: 'restic restore' };
  expect(stepTitle(step('data', false))).toBe('Data: /srv/shares');
  expect(stepAdvice({ ...step('data', false), copies: [{ ...copy, copiedAt: null }, copy] })).toContain('leeds-backup');
  expect(stepAdvice(step('data', false))).toContain('nobody keeps a good copy');
});
