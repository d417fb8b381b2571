import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { anomalies } from './anomalies.ts';
import { escrow } from './escrow.ts';
import { outcomes } from './outcomes.ts';

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** A copy a day, the newest first. */
const daily = (copies: readonly { bytes: number; minutes?: number; tags?: readonly string[] }[]) =>
  contextOver(new MemoryAppliance(() => output(JSON.stringify(copies.map(({ bytes, minutes = 10, tags = [] }, day) => ({
    id: `c${day}`, hostname: 'files', paths: ['/srv'], time: ago(3 + 24 * day), tags,
    summary: { total_bytes_processed: bytes, backup_start: ago(3 + 24 * day + minutes / 60), backup_end: ago(3 + 24 * day) },
  }))))));

const usual = Array.from({ length: 6 }, () => ({ bytes: 1_000 }));

test.each([
  [{ bytes: 1_200 }, 'ok', 'As usual'],
  [{ bytes: 300 }, 'warning', '30 % of the usual size'],
  [{ bytes: 2_500 }, 'warning', '250 % of the usual size'],
  [{ bytes: 1_000, minutes: 45 }, 'warning', '450 % of the usual time'],
  [{ bytes: 0 }, 'critical', 'of nothing'],
])('the newest copy %j after six of 1000 bytes in ten minutes: %s', async (newest, state, words) => {
  expect(await anomalies(daily([newest, ...usual]))).toMatchObject({ state, items: [{ summary: expect.stringContaining(words) }] });
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
