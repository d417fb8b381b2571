import type { SnmpValue } from '@jackfield/sdk';
import { SnmpDevice as SimulatedDevice, startSnmpSimulator, type SnmpFaults, type SnmpSimulator } from '@jackfield/sdk/testing';
import { rowsOfTable } from '@jackfield/sdk/runtime';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { Lines } from './lines.ts';
import { SnmpDevice } from './snmp-device.ts';
import { compareOids } from './snmp-values.ts';

type SnmpOperation = Parameters<SnmpDevice['perform']>[0];

const community = (text: string, write: string | null = null) => ({ kind: 'snmp-community', community: text, writeCommunity: write }) as const;
const credentials = memoryCredentials({ right: community('public', 'private'), old: community('secret'), other: community('hidden') });

const ifTable = '1.3.6.1.2.1.2.2.1';
const sysDescr = '1.3.6.1.2.1.1.1.0';
const sysName = '1.3.6.1.2.1.1.5.0';
const octets = (text: string): SnmpValue => ({ type: 'OctetString', value: Buffer.from(text, 'latin1') });
const rows = (column: number, indexes: readonly number[], value: (index: number) => SnmpValue) => indexes.map((index) => ({ oid: `${ifTable}.${column}.${index}`, value: value(index) }));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

interface AgentOptions {
  readonly faults?: SnmpFaults;
  readonly maxMessageBytes?: number;
  readonly ports?: number;
}

/** A small switch whose third port has no alias and which counts octets on its even ports only. */
function startAgent({ ports = 30, ...options }: AgentOptions = {}): Promise<SnmpSimulator> {
  const indexes = upTo(ports);
  const device = new SimulatedDevice([
    { oid: sysDescr, value: octets('A widget') },
    { oid: '1.3.6.1.2.1.1.2.0', value: { type: 'ObjectIdentifier', value: '1.3.6.1.4.1.8072.3.2.10' } },
    { oid: sysName, value: octets('widget-1') },
    ...rows(2, indexes, (index) => octets(`port ${index}`)),
    ...rows(6, indexes, (index) => octets(`\0\xff\x80${String.fromCharCode(index)}`)),
    ...rows(8, indexes.filter((index) => index !== 3), () => ({ type: 'Integer', value: 1 })),
    ...rows(10, indexes.filter((index) => index % 2 === 0), () => ({ type: 'Counter64', value: 2n ** 64n - 1n })),
    { oid: '1.3.6.1.2.1.31.1.1.1.18.1', value: octets('') },
  ]);
  return startSnmpSimulator({ device, writeCommunity: 'private', ...options });
}

const opened: SnmpDevice[] = [];
const lines = new Lines();
afterEach(() => {
  for (const device of opened.splice(0)) device[Symbol.dispose]();
  lines.clear();
});
function reach(agent: { readonly port: number }, settings: object = {}): SnmpDevice {
  const device = new SnmpDevice(localTarget({ snmp: { port: agent.port, credentials: 'right', timeoutMs: 200, retries: 0, ...settings } }), credentials, lines);
  opened.push(device);
  return device;
}
async function perform(device: SnmpDevice, operation: SnmpOperation, timeoutMs?: number): Promise<unknown> {
  using progress = startProgress(timeoutMs);
  const answer = JSON.parse(await device.perform(operation, progress));
  return operation.op === 'snmp.table' ? rowsOfTable(answer) : answer;
}
const get = (...oids: string[]): SnmpOperation => ({ op: 'snmp.get', oids });
const walkOf = (root: string, maxRows = 50_000) => ({ op: 'snmp.walk', root, maxRows }) satisfies SnmpOperation;

for (const version of ['1', '2c']) {
  test(`v${version}: objects that are missing do not hide the ones that are there`, async () => {
    await using agent = await startAgent();
    const answer = await perform(reach(agent, { version }), get('1.3.6.1.9.9.0', sysDescr, `${ifTable}.2.999`, `${ifTable}.6.1`));
    expect(answer).toEqual([
      ['1.3.6.1.9.9.0', 'NoSuchObject', null],
      [sysDescr, 'OctetString', 'A widget'],
      [`${ifTable}.2.999`, expect.stringMatching(/^NoSuch/), null],
      [`${ifTable}.6.1`, 'OctetString', '\0\xff\x80\x01'],
    ]);
  });

  test(`v${version}: a walk has all under its root in order, and ends there`, async () => {
    await using agent = await startAgent();
    const answer = await perform(reach(agent, { version }), walkOf(`${ifTable}.2`));
    expect(answer).toEqual(upTo(30).map((index) => [`${ifTable}.2.${index}`, 'OctetString', `port ${index}`]));
    expect(await perform(reach(agent, { version }), walkOf('1.3.6.1.2.1.31'))).toHaveLength(1);
    expect(await perform(reach(agent, { version }), walkOf('1.3.6.1.4'))).toEqual([]);
  });

  test(`v${version}: a table keeps its rows apart where cells are missing`, async () => {
    await using agent = await startAgent({ ports: 4 });
    const columns = { octets: `${ifTable}.10`, status: `${ifTable}.8`, absent: `${ifTable}.99`, name: `${ifTable}.2` };
    // SNMPv1 has no Counter64: agents leave such objects out.
    const wide = version === '1' ? null : ['Counter64', '18446744073709551615'];
    expect(await perform(reach(agent, { version }), { op: 'snmp.table', columns, maxRows: 100 })).toEqual([
      ['1', null, ['Integer', 1], null, ['OctetString', 'port 1']],
      ['2', wide, ['Integer', 1], null, ['OctetString', 'port 2']],
      ['3', null, null, null, ['OctetString', 'port 3']],
      ['4', wide, ['Integer', 1], null, ['OctetString', 'port 4']],
    ]);
  });
}

test('whatever the bulk size and the agent\'s room for answers, a table is the same', async () => {
  const columns = { name: `${ifTable}.2`, mac: `${ifTable}.6`, status: `${ifTable}.8`, octets: `${ifTable}.10` };
  const operation: SnmpOperation = { op: 'snmp.table', columns, maxRows: 1_000 };
  await using roomy = await startAgent({ ports: 60 });
  const whole = await perform(reach(roomy), operation);
  expect(whole).toHaveLength(60);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 200, max: 3_000 }), async (maxRepetitions, maxMessageBytes) => {
      await using agent = await startAgent({ ports: 60, maxMessageBytes });
      expect(await perform(reach(agent, { maxRepetitions }), operation)).toEqual(whole);
    }),
    { numRuns: 25 },
  );
});

test('a GET too big for one answer is asked in halves', async () => {
  await using agent = await startAgent({ maxMessageBytes: 150 });
  const oids = upTo(10).map((index) => `${ifTable}.2.${index}`);
  expect(await perform(reach(agent), get(...oids))).toEqual(oids.map((oid, at) => [oid, 'OctetString', `port ${at + 1}`]));
  expect(agent.requests).toBeGreaterThan(2);
});

test('a walk without end stops at the rows allowed', async () => {
  await using agent = await startAgent({ faults: { endlessWalk: `${ifTable}.2` } });
  await expect(perform(reach(agent), walkOf(`${ifTable}.2`, 200))).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('more than 200 rows') });
});

test('an agent that goes back is found out, in walks and tables', async () => {
  await using agent = await startAgent({ faults: { nonIncreasing: `${ifTable}.2` } });
  await expect(perform(reach(agent), walkOf(`${ifTable}.2`))).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('goes back') });
  await expect(perform(reach(agent), { op: 'snmp.table', columns: { name: `${ifTable}.2`, status: `${ifTable}.8` }, maxRows: 1_000 })).rejects.toMatchObject({ kind: 'Unsupported' });
});

for (const version of ['1', '2c']) {
  test(`v${version}: where it is set that an agent may go back, all its rows are had, and the walk still ends`, async () => {
    await using agent = await startAgent({ faults: { nonIncreasing: `${ifTable}.2` } });
    const device = reach(agent, { anyOrder: true, version });
    expect(await perform(device, walkOf(`${ifTable}.2`))).toEqual(upTo(30).map((index) => [`${ifTable}.2.${index}`, 'OctetString', `port ${index}`]));
    expect(await perform(device, { op: 'snmp.table', columns: { name: `${ifTable}.2`, status: `${ifTable}.8` }, maxRows: 1_000 })).toHaveLength(30);
  });
}

test('who asks may know that an agent goes back, without a setting; what others ask of it is still found out', async () => {
  await using agent = await startAgent({ faults: { nonIncreasing: `${ifTable}.2` } });
  const device = reach(agent);
  expect(await perform(device, { ...walkOf(`${ifTable}.2`), anyOrder: true })).toHaveLength(30);
  expect(await perform(device, { op: 'snmp.table', columns: { name: `${ifTable}.2`, status: `${ifTable}.8` }, maxRows: 1_000, anyOrder: true })).toHaveLength(30);
  await expect(perform(device, walkOf(`${ifTable}.2`))).rejects.toMatchObject({ kind: 'Unsupported' });
});

test('an agent without GETBULK is read by GETNEXT where one row at once is asked for', async () => {
  await using agent = await startAgent({ faults: { noBulk: true } });
  const device = reach(agent);
  const columns = { name: `${ifTable}.2`, status: `${ifTable}.8`, absent: '1.3.6.1.9.9' };
  await expect(perform(device, { op: 'snmp.table', columns, maxRows: 100 })).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('GeneralError') });
  const rowsRead = await perform(device, { op: 'snmp.table', columns, maxRows: 100, maxRepetitions: 1 });
  expect(rowsRead).toHaveLength(30);
  expect(rowsRead).toEqual(expect.arrayContaining([['3', ['OctetString', 'port 3'], null, null], ['30', ['OctetString', 'port 30'], ['Integer', 1], null]]));
  expect(await perform(device, { op: 'snmp.getBulk', oids: [`${ifTable}.2`, `${ifTable}.8`], maxRepetitions: 1 })).toEqual([[`${ifTable}.2.1`, 'OctetString', 'port 1'], [`${ifTable}.8.1`, 'Integer', 1]]);
});

test('no more rows at once than are asked for', async () => {
  await using agent = await startAgent();
  const device = reach(agent, { maxRepetitions: 100 });
  await perform(device, { ...walkOf(`${ifTable}.2`), maxRepetitions: 7 });
  // 30 rows by seven, and one to see the end.
  expect(agent.requests).toBe(5);
});

for (const [fault, faults, layer, says] of [
  ['garbage', { garbage: true }, 'answer', 'no SNMP'], ['half of a message', { truncated: true }, 'answer', 'no SNMP'],
  ['another request\'s number', { wrongRequestId: true }, 'answer', 'under the number of another request'], ['nothing', { silent: true }, 'request', 'does not answer'],
] satisfies [string, SnmpFaults, string, string][]) {
  test(`an agent that answers ${fault} is Unreachable after its retries, and fine when it comes round`, async () => {
    await using agent = await startAgent({ faults });
    const device = reach(agent, { retries: 1, timeoutMs: 50 });
    await expect(perform(device, get(sysDescr))).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining(says), data: { layer, elapsedMs: expect.any(Number) } });
    expect(agent.requests).toBe(2);
    agent.faults = {};
    expect(await perform(device, get(sysDescr))).toEqual([[sysDescr, 'OctetString', 'A widget']]);
  });
}

test('lost datagrams are asked again: the answer is whole', async () => {
  await using agent = await startAgent({ faults: { loss: 0.3 } });
  expect(await perform(reach(agent, { retries: 5, timeoutMs: 100 }), walkOf('1.3.6.1'))).toHaveLength(3 + 30 + 30 + 29 + 15 + 1);
});

test('the deadline of an operation ends it, however long tries and retries would take', async () => {
  await using agent = await startAgent({ faults: { silent: true } });
  await expect(perform(reach(agent, { timeoutMs: 60_000 }), get(sysDescr), 100)).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('100 ms'), data: { layer: 'request' } });
});

test('with the wrong community the agent is silent, which the hint says', async () => {
  await using agent = await startAgent();
  await expect(perform(reach(agent, { credentials: 'old' }), get(sysDescr))).rejects.toMatchObject({ kind: 'Unreachable', hint: expect.stringContaining('community') });
});

test('of several credentials the one that the agent answers to is found, once', async () => {
  await using agent = await startAgent();
  const device = reach(agent, { credentials: ['old', 'other', 'right'] });
  expect(await perform(device, get(sysDescr))).toMatchObject([[sysDescr, 'OctetString', 'A widget']]);
  const before = agent.requests;
  await perform(device, get(sysDescr));
  expect(agent.requests).toBe(before + 1);
  await expect(perform(reach(agent, { credentials: ['old', 'other'] }), get(sysDescr))).rejects.toMatchObject({ kind: 'Unreachable' });
});

test('SET writes with the community for writing; what the agent refuses is Refused and changes nothing', async () => {
  await using agent = await startAgent();
  const device = reach(agent);
  const set = (oid: string, type: 'OctetString' | 'Integer', value: string | number): SnmpOperation => ({ op: 'snmp.set', varbinds: [[oid, type, value]] });
  const alias = '1.3.6.1.2.1.31.1.1.1.18.1';
  await perform(device, set(alias, 'OctetString', 'Uplink \xe9'));
  expect(await perform(device, get(alias))).toEqual([[alias, 'OctetString', 'Uplink \xe9']]);
  for (const refused of [set(`${ifTable}.2.1`, 'OctetString', 'x'), set(alias, 'Integer', 1), set(alias, 'OctetString', 'x'.repeat(65))]) {
    await expect(perform(device, refused)).rejects.toMatchObject({ kind: 'Refused', message: expect.stringContaining('the agent answered') });
  }
  expect(await perform(device, get(alias))).toEqual([[alias, 'OctetString', 'Uplink \xe9']]);
});

test('a community that may not write is AuthFailed, as the agent says', async () => {
  await using agent = await startAgent();
  const readOnly = memoryCredentials({ right: community('public') });
  const device = new SnmpDevice(localTarget({ snmp: { port: agent.port, credentials: 'right', timeoutMs: 200, retries: 0 } }), readOnly, lines);
  opened.push(device);
  await expect(perform(device, { op: 'snmp.set', varbinds: [[sysName, 'OctetString', 'x']] })).rejects.toMatchObject({ kind: 'AuthFailed' });
});

test('sixteen requests at once, not one more: a small agent drops the rest', async () => {
  await using agent = await startAgent({ faults: { silent: true } });
  const device = reach(agent, { timeoutMs: 10_000 });
  using progress = startProgress();
  // Which credential works is known from here on, so all take their places in the order in which they ask.
  await device.version(progress);
  // Those that wait give up while the first ones still hold their places: no place is free for any of them.
  const asked = Array.from({ length: 40 }, (_nothing, at) => perform(device, get(sysDescr), at < 16 ? 1_000 : 300));
  const ends = await Promise.allSettled(asked);
  expect(agent.requests).toBe(16);
  const layers = ends.map((end) => (end.status === 'rejected' ? end.reason.data.layer : 'answered'));
  expect(layers.filter((layer) => layer === 'request')).toHaveLength(16);
  expect(layers.filter((layer) => layer === 'queue')).toHaveLength(24);
});

test('OIDs compare by their numbers', () => {
  expect(['1.3.10', '1.3.9', '1.3', '1.3.9.1'].sort((a, b) => compareOids(a, b))).toEqual(['1.3', '1.3.9', '1.3.9.1', '1.3.10']);
  const parts = fc.array(fc.oneof(fc.nat(12), fc.nat(2 ** 32 - 1)), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(parts, parts, (one, other) => {
    const differing = one.findIndex((part, at) => part !== other[at]);
    const wanted = Math.sign(differing === -1 ? one.length - other.length : (one[differing] ?? 0) - (other[differing] ?? -1));
    expect(Math.sign(compareOids(one.join('.'), other.join('.')))).toBe(wanted);
  }));
});

test('a table that is longer or shorter than the last time is read whole', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(60), { minLength: 2, maxLength: 5 }), async (lengths) => {
    const ofLength = (length: number) => rows(8, upTo(length), (index) => ({ type: 'Integer', value: index }));
    const device = new SimulatedDevice([], { contexts: new Map(lengths.map((length, at) => [`c${at}`, ofLength(length)])) });
    await using agent = await startSnmpSimulator({ device });
    const reader = reach(agent);
    for (const [at, length] of lengths.entries()) {
      const found = await perform(reader, { op: 'snmp.table', columns: { status: `${ifTable}.8` }, context: `c${at}`, maxRows: 1_000 });
      expect(found).toEqual(upTo(length).map((index) => [String(index), ['Integer', index]]));
    }
  }), { numRuns: 15 });
});
