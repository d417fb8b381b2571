import { expect, test } from 'vitest';
import { completionsAt, type Known } from './completions.ts';

const port = { type: 'object', properties: { port: { type: 'string' }, adminStatus: { type: 'string', enum: ['up', 'down'] }, edge: { type: 'boolean' }, keep: { type: 'object', properties: { daily: { type: 'integer' } } } } };
const known: Known = {
  devices: ['leeds-core-1', 'leeds-pbx'], resources: new Map([['snmp-switch/port', { title: 'Port', schema: port }], ['asterisk/endpoint', { title: 'Endpoint', schema: { properties: { name: {} } } }]]),
  file: { properties: { title: { type: 'string' }, waves: { $ref: '#/$defs/waves' }, changes: { type: 'array', items: { type: 'object', properties: { device: {}, resource: {}, spec: {} } } } }, $defs: { waves: { type: 'object', properties: { by: { enum: ['device', 'site'] } } } } },
};

/** What is offered where `|` stands. */
function offered(text: string): string[] {
  return completionsAt(text.replace('|', ''), text.indexOf('|'), known).offered.map(({ label }) => label);
}

test('keys of the file, of an entry, and of what its resource takes', () => {
  expect(offered('ti|')).toEqual(['title', 'waves', 'changes']);
  expect(offered('waves:\n  |')).toEqual(['by']);
  expect(offered('changes:\n  - d|')).toEqual(['device', 'resource', 'spec']);
  expect(offered('changes:\n  - device: leeds-pbx\n    |')).toEqual(['device', 'resource', 'spec']);
  expect(offered('changes:\n- device: leeds-pbx\n  |')).toEqual(['device', 'resource', 'spec']);
  const entries = (spec: string): string => `changes:\n  - device: leeds-pbx\n    resource: asterisk/endpoint\n    spec: {}\n  - spec:\n${spec}\n    resource: snmp-switch/port\n`;
  expect(offered(entries('      a|'))).toEqual(['port', 'adminStatus', 'edge', 'keep']);
  expect(offered(entries('      keep:\n        |'))).toEqual(['daily']);
});

test('values: devices, resources, choices, yes and no', () => {
  expect(offered('changes:\n  - device: leeds-|')).toEqual(['leeds-core-1', 'leeds-pbx']);
  expect(offered('changes:\n  - device: [leeds-pbx, |')).toEqual(['leeds-core-1', 'leeds-pbx']);
  expect(offered('changes:\n  - device: leeds-pbx\n    resource: |')).toEqual(['snmp-switch/port', 'asterisk/endpoint']);
  expect(offered('waves:\n  by: |')).toEqual(['device', 'site']);
  expect(offered('changes:\n  - resource: snmp-switch/port\n    spec:\n      adminStatus: |')).toEqual(['up', 'down']);
  expect(offered('changes:\n  - resource: snmp-switch/port\n    spec:\n      edge: |')).toEqual(['true', 'false']);
  expect(offered('title: a word |')).toEqual([]);
});
