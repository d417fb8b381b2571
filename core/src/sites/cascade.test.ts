import type { Json, JsonObject } from '@jackfield/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainPath, isMapping, merge, mergeMappings, valueAt, type Layer } from './cascade.ts';

const key = fc.constantFrom('a', 'b', 'c');
const { tree } = fc.letrec<{ tree: JsonObject; value: Json }>((tie) => ({
  tree: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<Json>(1, 2, 'x', true, null, [1], [2, 3]), tie('tree')),
}));
const path = fc.array(key, { minLength: 1, maxLength: 3 });

const layersOf = (trees: readonly JsonObject[]): Layer[] =>
  trees.map((one, index) => ({ layer: 'site', name: String(index), tree: one, place: () => ({ file: 'f', line: index, column: 1 }) }));
const merged = (trees: readonly JsonObject[]): JsonObject => trees.reduce<JsonObject>((weak, strong) => mergeMappings(weak, strong), {});

test('mappings are merged, lists and scalars replaced', () => {
  expect(merge({ a: { x: 1, y: 1 }, b: [1, 2] }, { a: { y: 2 }, b: [3] })).toEqual({ a: { x: 1, y: 2 }, b: [3] });
});

// Of keys that are always mappings or never, as schemas have them; a value that hides a mapping is order-bound by nature.
const { shaped } = fc.letrec<{ shaped: JsonObject }>((tie) => ({
  shaped: fc.record({ scalar: fc.nat(9), list: fc.array(fc.nat(9)), inner: fc.oneof({ maxDepth: 3 }, fc.constant<JsonObject>({}), tie('shaped')) }, { requiredKeys: [] }),
}));

test('it does not matter which layers are put together first', () => {
  fc.assert(
    fc.property(shaped, shaped, shaped, (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
    }),
  );
});

test('the last layer that sets a scalar or a list wins', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), path, (trees, at) => {
      const last = valueAt(trees.at(-1) ?? {}, at);
      fc.pre(last !== undefined && !isMapping(last));
      expect(valueAt(merged(trees), at)).toEqual(last);
    }),
  );
});

test('the layers that explain calls effective give the value that the cascade gives', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 5 }), path, (trees, at) => {
      const value = valueAt(merged(trees), at);
      const effective = explainPath(layersOf(trees), at).filter((layer) => layer.effective).map((layer) => layer.value);
      expect(effective.length === 0 ? undefined : effective.reduce(merge)).toEqual(value);
    }),
  );
});

test('what hides a key is listed', () => {
  expect(explainPath(layersOf([{ a: { b: 1 } }, { a: 'off' }, { c: 1 }]), ['a', 'b'])).toMatchObject([
    { name: '0', value: 1, effective: false }, { name: '1', value: 'off', effective: false },
  ]);
});

test('keys of the language itself are keys like any other', () => {
  const given: JsonObject = JSON.parse('{"__proto__": {"polluted": true}}');
  expect(valueAt(mergeMappings({}, given), ['__proto__', 'polluted'])).toBe(true);
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});
