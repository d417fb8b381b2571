import { Refused, Unsupported } from '@jackfield/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { hasPort, withPort } from './port-list.ts';
import { portVlans } from './port-vlans.ts';

const octets = (...bytes: readonly number[]): Content => ({ type: 'OctetString', value: Uint8Array.from(bytes) });
const list = '1.3.6.1.2.1.17.7.1.4.3.1';
const pvid = '1.3.6.1.2.1.17.7.1.4.5.1.1';

/** Interface 101 is bridge port 2: untagged in VLAN 1, tagged in 20. Lists are four octets long, whatever is in them. */
function bridge(more: { readonly [oid: string]: Content } = {}): MemoryAgent {
  return new MemoryAgent({
    '1.3.6.1.2.1.31.1.1.1.1.101': 'ge-2', '1.3.6.1.2.1.31.1.1.1.1.900': 'irb', '1.3.6.1.2.1.2.2.1.2.101': 'port two', '1.3.6.1.2.1.17.1.4.1.2.2': 101,
    [`${list}.2.1`]: octets(0xc0, 0, 0, 0), [`${list}.4.1`]: octets(0xc0, 0, 0, 0),
    [`${list}.2.10`]: octets(0x80, 0, 0, 0), [`${list}.4.10`]: octets(0x80, 0, 0, 0),
    [`${list}.2.20`]: octets(0x40, 0, 0, 0), [`${list}.4.20`]: octets(0, 0, 0, 0),
    [`${pvid}.2`]: { type: 'Gauge32', value: 1 }, ...more,
  });
}

const key = { port: 'ge-2' };

test('a port is read by its own lists and put into another VLAN: into the new one, then its frames, then out of the old one', async () => {
  const agent = bridge();
  const context = contextOver(agent);
  const before = await portVlans.read(context, key);
  expect(before).toEqual({ pvid: 1, untagged: [1], tagged: [20] });
  const wanted = await portVlans.plan(context, before, { port: 'ge-2', untagged: 10 });
  await portVlans.apply(context, wanted, before, key);
  expect(agent.sets.map((varbinds) => varbinds.map(({ oid }) => oid))).toEqual([[`${list}.2.10`, `${list}.4.10`], [`${pvid}.2`], [`${list}.2.1`, `${list}.4.1`]]);
  expect(await portVlans.read(context, key)).toEqual({ pvid: 10, untagged: [10], tagged: [20] });
  // The other port of VLAN 1 stays in it, and the list is as long as before.
  expect(await agent.get([`${list}.2.1`])).toMatchObject([{ value: { value: Uint8Array.from([0x80, 0, 0, 0]) } }]);
  await portVlans.apply(context, wanted, before, key);
  expect(agent.sets).toHaveLength(3);
  await portVlans.restore(context, before, key);
  expect(await portVlans.read(context, key)).toEqual(before);
});

test('a VLAN that is not there is refused before anything is set', async () => {
  const agent = bridge();
  const context = contextOver(agent);
  const before = await portVlans.read(context, key);
  const wanted = await portVlans.plan(context, before, { port: 'ge-2', tagged: [20, 30] });
  await expect(portVlans.apply(context, wanted, before, key)).rejects.toThrow(Refused);
  expect(agent.sets).toEqual([]);
  await expect(portVlans.precheck?.(context, { port: 'ge-2', tagged: [20, 30], untagged: 40 }, [])).rejects.toThrow('there is no VLAN 40, 30 on the switch');
  await portVlans.precheck?.(context, { port: 'ge-2', untagged: 10 }, []);
});

test('with a tag and without in one VLAN is impossible; what is left out stays, but for what a tag takes', async () => {
  const context = contextOver(bridge());
  const before = await portVlans.read(context, key);
  expect(() => portVlans.plan(context, before, { port: 'ge-2', untagged: 20 })).toThrow(Refused);
  expect(portVlans.plan(context, before, { port: 'ge-2', tagged: [] })).toEqual({ pvid: 1, untagged: [1], tagged: [] });
  expect(portVlans.plan(context, before, { port: 'ge-2', tagged: [20, 1] })).toEqual({ pvid: 1, untagged: [], tagged: [1, 20] });
});

test('ports outside of the bridge and switches without Q-BRIDGE-MIB say so; only ports of the bridge are listed', async () => {
  await expect(portVlans.read(contextOver(bridge()), { port: 'irb' })).rejects.toThrow(Unsupported);
  expect(await portVlans.list?.(contextOver(bridge()))).toEqual([{ port: 'ge-2' }]);
  const plain = new MemoryAgent({ '1.3.6.1.2.1.31.1.1.1.1.1': 'ge-2', '1.3.6.1.2.1.17.1.4.1.2.1': 1 });
  await expect(portVlans.read(contextOver(plain), key)).rejects.toThrow('Q-BRIDGE-MIB');
});

test('a list of ports changes in the one port, and is as long as before unless the port is beyond its end', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 1, max: 600 }), fc.boolean(), (before, port, isIn) => {
    const after = withPort(before, port, isIn);
    const others = (ports: Uint8Array): readonly boolean[] => Array.from({ length: 600 }, (_one, at) => at + 1 !== port && hasPort(ports, at + 1));
    expect(hasPort(after, port)).toBe(isIn);
    expect(others(after)).toEqual(others(before));
    expect(after.length).toBe(isIn ? Math.max(before.length, Math.ceil(port / 8)) : before.length);
  }));
});
