import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from './quote.ts';

test('a real shell gives every argument back as it was', () => {
  const argument = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (words) => {
    const line = commandLine(['printf', String.raw`%s\0`, ...words]);
    expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(words.map((word) => `${word}\0`).join(''));
  }), { numRuns: 60 });
});
