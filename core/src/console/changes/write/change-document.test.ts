import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyChange, pathAt, readChange, withAsked, withEntry, withoutEntry, withValue } from './change-document.ts';

const text = `# Why: ticket 12
title: Ports
changes:
  - device: leeds-core-1 # the old one
    resource: snmp-switch/port
    spec: { port: '7', alias: Door }
`;

test('a form begins with nothing, and what is filled in is the file that somebody would have written', () => {
  const written = withValue(withValue(withEntry(withValue(emptyChange, ['title'], 'A door'), { device: 'leeds-core-1', resource: 'snmp-switch/port' }), ['changes', 0, 'spec', 'port'], 'Gi1/0/5'), ['changes', 0, 'spec', 'alias'], 'Door');
  expect(written).toBe('title: A door\nchanges:\n  - device: leeds-core-1\n    resource: snmp-switch/port\n    spec:\n      port: Gi1/0/5\n      alias: Door\n');
  expect(readChange(written)).toEqual({ title: 'A door', entries: [{ id: null, devices: ['leeds-core-1'], resource: 'snmp-switch/port', spec: { port: 'Gi1/0/5', alias: 'Door' } }] });
});

test('what is edited in the form leaves comments and everything else as it was written', () => {
  expect(withValue(text, ['changes', 0, 'spec', 'alias'], 'Gate')).toBe(text.replace('Door', 'Gate'));
  expect(withValue(text, ['changes', 0, 'spec', 'alias'], undefined)).toBe(text.replace(', alias: Door', ''));
  expect(withoutEntry(withEntry(text, { device: 'x', resource: 'y/z' }), 1)).toBe(text);
});

test('the address of the page begins a change with a device, a resource and values, behind what is written already', () => {
  const asked = new URLSearchParams({ title: 'Switch off: a port', device: 'core', resource: 'snmp-switch/port', values: '{"adminStatus":"down","list":[1]}' }).toString();
  expect(readChange(withAsked(emptyChange, asked) ?? '')).toEqual({ title: 'Switch off: a port', entries: [{ id: null, devices: ['core'], resource: 'snmp-switch/port', spec: { adminStatus: 'down', list: [1] } }] });
  expect(readChange(withAsked(text, asked) ?? '')).toMatchObject({ title: 'Ports', entries: [{ devices: ['leeds-core-1'] }, { devices: ['core'], spec: { adminStatus: 'down' } }] });
  for (const values of ['[1]', '{', '"x"', 'null']) expect(readChange(withAsked(emptyChange, new URLSearchParams({ device: 'core', values }).toString()) ?? '')?.entries[0]?.spec).toEqual({});
  expect(withAsked(text, 'site=leeds')).toBeNull();
});

test('a number that becomes text is still text when it is read again', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string())), (value) => {
    expect(readChange(withValue(text, ['changes', 0, 'spec', 'alias'], value))?.entries[0]?.spec.alias).toEqual(value);
  }));
});

test('devices that are selected are left to the text, and what is no YAML has no form', () => {
  expect(readChange(text.replace('leeds-core-1 ', '{ site: leeds } '))?.entries[0]?.devices).toBeNull();
  expect(readChange('title: [')).toBeNull();
  expect(readChange('just words')).toBeNull();
  expect(readChange('')).toEqual({ title: '', entries: [] });
});

test('the place of an error is the field it is about', () => {
  expect(pathAt(text, { line: 6, column: text.split('\n')[5]?.indexOf('Door') ?? 0 })).toEqual(['changes', 0, 'spec', 'alias']);
  expect(pathAt(text, { line: 4, column: 13 })).toEqual(['changes', 0, 'device']);
  expect(pathAt(text, { line: 2, column: 8 })).toEqual(['title']);
});
