import fc from 'fast-check';
import { expect, test } from 'vitest';
import { states, type CheckResult, type Item } from '../contract/health.ts';
import { columnsOf, isSameShape, resultOf } from './check-columns.ts';

const state = fc.constantFrom(...states);
const metrics = fc.array(fc.record({ name: fc.constantFrom('in', 'out', 'errors'), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }), { maxLength: 4 });
const item: fc.Arbitrary<Item> = fc.record({ name: fc.string({ minLength: 1 }), state, summary: fc.string(), metrics: fc.option(metrics.filter(({ length }) => length > 0), { nil: undefined }) })
  .map(({ metrics: measured, ...rest }) => (measured === undefined ? rest : { ...rest, metrics: measured }));
const restore = fc.record({ machine: fc.string(), object: fc.string(), copiedAt: fc.constantFrom(null, '2026-01-01T00:00:00.000Z'), command: fc.string() });
const result: fc.Arbitrary<CheckResult> = fc.record(
  { state, summary: fc.string(), items: fc.array(item, { maxLength: 12 }), metrics, restores: fc.array(restore, { maxLength: 3 }) }, { requiredKeys: ['state', 'summary', 'items', 'metrics'] },
);

test('whatever a check says comes back as it was', () => {
  fc.assert(fc.property(result, (said) => {
    const columns = columnsOf(said);
    expect(columns === null ? null : resultOf(columns)).toEqual(said);
  }));
});

test('a list of names stands there once, however many items have it', () => {
  const ports = Array.from({ length: 33 }, (_, port): Item => ({ name: `Gi${port}`, state: 'ok', summary: 'up', metrics: [{ name: 'in', value: port }, { name: 'out', value: 1 }] }));
  const stack = { name: 'stack', state: 'ok' as const, summary: 'two members' };
  const columns = columnsOf({ state: 'ok', summary: '', items: [stack, ...ports, stack], metrics: [{ name: 'up', value: 33 }] });
  expect(columns).toMatchObject({ metrics: ['up'], sets: [[], ['in', 'out']], of: [0, ...ports.map(() => 1), 0] });
  expect(columns?.values).toHaveLength(67);
});

test.each([
  ['no object', 'fine'],
  ['no state', { state: 'good', summary: '', items: [], metrics: [] }],
  ['a field too many', { state: 'ok', summary: '', items: [], metrics: [], colour: 'green' }],
  ['a field too many of an item', { state: 'ok', summary: '', items: [{ name: 'a', state: 'ok', summary: '', note: '' }], metrics: [] }],
  ['a field too many of a metric', { state: 'ok', summary: '', items: [], metrics: [{ name: 'in', value: 1, unit: 'bit' }] }],
  ['something to restore without a command', { state: 'ok', summary: '', items: [], metrics: [], restores: [{ machine: 'a', object: '/srv', copiedAt: null }] }],
  ['a number that is none', { state: 'ok', summary: '', items: [], metrics: [{ name: 'in', value: NaN }] }],
  ['a summary that is no text', { state: 'ok', summary: '', items: [{ name: 'a', state: 'ok', summary: 5 }], metrics: [] }],
])('%s is no result: the host has it whole, to say what is wrong', (_what, value) => {
  expect(columnsOf(value)).toBeNull();
});

test('runs have one shape when all names stand in the same order', () => {
  fc.assert(fc.property(result, fc.double({ noNaN: true, noDefaultInfinity: true }), (said, value) => {
    const other = { ...said, summary: 'other', items: said.items.map((one) => ({ ...one, ...(one.metrics === undefined ? {} : { metrics: one.metrics.map(({ name }) => ({ name, value })) }) })) };
    const more = { ...said, metrics: [...said.metrics, { name: 'more', value }] };
    const [first, second, third] = [columnsOf(said), columnsOf(other), columnsOf(more)];
    if (first === null || second === null || third === null) throw new Error('results');
    expect([isSameShape(first, second), isSameShape(first, third)]).toEqual([true, false]);
  }));
});
