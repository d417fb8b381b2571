import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fieldsOf, numberTyped } from './schema-fields.ts';

const schemaOf = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../../../plugins/${file}`, import.meta.url), 'utf8'));
const kinds = (file: string): string[] => fieldsOf(schemaOf(file)).map(({ name, kind, required }) => `${name}: ${kind}${required ? ', required' : ''}`);

test('a schema becomes fields with titles, units, choices and what is left out', () => {
  expect(kinds('snmp-switch/schemas/port.json')).toEqual(['port: text, required', 'alias: text', 'adminStatus: choice']);
  const endpoint = fieldsOf(schemaOf('asterisk/schemas/endpoint.json'));
  expect(endpoint.find(({ name }) => name === 'password')).toMatchObject({ secret: true, title: 'Password' });
  expect(endpoint.find(({ name }) => name === 'qualifySeconds')).toMatchObject({ kind: 'number', unit: 's' });
  expect(endpoint.find(({ name }) => name === 'callerId')).toMatchObject({ kind: 'text', nullable: true });
  expect(endpoint.find(({ name }) => name === 'exists')).toMatchObject({ kind: 'boolean', defaultText: 'true' });
  expect(endpoint.find(({ name }) => name === 'codecs')).toMatchObject({ kind: 'list', entries: 'text' });
});

test('what belongs together is a group, and what no form can ask for is data', () => {
  expect(fieldsOf(schemaOf('backup-appliance/schemas/schedule.json')).find(({ name }) => name === 'keep')).toMatchObject({ kind: 'group', fields: [{ name: 'daily', kind: 'number' }, { name: 'weekly' }, { name: 'monthly' }] });
  const any = { type: 'object', properties: { a: { anyOf: [{ type: 'string' }, { type: 'object' }] }, b: { type: 'array', items: { type: 'object' } }, c: { $ref: '#/$defs/level' } }, $defs: { level: { type: 'integer' } } };
  expect(fieldsOf(any).map(({ kind }) => kind)).toEqual(['data', 'data', 'number']);
  expect(fieldsOf('nonsense')).toEqual([]);
});

test('a number that was typed is one, and a variable stays what it is', () => {
  expect([' 42 ', '-1.5', '${officeVlan}', ''].map(numberTyped)).toEqual([42, -1.5, '${officeVlan}', undefined]);
});
