import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownEnds } from './support-ends.ts';

test('each release stands in the table once, with its day, the day as of which it is known, the maker\'s page and where it was read', () => {
  const day = /^\d{4}-\d\d-\d\d$/;
  for (const { release, ends, asOf, page } of knownEnds()) {
    expect(release).toMatch(/^[a-z-]+ \d+(\.\d+)?$/);
    for (const date of [ends, asOf]) expect([date, Number.isNaN(Date.parse(date))]).toEqual([expect.stringMatching(day), false]);
    expect(page).toMatch(/^https:\/\//);
  }
  const lines = readFileSync(new URL('../../data/support-ends.tsv', import.meta.url), 'utf8').trimEnd().split('\n');
  expect(lines.filter((line) => line.split('\t').filter((cell) => cell !== '').length !== 5)).toEqual([]);
  const releases = knownEnds().map(({ release }) => release);
  expect(releases).toEqual([...new Set(releases)]);
});
