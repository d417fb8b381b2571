import { expect, test } from 'vitest';
import { readArchives } from './archives.ts';

const archive = (day: number, series = 'office') => ({ id: `${series}${day}`, name: `${series}-2026-11-2${day}T03:00`, start: `2026-11-2${day}T03:00:00.000000`, hostname: 'files', comment: '' });
const sizes = (day: number, own: number, series = 'office') => ({ id: `${series}${day}`, duration: 60, stats: { original_size: 1_000, deduplicated_size: own } });

test('what was new is told of the newest archive of each series alone: older ones share theirs with the next', () => {
  const list = JSON.stringify({ archives: [archive(1), archive(2), archive(1, 'mail')] });
  const info = JSON.stringify({ archives: [sizes(1, 3), sizes(2, 400), sizes(1, 50, 'mail')] });
  expect(readArchives(`${list}\n\nsizes\n${info}\n`).map(({ parts, bytes, newBytes }) => [...parts, bytes, newBytes])).toEqual([['office', 1_000, null], ['office', 1_000, 400], ['mail', 1_000, 50]]);
});

test('what a canary left is nobody\'s copy; a series that is only called so is', () => {
  const list = JSON.stringify({ archives: [archive(1, 'jackfield-canary'), archive(1, 'jackfield-canary-yellow')] });
  expect(readArchives(`${list}\n\nsizes\n{"archives":[]}\n`).map(({ parts }) => parts)).toEqual([['jackfield-canary-yellow']]);
});
