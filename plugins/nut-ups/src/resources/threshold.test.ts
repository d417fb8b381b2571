import { expect, test } from 'vitest';
import { contextOver, MemoryUpsd, ups } from '../testing/memory-upsd.ts';
import { threshold } from './threshold.ts';

const low = { ups: 'a', variable: 'battery.charge.low' } as const;
const delay = { ups: 'a', variable: 'ups.delay.shutdown' } as const;

const device = () => new MemoryUpsd({
  a: ups(
    { 'battery.charge.low': '20', 'ups.delay.shutdown': '020', 'input.transfer.low': '180' },
    { 'battery.charge.low': { ranges: [['5', '60']] }, 'ups.delay.shutdown': { choices: ['020', '180', '300'] } },
  ),
});

/** What a change does. */
async function push(upsd: MemoryUpsd, spec: Parameters<typeof threshold.plan>[2]): Promise<void> {
  const context = contextOver(upsd);
  const current = await threshold.read(context, spec);
  await threshold.apply(context, await threshold.plan(context, current, spec), current, spec);
}

test('a value is set, and put back as it was spelled', async () => {
  const upsd = device();
  const context = contextOver(upsd);
  const before = await threshold.read(context, delay);
  await push(upsd, { ...delay, value: 300 });
  expect(await threshold.read(context, delay)).toEqual({ ...before, value: '300' });
  await threshold.restore(context, before, delay);
  expect(upsd.sets).toEqual(['ups.delay.shutdown=300', 'ups.delay.shutdown=020']);
});

test('the same number is no change, however it is spelled', async () => {
  const upsd = device();
  await push(upsd, { ...delay, value: 20 });
  expect(upsd.sets).toEqual([]);
});

test.each([
  [{ ...delay, value: 60 }, 'a takes 020, 180, 300 for ups.delay.shutdown, not 60'],
  [{ ...low, value: 90 }, 'a takes 5 to 60 for battery.charge.low, not 90'],
  [{ ups: 'a', variable: 'input.transfer.low', value: 190 } as const, 'a has no input.transfer.low that can be set'],
  [{ ups: 'a', variable: 'ups.delay.start', value: 190 } as const, 'a has no ups.delay.start that can be set'],
])('%j is refused when it is planned', async (spec, message) => {
  await expect(push(device(), spec)).rejects.toMatchObject({ kind: 'Unsupported', message });
});

test('a UPS that is not there, or not reached, is an outcome when it is read', async () => {
  const upsd = device();
  await expect(threshold.read(contextOver(upsd), { ...low, ups: 'b' })).rejects.toMatchObject({ kind: 'Unsupported' });
  for (const one of upsd.upses.values()) one.error = 'DRIVER-NOT-CONNECTED';
  await expect(threshold.read(contextOver(upsd), low)).rejects.toMatchObject({ kind: 'NotReady' });
});

test('a UPS that takes a moment is waited for', async () => {
  const upsd = device();
  upsd.late = 2;
  await push(upsd, { ...low, value: 35 });
  expect(await threshold.read(contextOver(upsd), low)).toMatchObject({ value: '35' });
});

test('a change that is called off does not wait for a UPS that says OK and does nothing', async () => {
  const upsd = device();
  upsd.late = Number.POSITIVE_INFINITY;
  const stop = new AbortController();
  const context = { ...contextOver(upsd), signal: stop.signal };
  const current = await threshold.read(context, low);
  const pushed = threshold.apply(context, { writable: true, value: '35', choices: [], ranges: [] }, current, low);
  stop.abort(new Error('enough'));
  await expect(pushed).rejects.toThrow('abort');
});
