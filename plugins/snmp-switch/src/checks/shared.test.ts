import { expect, test } from 'vitest';
import { Shared } from './shared.ts';

test('what is written the same is one value, and what nobody shares any more goes', () => {
  const shared = new Shared<{ readonly ports: number }>();
  const first = shared.of('a', { ports: 1 });
  expect(shared.of('a', { ports: 1 })).toBe(first);
  expect(shared.of('b', { ports: 2 })).not.toBe(first);
  for (let other = 0; other < 1_000; other += 1) shared.of(`other ${other}`, { ports: other });
  expect(shared.of('a', { ports: 1 })).not.toBe(first);
});
