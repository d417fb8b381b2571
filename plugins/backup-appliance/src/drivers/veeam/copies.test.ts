import { expect, test } from 'vitest';
import { copiesOf, type Catalogue } from './copies.ts';

const at = (hour: number): string => `2026-11-27T${String(hour).padStart(2, '0')}:00:00+01:00`;
const time = (hour: number): number => Date.parse(at(hour));
const session = (id: string, hour: number, result: string, state = 'Stopped') => ({
  id, jobId: 'j1', sessionType: 'BackupJob', creationTime: at(hour), endTime: state === 'Stopped' ? at(hour + 1) : null, state, result: { result, message: '' },
});
const point = (id: string, name: string, hour: number, backupId = 'b1') => ({ id, name, backupId, creationTime: `2026-11-27T${String(hour).padStart(2, '0')}:10:00+01:00` });
const task = (sessionId: string, name: string, hour: number, result: string, processedSize?: number) => ({
  id: `${sessionId}-${name}`, sessionId, name, creationTime: at(hour), endTime: `2026-11-27T${String(hour).padStart(2, '0')}:30:00+01:00`, state: 'Stopped', result: { result },
  ...(processedSize === undefined ? {} : { progress: { processedSize } }),
});

/** What is told of each copy, in short. */
function told(part: Partial<Catalogue>): readonly (readonly unknown[])[] {
  return copiesOf({ backups: [{ id: 'b1', jobId: 'j1', name: 'Nightly' }], points: [], sessions: [], tasks: [], ...part })
    .map(({ id, parts: [object], outcome, bytes, seconds }) => [id, object, outcome, bytes, seconds]);
}

test('a point has the outcome, size and time of what its session did for the object; one with a warning is not complete', () => {
  expect(told({
    points: [point('p1', 'files', 2), point('p2', 'mail', 2)], sessions: [session('s1', 2, 'Warning')],
    tasks: [task('s1', 'files', 2, 'Success', 4_096), task('s1', 'mail', 2, 'Warning', 10)],
  })).toEqual([['p1', 'files', 'complete', 4_096, 1_800], ['p2', 'mail', 'incomplete', 10, 1_800]]);
});

test('of agents no tasks are told: the result of the session is that of all in it', () => {
  const points = [point('p1', 'files', 2), point('p2', 'mail', 2)];
  expect(told({ points, sessions: [session('s1', 2, 'Warning')] }).map(([, , outcome]) => outcome)).toEqual(['incomplete', 'incomplete']);
  expect(told({ points, sessions: [session('s1', 2, 'None')] }).map(([, , outcome]) => outcome)).toEqual(['incomplete', 'incomplete']);
});

test('what runs is no copy yet, and what was made before the history that is kept counts as complete', () => {
  expect(told({ points: [point('p1', 'files', 1), point('p2', 'files', 5)], sessions: [session('s2', 5, 'None', 'Working')] })).toEqual([['p1', 'files', 'complete', null, null]]);
});

test('a run that left no point is told for each object that was in it', () => {
  const points = [point('p1', 'files', 1), point('p2', 'mail', 1)];
  const sessions = [session('s1', 1, 'Success'), session('s2', 3, 'Failed')];
  expect(told({ points, sessions }).slice(2)).toEqual([['s2', 'files', 'failed', null, 3_600], ['s2', 'mail', 'failed', null, 3_600]]);
  expect(told({ points, sessions, tasks: [task('s2', 'mail', 3, 'Failed', 0)] }).slice(2)).toEqual([['s2', 'mail', 'failed', null, 1_800]]);
  const times = copiesOf({ backups: [{ id: 'b1', jobId: 'j1' }], points, sessions, tasks: [] }).map((copy) => copy.time);
  expect(times[2]).toBe(time(4));
});

test('what Veeam suspects of a point is told, and of an increment what had changed', () => {
  const increment = { ...task('s1', 'files', 2, 'Success'), algorithm: 'Increment', progress: { processedSize: 4_096, readSize: 1_024 } };
  const points = [{ ...point('p1', 'files', 2), malwareStatus: 'Suspicious' }, { ...point('p0', 'files', 1), malwareStatus: 'Clean' }];
  expect(copiesOf({ backups: [{ id: 'b1', jobId: 'j1' }], points, sessions: [session('s1', 2, 'Success')], tasks: [increment] }))
    .toMatchObject([{ kind: 'Increment', bytes: 4_096, newBytes: 1_024, suspicion: 'suspicious' }, { suspicion: null }]);
});

test('points of other backups and jobs, and rows without a name or time, say nothing', () => {
  expect(told({ points: [point('p1', 'files', 2, 'b9'), { id: 'p2', backupId: 'b1' }, { ...point('p3', 'x', 1), creationTime: 'soon' }], sessions: [{ ...session('s9', 3, 'Failed'), jobId: 'j9' }, { id: 's' }] })).toEqual([]);
});
