import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amount, tick } from './amount.ts';
import { chartPlans, withFirst, measuredItems } from './chart-plans.ts';
import { columnsOf, stretches } from './samples.ts';
import { last, moved, zoomed } from './span.ts';

test('values are told as people say them', () => {
  expect([
    amount(12_300_000, 'bit/s'), amount(0, 'bit/s'), amount(4 * 1_024 ** 3, 'bytes'), amount(1_024, 'octets'), amount(9_000, 's'), amount(59, 'seconds'), amount(86_400 * 5, 's'), amount(12.345, 'ms'), amount(96, '%'), amount(3, '1'), amount(-5.5, 'dBm'),
  ]).toEqual(['12.3 Mbit/s', '0 bit/s', '4 GiB', '1 KiB', '2 h 30 min', '59 s', '5 d', '12.35 ms', '96 %', '3', '-5.5 dBm']);
  expect([tick(0.5, 'packets'), tick(1_500, 'bit/s')]).toEqual(['0.5', '1.5 kbit/s']);
});

describe('charts of a device', () => {
  const port = (name: string) => ({ name, state: 'ok' as const, summary: '', metrics: [{ name: 'port.in', value: 1 }, { name: 'port.out', value: 1 }] });
  const checks = [
    { plugin: 'switch', check: 'ports', title: 'Ports', metrics: [{ name: 'ports.up', value: 3 }], items: ['1', '2', '3', '4', '5', '6', '7'].map(port) },
    { plugin: 'switch', check: 'load', title: 'Load', metrics: [{ name: 'load.cpu', value: 3 }], items: [] },
  ];
  const metrics = [
    { check: 'ports', name: 'ports.up', title: 'Ports up', unit: 'ports' }, { check: 'ports', name: 'port.in', title: 'Received', unit: 'bit/s' }, { check: 'ports', name: 'port.out', title: 'Sent', unit: 'bit/s' },
    { check: 'load', name: 'load.cpu', title: 'Processor', unit: '%' }, { check: 'load', name: 'load.never', title: 'Never measured', unit: '%' },
  ];
  const dashboards = { traffic: { title: 'Traffic', groups: [{ title: 'Load', metrics: ['load.cpu'] }, { title: 'Bits', metrics: ['port.in', 'port.out'] }] } };
  const told = (item: string | null = null): string[] => chartPlans(checks, [{ id: 'switch', dashboards, metrics }, { id: 'other', dashboards: {}, metrics }], item).map(({ group, title, unit, series, more }) => `${group} / ${title} in ${unit}: ${series.map((one) => one.title).join(', ')} + ${more}`);

  test('begin with the dashboard that was asked for', () => {
    const installed = [{ id: 'switch', dashboards: { ...dashboards, late: { title: 'Late', groups: [{ title: 'Bits', metrics: ['port.in'] }] } }, metrics }];
    const groups = (dashboard: string | null): string[] => [...new Set(withFirst(chartPlans(checks, installed), installed, dashboard).map(({ group }) => group))];
    expect(groups('switch/late').slice(0, 2)).toEqual(['Late', 'Traffic']);
    for (const other of [null, '', 'switch/nothing', 'switch/constructor', 'else/late']) expect(groups(other)[0]).toBe('Traffic');
  });

  test('are the dashboards of its plugins, then what no dashboard draws; what was never measured is not drawn', () => {
    expect(told()).toEqual([
      'Traffic / Load in %: Processor + 0',
      'Traffic / Bits in bit/s: 1: Received, 2: Received, 3: Received, 4: Received, 5: Received, 6: Received + 8',
      'Ports / Ports up in ports: Ports up + 0',
    ]);
  });

  test('of one item are those that were measured of it', () => {
    expect(measuredItems(checks)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(told('7')).toEqual(['Traffic / Bits in bit/s: 7: Received, 7: Sent + 0']);
  });
});

describe('samples', () => {
  const line = (...ats: readonly number[]) => ats.map((at) => ({ at: at * 1_000, value: at }));

  test('of several lines stand on one axis; where they stayed out there is a gap', () => {
    expect(columnsOf([line(0, 60, 120, 600, 660), line(30)])).toEqual([[0, 30, 60, 120, 180, 600, 660], [0, undefined, 60, 120, null, 600, 660], [undefined, 30, undefined, undefined, undefined, undefined, undefined]]);
    expect(columnsOf([])).toEqual([[]]);
  });

  test('as a table are all within their stretches', () => {
    expect(stretches(line(0, 10, 90), 0, 100_000, 2)).toEqual([{ from: 0, to: 50_000, lowest: 0, highest: 10, average: 5 }, { from: 50_000, to: 100_000, lowest: 90, highest: 90, average: 90 }]);
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }), fc.integer({ min: 1, max: 40 }), (ats, count) => {
      const parts = stretches(ats.toSorted((a, b) => a - b).map((at) => ({ at, value: at })), 0, 1_000, count);
      expect([Math.min(...parts.map((one) => one.lowest)), Math.max(...parts.map((one) => one.highest)), parts.length <= count]).toEqual([Math.min(...ats), Math.max(...ats), true]);
    }));
  });
});

test('a span is never past now, whatever is done with it', () => {
  const now = 1_700_000_000_000;
  const day = last('24h', now);
  expect([zoomed(day, 0.5, day.to), moved(day, -0.5, now)].map(({ from, to }) => [(from - day.from) / 3_600_000, (to - from) / 3_600_000])).toEqual([[6, 12], [-12, 24]]);
  fc.assert(fc.property(fc.array(fc.oneof(fc.record({ zoom: fc.double({ min: 0.1, max: 4, noNaN: true }) }), fc.record({ move: fc.double({ min: -2, max: 2, noNaN: true }) }))), (acts) => {
    let span = { from: day.from, to: now };
    for (const act of acts) span = 'zoom' in act ? zoomed(span, act.zoom, now) : moved(span, act.move, now);
    expect(span.to).toBeLessThanOrEqual(now);
    expect(span.to - span.from).toBeGreaterThan(200_000);
  }));
});
