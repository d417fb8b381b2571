import { afterEach, expect, test, vi } from 'vitest';
import { contextOver, defaults, MemoryAgent } from '../testing/memory-agent.ts';
import { port as portResource } from '../resources/port.ts';
import { ports } from './ports.ts';
import { uptime } from './uptime.ts';

afterEach(() => vi.restoreAllMocks());

const column = (number: number, index: number): string => `1.3.6.1.2.1.2.2.1.${number}.${index}`;
const switchOfFour = new MemoryAgent({
  [column(2, 1)]: 'Gi1', [column(7, 1)]: 1, [column(8, 1)]: 1, [column(10, 1)]: { type: 'Counter32', value: 5 },
  [column(2, 2)]: 'Gi2', [column(7, 2)]: 1, [column(8, 2)]: 2, '1.3.6.1.2.1.31.1.1.1.18.2': 'uplink to core',
  [column(2, 3)]: 'Gi3', [column(7, 3)]: 2, [column(8, 3)]: 2,
  [column(2, 4)]: 'Gi4', [column(7, 4)]: 1, [column(8, 4)]: 2,
  '1.3.6.1.2.1.31.1.1.1.6.1': { type: 'Counter64', value: 9_000_000_000n },
});

test('an unused socket is no fault', async () => {
  expect(await ports(contextOver(switchOfFour))).toMatchObject({ state: 'ok', summary: '1 of 3 enabled ports up' });
});

test('a watched port that is down is critical and named', async () => {
  const settings = { ...defaults, ports: { watch: 'uplink', ignore: '^Gi4$' } };
  const found = await ports(contextOver(switchOfFour, settings));
  expect(found).toMatchObject({ state: 'critical', summary: 'Gi2 down, 1 of 2 ports up' });
  expect(found.items.map(({ name, state }) => [name, state])).toEqual([['Gi1', 'ok'], ['Gi2', 'critical']]);
});

test('octets come from the 64-bit counters where there are any', async () => {
  const { items } = await ports(contextOver(switchOfFour));
  expect(items[0]?.metrics).toContainEqual({ name: 'port.in.octets', value: 9_000_000_000 });
});

test('two ports of one name stay two items', async () => {
  const twins = new MemoryAgent({ [column(2, 1)]: 'eth', [column(8, 1)]: 1, [column(2, 2)]: 'eth', [column(8, 2)]: 1 });
  expect((await ports(contextOver(twins))).items.map(({ name }) => name)).toEqual(['eth #1', 'eth #2']);
});

test('an agent that started again is no restart of the device', async () => {
  const restartedAgent = new MemoryAgent({ '1.3.6.1.2.1.1.3.0': { type: 'TimeTicks', value: 6000 }, '1.3.6.1.6.3.10.2.1.3.0': 900_000 });
  expect(await uptime(contextOver(restartedAgent))).toMatchObject({ state: 'ok', summary: 'Up for 10 d', metrics: [{ name: 'uptime', value: 900_000 }] });
});

test('a device that has just started is a warning, one without a clock unknown', async () => {
  expect(await uptime(contextOver(new MemoryAgent({ '1.3.6.1.2.1.1.3.0': { type: 'TimeTicks', value: 6000 } })))).toMatchObject({ state: 'warning', summary: 'Restarted 1 min ago' });
  expect(await uptime(contextOver(new MemoryAgent({})))).toMatchObject({ state: 'unknown' });
});

test('what hardly ever changes is read once, and again when ports come, go, are renamed or pushed to', async () => {
  const tables: number[] = [];
  class Counted extends MemoryAgent {
    override async table<Column extends string>(columns: { readonly [C in Column]: string }) {
      tables.push(Object.keys(columns).length);
      return super.table(columns);
    }
  }
  const name = (index: number): string => `1.3.6.1.2.1.31.1.1.1.1.${index}`;
  const alias = (index: number): string => `1.3.6.1.2.1.31.1.1.1.18.${index}`;
  const octets = (index: number) => ({ [`1.3.6.1.2.1.31.1.1.1.6.${index}`]: 1, [`1.3.6.1.2.1.31.1.1.1.10.${index}`]: 1 });
  const agent = new Counted({ [name(1)]: 'Gi1', [column(7, 1)]: 1, [column(8, 1)]: 1, ...octets(1), [alias(1)]: 'a desk' });
  const context = { ...contextOver(agent), device: { ...contextOver(agent).device, id: 'counted' } };
  const look = async () => {
    tables.length = 0;
    const { items } = await ports(context);
    return { items: items.map(({ name: port, summary }) => `${port} ${summary}`), tables: [...tables] };
  };
  expect(await look()).toEqual({ items: ['Gi1 up (a desk)'], tables: [9, 10] });
  await agent.set([{ oid: column(8, 1), value: { type: 'Integer', value: 2 } }]);
  expect(await look()).toEqual({ items: ['Gi1 down (a desk)'], tables: [9] });
  await agent.set([{ oid: name(1), value: { type: 'OctetString', value: Buffer.from('Te1') } }]);
  expect(await look()).toEqual({ items: ['Te1 down (a desk)'], tables: [9, 10] });
  await portResource.apply(context, { alias: 'a printer', adminStatus: null }, { alias: 'a desk', adminStatus: null }, { port: 'Te1' });
  expect(await look()).toEqual({ items: ['Te1 down (a printer)'], tables: [9, 10] });
});

test('while a device says that its interfaces are the same, only their aliases are read again, and all of it once an hour', async () => {
  let now = 1_000_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const tables: number[] = [];
  class Counted extends MemoryAgent {
    override async table<Column extends string>(columns: { readonly [C in Column]: string }) {
      tables.push(Object.keys(columns).length);
      return super.table(columns);
    }
  }
  const [name, alias, lastChange] = ['1.3.6.1.2.1.31.1.1.1.1.1', '1.3.6.1.2.1.31.1.1.1.18.1', '1.3.6.1.2.1.31.1.5.0'];
  const ticks = (value: number) => ({ type: 'TimeTicks', value }) as const;
  const agent = new Counted({ [name]: 'Gi1', [column(8, 1)]: 1, '1.3.6.1.2.1.31.1.1.1.6.1': 1, [alias]: 'a desk', [lastChange]: ticks(500), '1.3.6.1.2.1.1.3.0': ticks(9_000) });
  const context = { ...contextOver(agent), device: { ...contextOver(agent).device, id: 'spared ports' } };
  const lookAfter = async (minutes: number) => {
    now += minutes * 60_000;
    tables.length = 0;
    const { items } = await ports(context);
    return [items[0]?.summary, ...tables];
  };
  expect(await lookAfter(0)).toEqual(['up (a desk)', 9, 10]);
  await agent.set([{ oid: alias, value: { type: 'OctetString', value: Buffer.from('a printer') } }]);
  expect(await lookAfter(6)).toEqual(['up (a printer)', 9, 1]);
  await agent.set([{ oid: lastChange, value: ticks(700) }]);
  expect(await lookAfter(6)).toEqual(['up (a printer)', 9, 10]);
  for (let times = 0; times < 9; times += 1) expect(await lookAfter(6)).toEqual(['up (a printer)', 9, 1]);
  expect(await lookAfter(6)).toEqual(['up (a printer)', 9, 10]);
});

test.each([
  ['with the names that they had, only their aliases', { '1.3.6.1.2.1.31.1.1.1.1.1': 'Gi1' }, 1],
  ['without names, all', {}, 10],
])('of ports of which the device does not say whether they are the same, %s are read again', async (_which, names, columns) => {
  let now = 1_000_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const tables: number[] = [];
  class Counted extends MemoryAgent {
    override async table<Column extends string>(asked: { readonly [C in Column]: string }) {
      tables.push(Object.keys(asked).length);
      return super.table(asked);
    }
  }
  const agent = new Counted({ ...names, [column(8, 1)]: 1, '1.3.6.1.2.1.31.1.1.1.6.1': 1, '1.3.6.1.2.1.31.1.1.1.18.1': 'a desk' });
  const context = { ...contextOver(agent), device: { ...contextOver(agent).device, id: `untold ports ${columns}` } };
  for (let times = 0; times < 2; times += 1) {
    await ports(context);
    now += 6 * 60_000;
  }
  expect(tables).toEqual([9, 10, 9, columns]);
});
