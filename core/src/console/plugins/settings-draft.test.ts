import { expect, test } from 'vitest';
import type { Schemas } from '../api/index.ts';
import { choicesOf, conflictsOf, editsOf, kindOf, sourceOf, valueOf, withText, type Draft } from './settings-draft.ts';

const field = (key: string, schema: unknown, own: unknown): Schemas['SettingField'] => ({
  key, group: 'settings', title: key.toUpperCase(), description: null, unit: null, schema, secret: false, value: own ?? null, own: own === undefined ? null : { value: own }, layers: [],
});
const form = (etag: string, own: { readonly [key: string]: unknown }): Schemas['SettingsForm'] => ({
  plugin: 'p', version: '1.0.0', at: 'site:leeds', device: null, file: 'sites/leeds.yaml', etag, writable: true, schema: null,
  fields: [field('on', { type: 'boolean' }, own['on']), field('limit', { type: 'integer' }, own['limit']), field('word', { type: 'string' }, own['word']), field('grant', { anyOf: [{ enum: ['read', 'write'] }, { type: 'array' }] }, own['grant'])],
});
const typed = (of: Schemas['SettingsForm'], texts: { readonly [key: string]: string }): Draft => Object.entries(texts).reduce<Draft>((draft, [key, text]) => withText(draft, of, key, text), new Map());

test('what is typed is saved as what the schema asks for, and what is emptied is taken away', () => {
  const began = form('1', { on: true, word: 'old' });
  expect(editsOf(began, typed(began, { on: 'false', limit: '12', word: '', grant: 'write' }))).toEqual({ set: [{ key: 'on', value: false }, { key: 'limit', value: 12 }, { key: 'grant', value: 'write' }], unset: ['word'] });
  expect(valueOf('data', '[{"read":"1.3"}]')).toEqual([{ read: '1.3' }]);
  expect(valueOf('text', '12')).toBe('12');
  expect(valueOf(kindOf({ type: ['string', 'null'] }), '1.2')).toBe('1.2');
});

test('what is typed back to what stands there is no edit', () => {
  const began = form('1', { word: 'old' });
  expect([...withText(typed(began, { word: 'new' }), began, 'word', 'old')]).toEqual([]);
});

test('a file that somebody else wrote meanwhile shows what both say; one that nobody wrote shows nothing', () => {
  const began = form('1', { limit: 3 });
  const draft = typed(began, { limit: '5' });
  expect(conflictsOf(began, form('1', { limit: 3 }), draft)).toEqual([]);
  expect(conflictsOf(began, form('2', { limit: 9 }), draft)).toEqual([{ key: 'limit', title: 'LIMIT', began: '3', now: '9', mine: '5' }]);
});

test('schemas say how they are asked for', () => {
  expect([{ enum: ['a'] }, { type: 'boolean' }, { type: 'integer' }, { type: 'string' }, { type: 'array' }, null].map(kindOf)).toEqual(['choice', 'boolean', 'number', 'text', 'data', 'data']);
  expect([['string', 'null'], ['integer', 'null'], ['integer', 'number'], ['string', 'integer'], ['null'], []].map((type) => kindOf({ type }))).toEqual(['text', 'number', 'number', 'data', 'data', 'data']);
  expect(choicesOf({ anyOf: [{ enum: ['read', 'write'] }, { const: 'all' }, { type: 'array' }] })).toEqual(['read', 'write', 'all']);
});

test('a source is named with file and line', () => {
  expect(sourceOf({ layer: 'district', name: 'yorkshire', value: 1, effective: true, place: { file: 'organization.yaml', line: 14, column: 3 } })).toBe('from district yorkshire, organization.yaml:14');
  expect(sourceOf({ layer: 'default', name: '', value: 1, effective: true, place: null })).toBe('from default');
});
