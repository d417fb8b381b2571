import { expect, test } from 'vitest';
import { exactTime, siteClock, withTimes } from './exact-time.ts';

const at = '2026-07-01T22:30:00Z';

test('a moment has the name of its zone, summer time included', () => {
  expect([exactTime(at, 'Europe/London'), exactTime('2026-01-01T22:30:00Z', 'Europe/London')].map((text) => /(?:GMT|BST|UTC)\S*/.exec(text)?.[0])).toEqual([expect.stringMatching(/^(BST|GMT\+1)$/), expect.stringMatching(/^(GMT|UTC)$/)]);
});

test('moments in a text are told in the zone, and nothing else of it is another', () => {
  const told = withTimes('on the way, until 2026-07-01T22:30:00.058Z', 'Asia/Tokyo');
  expect(told).toMatch(/^on the way, until .*7:30/);
  expect(told).not.toContain('T22:30');
  expect(['2026-99-99T22:30:00Z', 'sha256 2026-07', '']).toEqual(['2026-99-99T22:30:00Z', 'sha256 2026-07', ''].map((text) => withTimes(text, 'Asia/Tokyo')));
});

test('the clock of a site is told beside the own one where it shows something else', () => {
  const leeds = { title: 'Leeds', zone: 'Europe/London' };
  expect(siteClock(at, leeds, 'Europe/Berlin')).toMatch(/^.*23:30 Leeds \(.*00:30 here\)$/);
  expect(siteClock('2026-07-01T07:10:00Z', leeds, 'Europe/Berlin')).toBe('08:10 Leeds (09:10 here)');
  // Another name, the same clock.
  expect([siteClock(at, leeds, 'Europe/Lisbon'), siteClock(at, { title: 'Leeds', zone: null }, 'Europe/Berlin')]).toEqual([null, null]);
});
