import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WireVarbind } from '../../runtime/wire.ts';
import { tableOfRows } from '../../runtime/wire-table.ts';
import { exchangeOf, failedExchange, RecordedDevice, recordingSchema, type Exchange, type RecordableOperation } from './index.ts';
import { Unreachable } from '../../contract/outcome.ts';
import { compareOids } from './recorded-variables.ts';

function deviceOf(exchanges: readonly Exchange[], lines: readonly number[] = []): RecordedDevice {
  return new RecordedDevice(recordingSchema.parse({ recording: 1, device: { name: 'core-1' }, exchanges }), { lines });
}

function answer(device: RecordedDevice, operation: RecordableOperation, during?: string): unknown {
  const replayed = device.perform(operation, during);
  return replayed.kind === 'answer' ? replayed.answer : replayed;
}

const walked = (root: string, variables: readonly WireVarbind[]): Exchange => exchangeOf({ op: 'snmp.walk', root }, variables);
const integer = (oid: string, value: number): WireVarbind => [oid, 'Integer', value];
const exec = (stdout: string, during?: string): Exchange => exchangeOf({ op: 'ssh.exec', argv: ['uptime'] }, { code: 0, signal: null, stdout, stderr: '', truncated: false }, during);
const uptime: RecordableOperation = { op: 'ssh.exec', argv: ['uptime'] };

test('variables of a GET are answered in any order and however they are split', () => {
  const names = ['1.3.6.1.1', '1.3.6.1.2', '1.3.6.1.3', '1.3.6.1.4'];
  const device = deviceOf([exchangeOf({ op: 'snmp.get', oids: names }, names.map((oid, at) => integer(oid, at)))]);
  fc.assert(fc.property(fc.subarray(names, { minLength: 1 }).chain((some) => fc.shuffledSubarray(some, { minLength: some.length })), (oids) => {
    expect(answer(device, { op: 'snmp.get', oids })).toEqual(oids.map((oid) => integer(oid, names.indexOf(oid))));
  }));
});

test('a recorded walk serves any walk, table, GET, GETNEXT and GETBULK inside of it, as an agent would', () => {
  const oid = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }).map((parts) => `1.3.9.${parts.join('.')}`);
  fc.assert(fc.property(fc.uniqueArray(oid, { minLength: 1, maxLength: 20 }), oid, fc.integer({ min: 1, max: 6 }), (oids, asked, count) => {
    const variables = oids.toSorted(compareOids).map((one, at) => integer(one, at));
    const device = deviceOf([walked('1.3.9', variables)]);
    const inside = variables.filter(([one]) => one.startsWith(`${asked}.`));
    expect(answer(device, { op: 'snmp.walk', root: asked })).toEqual(inside);
    expect(answer(device, { op: 'snmp.table', columns: { only: asked } })).toEqual(tableOfRows(inside.map(([one, ...cell]) => [one.slice(asked.length + 1), cell]), 1));
    const behind = variables.filter(([one]) => compareOids(one, asked) > 0);
    const [next] = behind;
    // Behind the last of them is what nobody looked at.
    const missing = { kind: 'missing', message: expect.any(String) };
    expect(answer(device, { op: 'snmp.getNext', oids: [asked] })).toEqual(next === undefined ? missing : [next]);
    expect(answer(device, { op: 'snmp.getBulk', oids: [asked], maxRepetitions: count })).toEqual(next === undefined ? missing : behind.slice(0, count));
    const absent = [asked, expect.stringMatching(/^NoSuch(Object|Instance)$/), null];
    expect(answer(device, { op: 'snmp.get', oids: [asked] })).toEqual([variables.find(([one]) => one === asked) ?? absent]);
  }));
});

test('successors that were read one by one are a walk too, up to the end of the MIB', () => {
  const steps = ['1.3.5', '1.3.6.1', '1.3.6.2'];
  const device = deviceOf([
    ...steps.slice(0, 2).map((oid, at) => exchangeOf({ op: 'snmp.getNext', oids: [oid] }, [integer(steps[at + 1] ?? '', at)])),
    exchangeOf({ op: 'snmp.getNext', oids: ['1.3.6.2'] }, [['1.3.6.2', 'EndOfMibView', null]]),
  ]);
  expect(answer(device, { op: 'snmp.walk', root: '1.3.6' })).toEqual([integer('1.3.6.1', 0), integer('1.3.6.2', 1)]);
  expect(answer(device, { op: 'snmp.getNext', oids: ['1.3.7'] })).toEqual([['1.3.7', 'EndOfMibView', null]]);
  expect(device.perform({ op: 'snmp.walk', root: '1.3.4' }).kind).toBe('missing');
});

test('a command that was recorded more than once is answered in that order, the last for ever', () => {
  const device = deviceOf([exec('one'), exec('two')]);
  expect([1, 2, 3, 4].map(() => answer(device, uptime))).toEqual(['one', 'two', 'two', 'two'].map((stdout) => expect.objectContaining({ stdout })));
});

test('a call is answered from what was recorded in that call', () => {
  const device = deviceOf([exec('seen by load', 'check load'), exec('seen by disks', 'check disks')]);
  expect(answer(device, uptime, 'check disks')).toMatchObject({ stdout: 'seen by disks' });
  expect(answer(device, uptime, 'check load')).toMatchObject({ stdout: 'seen by load' });
  expect(answer(device, uptime, 'check memory')).toMatchObject({ stdout: 'seen by load' });
});

test('AMI header fields, HTTP queries and columns match in any order; names of headers in any case', () => {
  const message = { headers: [['Response', 'Success']] as const };
  const device = deviceOf([
    exchangeOf({ op: 'ami.action', action: 'Getvar', fields: [['Channel', 'x'], ['Variable', 'y']] }, message),
    exchangeOf({ op: 'http.get', path: '/a', query: { x: '1', y: '2' }, headers: { Accept: 'z' } }, { status: 200, headers: {}, body: 'found' }),
    exchangeOf({ op: 'snmp.table', columns: { a: '1.3.6.1.1', b: '1.3.6.1.2' } }, [['5'], ['Integer', [1]], ['Integer', [2]]]),
  ]);
  expect(answer(device, { op: 'ami.action', action: 'getvar', fields: [['variable', 'y'], ['channel', 'x']] })).toEqual(message);
  expect(answer(device, { op: 'http.get', path: '/a', query: { y: '2', x: '1' }, headers: { accept: 'z' } })).toMatchObject({ body: 'found' });
  expect(answer(device, { op: 'snmp.table', columns: { b: '1.3.6.1.2', a: '1.3.6.1.1' } })).toEqual([['5'], ['Integer', [2]], ['Integer', [1]]]);
});

test('outcomes come again as they were', () => {
  const device = deviceOf([failedExchange(uptime, new Unreachable('ssh.exec on 192.0.2.1: no answer', { data: { layer: 'connect' } }))]);
  expect(device.perform(uptime)).toEqual({ kind: 'fails', failure: { outcome: 'Unreachable', layer: 'connect', message: 'ssh.exec on 192.0.2.1: no answer' } });
});

test('what was not recorded is named, with the nearest that was', () => {
  const device = deviceOf([walked('1.3.6.1.2.1.2', [integer('1.3.6.1.2.1.2.1.0', 4)]), exec('x', 'check load'), exchangeOf({ op: 'snmp.get', oids: ['1.3.6.1.2.1.1.5.0'] }, [['1.3.6.1.2.1.1.5.0', 'OctetString', 'x']])], [4, 9, 15]);
  expect(device.perform({ op: 'ssh.exec', argv: ['uptime', '-s'] })).toEqual({ kind: 'missing', message: 'ssh.exec uptime -s has no recording; the nearest is ssh.exec uptime (check load, line 9)' });
  expect(device.perform({ op: 'snmp.get', oids: ['1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.1.6.0'] })).toEqual({
    kind: 'missing', message: 'snmp.get 1.3.6.1.2.1.1.6.0 has no recording; the nearest is snmp.get 1.3.6.1.2.1.1.5.0 (line 15)',
  });
  expect(device.perform({ op: 'ami.action', action: 'Ping', fields: [] })).toEqual({ kind: 'missing', message: 'ami.action Ping has no recording, nor has anything else of ami' });
  expect(device.perform({ op: 'fingerprint.ami' })).toEqual({ kind: 'answer', answer: null });
});
