import { expect, test } from 'vitest';
import { MemoryFiles } from './memory-files.ts';

test('times told by their age are as old whenever the machine starts', () => {
  const files = new MemoryFiles({ '/status': 'checked {{26h ago}}', '/other': '{{soon ago}} {{ 1h ago }}' });
  const checked = Date.parse(files.text('/status')?.slice('checked '.length) ?? '');
  expect((Date.now() - checked) / 3_600_000).toBeCloseTo(26, 1);
  expect(files.text('/other')).toBe('{{soon ago}} {{ 1h ago }}');
});
