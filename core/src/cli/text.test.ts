import { expect, test } from 'vitest';
import { RecordingTerminal } from './testing/recording-terminal.ts';
import { errorText } from './error-text.ts';
import { ProgressBar, progressLine } from './progress-bar.ts';
import { ago, bytes, duration, fit, speed } from './text.ts';

test.each([[0, '0ms'], [120, '120ms'], [1_000, '1s'], [65_000, '1m 5s'], [3_600_000, '1h'], [3_605_000, '1h'], [7_260_000, '2h 1m'], [273_600_000, '3d 4h']])('%i ms is %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test('sizes, speeds and ages as engineers write them', () => {
  expect([bytes(512), bytes(21_000_000), speed(1e9), speed(2.5e9), speed(1e8), speed(null)]).toEqual(['512 B', '20.0 MiB', '1G', '2.5G', '100M', '']);
  expect([ago('2026-01-01T00:00:00.000Z', Date.parse('2026-01-01T00:01:05Z')), ago(null, 0), fit('abcdef', 4), fit('ab', 4)]).toEqual(['1m 5s ago', 'never', 'abc…', 'ab']);
});

test('an error is code, place and message, then the next step', () => {
  const { colours } = new RecordingTerminal();
  const report = { code: 'JF1004', where: 'sites/leeds.yaml:14:5', message: 'networks is given twice', hint: 'Keep one of the two.' };
  expect(errorText({ ...report, more: [{ ...report, code: 'JF1005', hint: '' }] }, colours)).toBe(
    'JF1004 sites/leeds.yaml:14:5 networks is given twice\n  → next: Keep one of the two.\nJF1005 sites/leeds.yaml:14:5 networks is given twice\n',
  );
});

test('progress is a bar on a terminal and nothing elsewhere', () => {
  expect(progressLine({ done: 6, total: 24, label: 'leeds sweep' }, 80)).toBe('[######                  ]  6/24 leeds sweep');
  const live = new RecordingTerminal({ live: true, columns: 40 });
  {
    using bar = new ProgressBar(live);
    bar.show({ done: 1, total: 2, label: 'x' });
  }
  expect(live.errors.startsWith('\r\u001b[2K[')).toBe(true);
  expect(live.errors.endsWith('\r\u001b[2K')).toBe(true);
  const piped = new RecordingTerminal();
  {
    using bar = new ProgressBar(piped);
    for (let done = 0; done <= 100; done += 1) bar.show({ done, total: 100, label: 'leeds sweep, 3 found' });
  }
  expect(piped.errors).toBe('');
});
