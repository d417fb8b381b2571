import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { stack } from './stack.ts';

let devices = 0;
type Agent = { readonly [oid: string]: Content };

function looking(members = 0) {
  const id = `stack ${devices++}`;
  return async (content: Agent) => {
    const context = contextOver(new MemoryAgent(content), { ...defaults, stack: { members } });
    const { state, summary, items, metrics } = await stack({ ...context, device: { ...context.device, id } });
    return { state, summary, items: items.map((item) => `${item.name}: ${item.state}, ${item.summary}`), there: metrics[0]?.value };
  };
}

const wise = (index: number, number: number, role: number, state: number): Agent => ({
  [`1.3.6.1.4.1.9.9.500.1.2.1.1.1.${index}`]: number, [`1.3.6.1.4.1.9.9.500.1.2.1.1.3.${index}`]: role, [`1.3.6.1.4.1.9.9.500.1.2.1.1.6.${index}`]: state,
});
const ring = (isClosed: boolean): Agent => ({ '1.3.6.1.4.1.9.9.500.1.1.3.0': isClosed ? 1 : 2, '1.3.6.1.4.1.9.9.500.1.2.2.1.1.65': 1 });

test('a device alone, or one that tells of no stack, is no stack', async () => {
  expect(await looking()({ '1.3.6.1.2.1.1.3.0': 5 })).toMatchObject({ state: 'ok', summary: 'No stack', items: [] });
  expect(await looking()({ ...wise(1000, 1, 1, 4), ...ring(false) })).toMatchObject({ state: 'ok', summary: 'No stack' });
});

test('StackWise: roles and states of the members, an open ring is a warning', async () => {
  expect(await looking()({ ...wise(1000, 1, 1, 4), ...wise(2000, 2, 4, 4), ...wise(3000, 3, 2, 9), ...ring(true) })).toEqual({
    state: 'ok', summary: '2 members', there: 2, items: ['Switch 1: ok, active, ready', 'Switch 2: ok, standby, ready', 'Switch 3: ok, member, set up, not there'],
  });
  expect(await looking()({ ...wise(1000, 1, 1, 4), ...wise(2000, 2, 4, 6), ...ring(false) })).toMatchObject({
    state: 'critical', summary: 'Switch 2: standby, other version, Ring: open: one cable more, and the stack falls apart; 2 members there',
  });
  // StackWise Virtual joins two chassis without stack ports.
  expect(await looking()({ ...wise(2, 0, 1, 4), ...wise(500, 0, 4, 4), '1.3.6.1.4.1.9.9.500.1.1.3.0': 2 })).toMatchObject({ state: 'ok', items: ['Member 2: ok, active, ready', 'Member 500: ok, standby, ready'] });
});

const role = (member: number, value: number): Agent => ({ [`1.3.6.1.4.1.2636.3.40.1.4.1.1.1.3.${member}`]: value });

test('a member that was there and is not told of any more is critical', async () => {
  const look = looking();
  expect(await look({ ...role(0, 1), ...role(1, 2), ...role(2, 3) })).toMatchObject({ state: 'ok', summary: '3 members', items: ['Member 0: ok, master', 'Member 1: ok, backup', 'Member 2: ok, line card'] });
  expect(await look(role(0, 1))).toEqual({ state: 'critical', summary: 'Member 1: gone, Member 2: gone; 1 member there', there: 1, items: ['Member 0: ok, master', 'Member 1: critical, gone', 'Member 2: critical, gone'] });
});

test('how many there must be is a setting: also a stack that the host never saw whole is told', async () => {
  expect(await looking(3)({ ...role(0, 1), ...role(1, 2) })).toMatchObject({ state: 'critical', items: ['Members: critical, 2 of 3 there', 'Member 0: ok, master', 'Member 1: ok, backup'] });
  expect(await looking(2)({ ...role(0, 1), ...role(1, 2) })).toMatchObject({ state: 'ok' });
});

const entity = (index: number, kind: number, within: number, name: string, serial = ''): Agent => {
  const at = '1.3.6.1.2.1.47.1.1.1.1';
  return { [`${at}.5.${index}`]: kind, [`${at}.4.${index}`]: within, [`${at}.7.${index}`]: name, [`${at}.11.${index}`]: serial };
};

test('ENTITY-MIB: chassis in a stack; places without a member are none', async () => {
  const rows = { ...entity(1, 11, 0, 'Stack'), ...entity(2, 3, 1, 'Unit', 'A1B2C3'), ...entity(3, 3, 1, 'Unit', 'D4E5F6'), ...entity(4, 3, 1, 'Unit'), ...entity(9, 3, 0, 'Fan tray', 'X') };
  expect(await looking()(rows)).toMatchObject({ state: 'ok', summary: '2 members', items: ['Unit: ok, A1B2C3', 'Unit #2: ok, D4E5F6'] });
});

test('ENTITY-MIB is walked again when the device says that it changed', async () => {
  const look = looking();
  const changed = (at: number): Agent => ({ '1.3.6.1.2.1.47.1.4.1.0': { type: 'TimeTicks', value: at }, '1.3.6.1.2.1.1.3.0': { type: 'TimeTicks', value: 90_000 } });
  const [whole, half] = [{ ...entity(1, 11, 0, 'Stack'), ...entity(2, 3, 1, 'Unit 1', 'A1'), ...entity(3, 3, 1, 'Unit 2', 'B2') }, { ...entity(1, 11, 0, 'Stack'), ...entity(2, 3, 1, 'Unit 1', 'A1') }];
  expect(await look({ ...whole, ...changed(500) })).toMatchObject({ state: 'ok' });
  expect(await look({ ...half, ...changed(500) })).toMatchObject({ state: 'ok' });
  expect(await look({ ...half, ...changed(600) })).toMatchObject({ state: 'critical', summary: 'Unit 2: gone; 1 member there' });
});
