import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filledSpec } from './variables.ts';

const set = (values: { readonly [name: string]: string | number | boolean }) => (name: string) => values[name];

test('a variable that stands alone keeps its type, one within a text becomes text', () => {
  const { spec, missing } = filledSpec({ vlan: '${voice}', alias: 'voice ${voice} at ${where}', list: ['${on}', { deep: '${where}' }], plain: 7 }, set({ voice: 120, where: 'Leeds', on: true }));
  expect(spec).toEqual({ vlan: 120, alias: 'voice 120 at Leeds', list: [true, { deep: 'Leeds' }], plain: 7 });
  expect(missing).toEqual([]);
});

test('all that are missing are named, with their places', () => {
  expect(filledSpec({ a: '${one}', b: ['x ${two} ${three}'] }, set({})).missing).toEqual([
    { name: 'one', path: ['a'] }, { name: 'two', path: ['b', 0] }, { name: 'three', path: ['b', 0] },
  ]);
});

test('a text without a reference stays as it is, and any text can be written', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const written = text.replaceAll('${', '$$${');
    expect(filledSpec({ text: written }, set({})).spec).toEqual({ text });
  }));
});
