import { expect, test } from 'vitest';
import { filledIn, isLike, type Stands } from './likeness.ts';
import { edited, stepsOf } from './page.ts';

const none: Stands = new Map();

test('times, widths of columns and what is left out may differ; nothing else may', () => {
  const shown = 'NAME   TOOK\n…\nups-1  in 22 ms, process …\n';
  expect(isLike('NAME  TOOK\nups-0  x\nups-1     in 7ms, process 12\n', shown, none)).toBe(true);
  expect(isLike('NAME  TOOK\nups-1  in 3.1 s, process 12\nmore\n', shown, none)).toBe(true);
  expect(isLike('NAME  TOOK\nups-2  in 22 ms, process 12\n', shown, none)).toBe(false);
  expect(isLike('NAME  TOOK\nups-1  in 22 ms, process 12, ill\nmore', 'ups-1  in 22 ms, process 12', none)).toBe(false);
  expect(isLike('a (b) [c] 1.5\n', 'a (b) [c] 1.5', none)).toBe(true);
  expect(isLike('a (b) [c] 175\n', 'a (b) [c] 1.5', none)).toBe(false);
});

test('a word that stands for a value is the same value everywhere', () => {
  const stands: Stands = new Map([['KEY', { pattern: String.raw`\w+`, value: null }]]);
  expect(isLike('made ab12\nby xy\n', 'made KEY\nby KEY', stands)).toBe(false);
  expect(isLike('made ab12\nby ab12\n', 'made KEY\nby KEY', stands)).toBe(true);
  expect(filledIn('keys: [KEY, MONKEY]', stands)).toBe('keys: [ab12, MONKEY]');
});

const fence = '```';

test('a page is files, edits, commands and what they print, and nothing else', () => {
  const page = `**\`a.ts\`**\n\n${fence}ts\none\n${fence}\n\nThen:\n\n<!-- terminal: daemon -->\n${fence}sh\nrun\n${fence}\n\n${fence}text\nran\n${fence}\n\n**\`a.ts\`**\n\n${fence}diff\n-one\n+two\n${fence}\n`;
  expect(stepsOf(page)).toMatchObject([
    { kind: 'write', file: 'a.ts', text: 'one\n' }, { kind: 'run', commands: ['run'], terminal: 'daemon', shows: 'ran\n' }, { kind: 'edit', line: 20, file: 'a.ts' },
  ]);
  expect(() => stepsOf(`Such as:\n\n${fence}yaml\na: 1\n${fence}\n`)).toThrow('line 3: a yaml block that is neither');
});

test('an edit has one place, or fails', () => {
  const edit = { kind: 'edit', line: 1, file: 'a', text: ' b\n-c\n+d\n+e\n' } as const;
  expect(edited('a\nb\nc\nf\n', edit)).toBe('a\nb\nd\ne\nf\n');
  expect(edited('b\nc\n', edit)).toBe('b\nd\ne\n');
  expect(() => edited('b\nx\n', edit)).toThrow('no place');
  expect(() => edited('b\nc\nb\nc\n', edit)).toThrow('more than one place');
});
