import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { anomalies } from './anomalies.ts';
import { escrow } from './escrow.ts';
import { outcomes } from './outcomes.ts';

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const megabyte = 1_000_000;

/** A copy a day, the newest first; megabytes. */
const daily = (copies: readonly { bytes: number; minutes?: number; tags?: readonly string[]; added?: number }[]) =>
  contextOver(new MemoryAppliance(() => output(JSON.stringify(copies.map(({ bytes, minutes = 10, tags = [], added = bytes / 100 }, day) => ({
    id: `c${day}`, hostname: 'files', paths: ['/srv'], time: ago(3 + 24 * day), tags,
    summary: { total_bytes_processed: bytes * megabyte, data_added: added * megabyte, backup_start: ago(3 + 24 * day + minutes / 60), backup_end: ago(3 + 24 * day) },
  }))))));

const usual = Array.from({ length: 6 }, () => ({ bytes: 1_000 }));

test.each([
  [{ bytes: 1_200 }, 'ok', 'As usual'],
  [{ bytes: 300 }, 'warning', '30 % of the usual size'],
  [{ bytes: 2_500 }, 'warning', '250 % of the usual size'],
  [{ bytes: 1_000, minutes: 45 }, 'warning', '450 % of the usual time'],
  [{ bytes: 0 }, 'critical', 'of nothing'],
  [{ bytes: 1_000, added: 900 }, 'warning', 'The newest copy is new to 90 %'],
  [{ bytes: 1_000, added: 400 }, 'ok', 'As usual'],
])('the newest copy %j after six of 1000 megabytes in ten minutes: %s', async (newest, state, words) => {
  expect(await anomalies(daily([newest, ...usual]))).toMatchObject({ state, items: [{ summary: expect.stringContaining(words) }] });
});

test('the bookkeeping of a small source is no news', async () => {
  expect(await anomalies(daily([{ bytes: 1, added: 1 }, ...Array.from({ length: 6 }, () => ({ bytes: 1, added: 0.1 }))]))).toMatchObject({ state: 'ok' });
});

test('a source that is new each day is not odd for that', async () => {
  const dump = { bytes: 1_000, added: 1_000 };
  expect(await anomalies(daily([dump, dump, dump, dump, dump, dump]))).toMatchObject({ state: 'ok', items: [{ metrics: expect.arrayContaining([{ name: 'copy.changed', value: 100 }]) }] });
});

/** Jobs of Bacula, a day each, the newest first: level, megabytes, minutes. */
const jobs = (rows: readonly (readonly [level: string, bytes: number, minutes: number])[]) => {
  const text = rows.map(([level, bytes, minutes], day) => {
    const end = Date.parse(ago(3 + 24 * day));
    const told = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
    return `JobId: ${100 - day}\nName: docs\nType: B\nLevel: ${level}\nClientName: files\nJobStatus: T\nStartTime: ${told(end - minutes * 60_000)}\nEndTime: ${told(end)}\nJobTDate: ${Math.floor(end / 1_000)}\nJobBytes: ${bytes * megabyte}\n`;
  }).join('\n');
  const appliance = new MemoryAppliance();
  appliance.script = async () => output(`1000 OK: 103 dir Version: 9.6.7\n${text}`);
  return contextOver(appliance, { ...defaults, repositories: [{ ...repository, product: 'bacula' }] });
};

test('runs are held against those of their kind; an incremental one as large as the full one before it is odd', async () => {
  const increments = Array.from({ length: 5 }, () => ['I', 50, 5] as const);
  expect(await anomalies(jobs([['F', 10_000, 300], ...increments, ['F', 9_000, 280]]))).toMatchObject({ state: 'ok', items: [{ summary: 'Too few copies to know what is usual' }] });
  expect(await anomalies(jobs([['I', 60, 6], ...increments, ['F', 9_000, 280]]))).toMatchObject({ state: 'ok', items: [{ summary: 'As usual' }] });
  expect(await anomalies(jobs([['I', 8_000, 200], ...increments, ['F', 9_000, 280]]))).toMatchObject({ state: 'warning', items: [{ summary: 'The newest copy took 4000 % of the usual time and is new to 89 %' }] });
});

test('three copies say nothing of what is usual', async () => {
  expect(await anomalies(daily([{ bytes: 1 }, { bytes: 1_000 }, { bytes: 1_000 }]))).toMatchObject({ state: 'ok', items: [{ summary: 'Too few copies to know what is usual' }] });
});

test('runs that left something out are counted since the last complete one', async () => {
  const thin = { bytes: 900, tags: ['incomplete'] };
  expect(await outcomes(daily([thin, thin, ...usual]))).toMatchObject({ state: 'warning', items: [{ metrics: [{ name: 'runs.bad', value: 2 }] }] });
  expect(await outcomes(daily(usual))).toMatchObject({ state: 'ok' });
});

test('a key that nobody has seen, or not for long, may die with the appliance', async () => {
  const seen = (day: string) => contextOver(new MemoryAppliance(), { ...defaults, repositories: [{ ...repository, escrow: { seenAt: day, by: 'Ann', where: 'the safe' } }] });
  expect(await escrow(contextOver(new MemoryAppliance()))).toMatchObject({ state: 'warning' });
  expect(await escrow(seen('2001-01-01'))).toMatchObject({ state: 'warning' });
  expect(await escrow(seen(ago(48).slice(0, 10)))).toMatchObject({ state: 'ok', items: [{ summary: expect.stringContaining('the safe') }] });
});
