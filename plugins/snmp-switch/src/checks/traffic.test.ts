import { expect, test } from 'vitest';
import { portDifference, secondsBetween, trafficOf } from '../traffic/difference.ts';
import type { Count, PortReading, Reading } from '../traffic/reading.ts';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { traffic } from './traffic.ts';

const reading = (at: number, ticks: number | null): Reading => ({ at, ticks, ports: new Map() });
const wide = (value: bigint): Count => ({ value, bits: 64 });
const narrow = (value: bigint): Count => ({ value, bits: 32 });
const port = (counts: PortReading['counts'], more: Partial<PortReading> = {}): PortReading => ({ counts, discontinuity: 0, speed: 1_000_000_000, isHalfDuplex: false, ...more });

test('time is the device\'s own where its clock goes as ours; a smaller one is a restart, but for its end after 497 days', () => {
  expect(secondsBetween(reading(0, 1_000), reading(300_000, 31_100))).toBe(301);
  expect(secondsBetween(reading(0, 1_000), reading(300_000, 1_100))).toBe(300);
  expect(secondsBetween(reading(0, null), reading(300_000, 31_100))).toBe(300);
  expect(secondsBetween(reading(0, 9_000_000), reading(300_000, 4_000))).toBeNull();
  expect(secondsBetween(reading(0, 2 ** 32 - 10_000), reading(300_000, 20_000))).toBe(300);
});

test('differences are exact beyond 2^53, and none where counters lost their place', () => {
  const far = 2n ** 60n;
  expect(portDifference(port({ inOctets: wide(far + 1n) }), port({ inOctets: wide(far + 4n) }), 300)).toEqual({ inOctets: 3n });
  expect(portDifference(port({ inOctets: wide(far) }), port({ inOctets: wide(5n) }), 300)).toBeNull();
  expect(portDifference(port({ inErrors: narrow(2n ** 32n - 5n) }), port({ inErrors: narrow(5n) }), 300)).toEqual({ inErrors: 10n });
  expect(portDifference(port({ inErrors: narrow(1_000n) }), port({ inErrors: narrow(5n) }), 300)).toBeNull();
  expect(portDifference(port({ inOctets: wide(1n) }), port({ inOctets: wide(2n) }, { discontinuity: 7 }), 300)).toBeNull();
  expect(portDifference(port({ inOctets: wide(0n) }), port({ inOctets: wide(10n ** 12n) }), 300)).toBeNull();
});

test('without a reading to compare with, what is counted is the mean since the counters began', () => {
  const now = port({ inOctets: wide(8_000n) }, { discontinuity: 1_000 });
  expect(trafficOf(undefined, now, null, 11_000)).toEqual({ counted: { inOctets: 8_000n }, seconds: 100, isSinceStart: true });
  expect(trafficOf(port({ inOctets: wide(9_000n) }), now, 300, 11_000)).toMatchObject({ isSinceStart: true });
  expect(trafficOf(undefined, now, null, null)).toBeNull();
});

const columns: { readonly [name: string]: string } = { oper: '1.3.6.1.2.1.2.2.1.8', inErrors: '1.3.6.1.2.1.2.2.1.14', name: '1.3.6.1.2.1.31.1.1.1.1', inOctets: '1.3.6.1.2.1.31.1.1.1.6', inPackets: '1.3.6.1.2.1.31.1.1.1.7', duplex: '1.3.6.1.2.1.10.7.2.1.19', speed: '1.3.6.1.2.1.31.1.1.1.15' };
const cells = (index: number, values: { readonly [name: string]: Content }): { [oid: string]: Content } => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${columns[name]}.${index}`, value]));

test('ports that are up, by name: rates and the share of errors, judged from the second look on', async () => {
  const before = { '1.3.6.1.2.1.1.3.0': { type: 'TimeTicks', value: 4_000 } as const, ...cells(1, { oper: 1, name: 'Gi1', inOctets: 1_000, inPackets: 1_000, inErrors: 5 }), ...cells(2, { oper: 2, name: 'Gi2', inOctets: 0 }), ...cells(3, { oper: 1, name: 'Gi3', duplex: 2, speed: 1_000 }) };
  const look = (content: { readonly [oid: string]: Content }) => {
    const context = contextOver(new MemoryAgent(content));
    return traffic({ ...context, device: { ...context.device, id: 'traffic' } });
  };
  const first = await look(before);
  expect(first).toMatchObject({ state: 'warning', summary: 'Gi3: half duplex' });
  expect(first.items).toEqual([{ name: 'Gi1', state: 'ok', summary: 'no errors', metrics: [{ name: 'port.in.rate', value: 200 }, { name: 'port.in.errors.share', value: 0.4975 }] }, { name: 'Gi3', state: 'warning', summary: 'half duplex', metrics: [] }]);
  const { items } = await look({ ...before, ...cells(1, { inOctets: 2_000, inPackets: 1_080, inErrors: 25 }) });
  expect(items[0]).toMatchObject({ name: 'Gi1', state: 'critical', summary: '20 % of packets received with errors' });
  expect(items[0]?.metrics?.map(({ name }) => name)).toEqual(['port.in.rate', 'port.in.errors.share']);
});
