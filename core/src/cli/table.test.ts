import fc from 'fast-check';
import { expect, test } from 'vitest';
import { table } from './table.ts';
import { width } from './text.ts';

test('columns are aligned, numbers to the right', () => {
  expect(table([{ title: 'NAME' }, { title: 'PORTS', align: 'right' }, { title: 'MODEL' }], [['core-1', '48', 'W48'], ['edge', '8', 'W8']], Infinity)).toBe(
    'NAME    PORTS  MODEL\n' +
    'core-1     48  W48\n' +
    'edge        8  W8\n',
  );
});

test('what does not fit gives way in the widest column, with a mark', () => {
  expect(table([{ title: 'NAME', firm: true }, { title: 'SUMMARY' }], [['a-rather-long-name', 'a summary that does not fit here']], 36)).toBe(
    'NAME                SUMMARY\n' +
    'a-rather-long-name  a summary that …\n',
  );
});

const heads = [{ title: 'NAME', firm: true }, { title: 'SITE' }, { title: 'MODEL', spare: 1 }, { title: 'SERIAL', spare: 2 }] as const;
const rows = [['bristol-access-1', 'bristol', 'JL253A Aruba 2930F-24G', 'CN91HKZ0L2']];

test('what can be spared gives way first, and goes before anything else is cut', () => {
  expect(table(heads, rows, 62)).toBe('NAME              SITE     MODEL                   SERIAL\nbristol-access-1  bristol  JL253A Aruba 2930F-24G  CN91HKZ0L2\n');
  expect(table(heads, rows, 56)).toBe('NAME              SITE     MODEL              SERIAL\nbristol-access-1  bristol  JL253A Aruba 293…  CN91HKZ0L2\n');
  expect(table(heads, rows, 40)).toBe('NAME              SITE     MODEL\nbristol-access-1  bristol  JL253A Aruba…\n');
  expect(table(heads, rows, 30)).toBe('NAME              SITE\nbristol-access-1  bristol\n');
});

test('what a row is about stands beneath it, whole, where it does not fit beside it', () => {
  const about = [{ title: 'DEVICE', firm: true }, { title: 'SUMMARY', beneath: true }] as const;
  const one = [['leeds-access-1', 'Ports: 26 down, uplink leeds-core-2']];
  expect(table(about, one, 60)).toBe('DEVICE          SUMMARY\nleeds-access-1  Ports: 26 down, uplink leeds-core-2\n');
  expect(table(about, [...one, ['york', '']], 30)).toBe('DEVICE\nleeds-access-1\n  Ports: 26 down, uplink\n  leeds-core-2\nyork\n');
});

test('codes that a device puts into its name move no cursor', () => {
  const text = table([{ title: 'NAME' }], [['evil\u001b[2J\u0007\u202eeman']], Infinity);
  expect(text).toBe('NAME\nevil·[2J··eman\n');
});

test('whatever the texts, no line is wider than the terminal while the columns can shrink', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { maxLength: 10 }), fc.integer({ min: 22, max: 120 }), (texts, columns) => {
    for (const last of [{}, { spare: 1 }, { beneath: true }]) {
      for (const line of table([{ title: 'A' }, { title: 'B' }, { title: 'C', ...last }], texts, columns).split('\n')) expect(width(line)).toBeLessThanOrEqual(columns);
    }
  }));
});
