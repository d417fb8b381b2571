import { snmpText, type SnmpWalkOptions } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { MemoryAgent } from '../testing/memory-agent.ts';
import { quirkedAgent } from './quirked-agent.ts';
import { noQuirks } from './quirks.ts';

const hidden = '1.3.6.1.4.1.9.2';

/** Writes down what it is asked. */
class Heard extends MemoryAgent {
  readonly asked: (readonly string[])[] = [];
  readonly options: (SnmpWalkOptions | undefined)[] = [];

  override async get(oids: readonly string[]) {
    this.asked.push(oids);
    return super.get(oids);
  }

  override async getNext(oids: readonly string[]) {
    this.asked.push(oids);
    return super.getNext(oids);
  }

  override async getBulk(oids: readonly string[], maxRepetitions: number) {
    this.asked.push([...oids, `${maxRepetitions} rows`]);
    return super.getBulk(oids, maxRepetitions);
  }

  override async table<Column extends string>(columns: { readonly [C in Column]: string }, options?: SnmpWalkOptions) {
    this.asked.push(Object.values(columns));
    this.options.push(options);
    return super.table(columns);
  }
}

const start = () => new Heard({ '1.3.6.1.4.1.9.1.1': 'a', '1.3.6.1.4.1.9.1.2': 'b', [`${hidden}.1`]: 'x', [`${hidden}.2`]: 'y', '1.3.6.1.4.1.9.20.1': 'c', '1.3.6.1.4.1.9.20.2': 'd' });

test('an object that is not asked for is missing in its place, and the rest is in theirs', async () => {
  const heard = start();
  const agent = quirkedAgent(heard, { ...noQuirks, without: [hidden] });
  const found = await agent.get([`${hidden}.1`, '1.3.6.1.4.1.9.20.1', `${hidden}.2`, '1.3.6.1.4.1.9.1.1']);
  expect(found.map(({ oid, value }) => [oid, snmpText(value) ?? value.type])).toEqual([
    [`${hidden}.1`, 'NoSuchObject'], ['1.3.6.1.4.1.9.20.1', 'c'], [`${hidden}.2`, 'NoSuchObject'], ['1.3.6.1.4.1.9.1.1', 'a'],
  ]);
  expect(await agent.get([hidden])).toHaveLength(1);
  expect(heard.asked).toEqual([['1.3.6.1.4.1.9.20.1', '1.3.6.1.4.1.9.1.1']]);
});

test('a successor is the next that is asked for', async () => {
  const heard = start();
  const agent = quirkedAgent(heard, { ...noQuirks, without: [hidden] });
  const found = await agent.getNext(['1.3.6.1.4.1.9.1.1', '1.3.6.1.4.1.9.1.2', `${hidden}.1`, '1.3.6.1.4.1.9.20.2']);
  expect(found.map(({ oid, value }) => snmpText(value) ?? `${value.type} ${oid}`)).toEqual(['b', 'c', 'c', 'EndOfMibView 1.3.6.1.4.1.9.20.2']);
  expect(heard.asked.flat().some((oid) => oid.startsWith(`${hidden}.`) || oid === hidden)).toBe(false);
});

test('an agent that only ever tells what is not asked for has nothing further', async () => {
  const stuck = start();
  stuck.getNext = (oids) => Promise.resolve(oids.map(() => ({ oid: `${hidden}.1`, value: { type: 'Integer', value: 1 } })));
  expect(await quirkedAgent(stuck, { ...noQuirks, without: [hidden] }).getNext(['1.3.6.1.4.1.9.1.1'])).toEqual([{ oid: '1.3.6.1.4.1.9.1.1', value: { type: 'EndOfMibView', value: null } }]);
});

test('columns that are not asked for are absent; a table of them alone is no request', async () => {
  const heard = start();
  const agent = quirkedAgent(heard, { anyOrder: true, maxRepetitions: 5, without: [hidden] });
  expect(await agent.table({ one: '1.3.6.1.4.1.9.1', two: hidden })).toMatchObject([{ index: '1', cells: { one: {} } }, { index: '2', cells: { one: {} } }]);
  expect(await agent.table({ two: hidden })).toEqual([]);
  expect(await agent.walk(hidden)).toEqual([]);
  expect((await agent.walk('1.3.6.1.4.1.9')).map(({ value }) => snmpText(value))).toEqual(['a', 'b', 'c', 'd']);
  expect(heard.asked).toEqual([['1.3.6.1.4.1.9.1']]);
  expect(heard.options).toEqual([{ anyOrder: true, maxRepetitions: 5 }]);
  await agent.table({ one: '1.3.6.1.4.1.9.1' }, { maxRepetitions: 3, timeoutMs: 7, context: 'vlan-2' });
  expect(heard.options[1]).toEqual({ anyOrder: true, maxRepetitions: 3, timeoutMs: 7, context: 'vlan-2' });
});

test('a GETBULK of more than it copes with is several', async () => {
  const heard = start();
  const agent = quirkedAgent(heard, { ...noQuirks, maxRepetitions: 2, without: [hidden] });
  const found = await agent.getBulk(['1.3.6.1.4.1.9.1', '1.3.6.1.4.1.9.20', hidden], 5);
  expect(found.map(({ value }) => snmpText(value))).toEqual(['a', 'b', 'c', 'c', 'd']);
  expect(heard.asked.slice(0, 2)).toEqual([['1.3.6.1.4.1.9.1', '2 rows'], ['1.3.6.1.4.1.9.1.2', '2 rows']]);
  expect((await agent.getBulk(['1.3.6.1.4.1.9.1'], 2)).map(({ value }) => snmpText(value))).toEqual(['a', 'b']);
});

test('a writer stays one', async () => {
  const heard = start();
  const agent = quirkedAgent(heard, { ...noQuirks, maxRepetitions: 2 });
  if (!('set' in agent) || typeof agent.set !== 'function') throw new Error('it cannot set');
  await agent.set([{ oid: '1.3.6.1.4.1.9.1.1', value: { type: 'Integer', value: 2 } }]);
  expect(heard.sets).toHaveLength(1);
});
