import { expect, test } from 'vitest';
import { RecordingTerminal } from '../testing/recording-terminal.ts';
import { recoveryView, scoresView } from './recovery-view.ts';

type Recovery = Parameters<typeof recoveryView>[0];
type Step = Recovery['steps'][number];

const at = '2026-01-01T00:00:00.000Z';
const now = Date.parse(at) + 3_600_000;
const step = (kind: Step['kind'], done: boolean, more: Partial<Step> = {}): Step =>
  ({ kind, name: kind, done, summary: `${kind} so`, person: done ? 'ada' : null, at: done ? at : null, copies: [], ...more });
const recovery: Recovery = {
  device: 'd1', deviceName: 'sw', replacement: 'd2', replacementName: 'spare', version: 3, versionSeenAt: at, begun: { person: 'ada', at }, leftOut: [], cautions: [],
  steps: [step('replacement', true), step('configuration', true), step('data', false, { name: '/srv', copies: [{ deviceName: 'backup', site: 'leeds', copiedAt: at, command: 'get it' }, { deviceName: 'far', site: 'york', copiedAt: null, command: '' }] }), step('checks', false)],
};
const shown = (more: Partial<Recovery> = {}): string => recoveryView({ ...recovery, ...more }, new RecordingTerminal(), now);

test('each step with who did it, and the copies of what is still to be restored', () => {
  const text = shown({ cautions: ['look \u001b[2J out'], leftOut: [{ title: 'fake/system', path: 'password', reason: 'a secret' }] });
  expect(text).toMatch(/^Recovery of sw onto spare: version 3, last seen 1h.*; begun by ada, /);
  expect(text).toMatch(/1 {2}done {2}Replacement: replacement so {2}ada, 1h/);
  expect(text).toMatch(/3 {2}open {2}Data \/srv: data so\n +backup at leeds: copied 1h.*\n +get it\n +far at york: no good copy\n/);
  expect(text).toContain('Next: run the command of /srv on backup, and look at what it restored; then say so: `jackfield recover sw done /srv`.');
  expect(text).toContain('by hand: fake/system password: a secret\n');
  expect(text).not.toContain('\u001b[2J');
});

test.each([
  ['replacement', 'jackfield discover'], ['configuration', 'jackfield recover sw plan'], ['data', 'get data from somewhere else: nobody keeps a good copy; then say so: `jackfield recover sw done data`'], ['checks', 'jackfield check'],
] as const)('while %s is the first that is open, it says what comes next', (kind, next) => {
  expect(shown({ steps: [step(kind, false)] })).toContain(next);
});

test('a look ahead says how to begin, and the end that all is done', () => {
  expect(shown({ begun: null, deviceName: 'sw (replaced)' })).toContain("Begin with `jackfield recover 'sw (replaced)' begin`.");
  expect(shown({ steps: [step('checks', true)] })).toMatch(/All is done\.\n$/);
});

test('the score of each site, and of one what it is made of', () => {
  const parts = [{ deviceName: 'backup', check: 'drill', title: 'Restore drills', state: 'unknown' as const, summary: 'never tried', share: 0 }];
  const scores = [{ site: 'leeds', score: 0, parts }, { site: 'york', score: null, parts: [] }];
  expect(scoresView(scores, false, new RecordingTerminal())).toMatch(/leeds +0 % +1 check\nyork +- +no check tells\n$/);
  expect(scoresView(scores, true, new RecordingTerminal())).toMatch(/0 % +unknown +backup +Restore drills +never tried\n$/);
});
