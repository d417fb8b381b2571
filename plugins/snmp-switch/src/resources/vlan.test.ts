import { Conflict, Refused, Unsupported } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { portVlans } from './port-vlans.ts';
import { vlan } from './vlan.ts';

const octets = (...bytes: readonly number[]): Content => ({ type: 'OctetString', value: Uint8Array.from(bytes) });
const list = '1.3.6.1.2.1.17.7.1.4.3.1';
const pvid = '1.3.6.1.2.1.17.7.1.4.5.1.1';
const row = (id: number, name: string, egress: Content, untagged: Content, forbidden: Content = octets(0, 0), status = 1): { [oid: string]: Content } => ({
  [`${list}.1.${id}`]: name, [`${list}.2.${id}`]: egress, [`${list}.3.${id}`]: forbidden, [`${list}.4.${id}`]: untagged, [`${list}.5.${id}`]: status,
});

/** Port one is ge-1, two is ge-2; both are untagged in 1, two is tagged in 20 too. 30 has no ports, and port two may never be in it. */
function bridge(more: { readonly [oid: string]: Content } = {}): MemoryAgent {
  return new MemoryAgent({
    '1.3.6.1.2.1.31.1.1.1.1.101': 'ge-1', '1.3.6.1.2.1.31.1.1.1.1.102': 'ge-2', '1.3.6.1.2.1.17.1.4.1.2.1': 101, '1.3.6.1.2.1.17.1.4.1.2.2': 102,
    ...row(1, 'default', octets(0xc0, 0), octets(0xc0, 0)), ...row(20, 'voice', octets(0x40, 0), octets(0, 0)), ...row(30, 'guests', octets(0, 0), octets(0, 0), octets(0x40, 0)),
    [`${pvid}.1`]: { type: 'Gauge32', value: 1 }, [`${pvid}.2`]: { type: 'Gauge32', value: 1 }, ...more,
  }, [{ entry: list, status: 5, defaults: { 1: '', 2: octets(0, 0), 3: octets(0, 0), 4: octets(0, 0) } }]);
}

const written = (agent: MemoryAgent): readonly (readonly string[])[] => agent.sets.map((varbinds) => varbinds.map(({ oid }) => oid.slice(list.length + 1)));

test('a VLAN is made with its name in one SET, named again, and an undo takes it away', async () => {
  const agent = bridge();
  const context = contextOver(agent);
  const key = { vlan: 40 };
  const before = await vlan.read(context, key);
  expect(before).toEqual({ exists: false });
  const wanted = await vlan.plan(context, before, { vlan: 40, name: 'cameras', exists: true });
  await vlan.apply(context, wanted, before, key);
  await vlan.apply(context, wanted, before, key);
  expect(await vlan.read(context, key)).toEqual({ exists: true, name: 'cameras', forbidden: [] });
  const other = await vlan.plan(context, wanted, { vlan: 40, name: 'doors', exists: true });
  await vlan.apply(context, other, wanted, key);
  expect(written(agent)).toEqual([['5.40', '1.40'], ['1.40']]);
  expect(await vlan.list?.(context)).toEqual([{ vlan: 1 }, { vlan: 20 }, { vlan: 30 }, { vlan: 40 }]);
  await vlan.restore(context, before, key);
  expect(await vlan.read(context, key)).toEqual({ exists: false });
  expect(vlan.plan(context, before, { vlan: 40, exists: true })).toMatchObject({ name: 'VLAN40' });
});

test('an undo of a removal gives back all of the row', async () => {
  const agent = bridge();
  const context = contextOver(agent);
  const key = { vlan: 30 };
  const before = await vlan.read(context, key);
  expect(before).toEqual({ exists: true, name: 'guests', forbidden: ['ge-2'] });
  await vlan.precheck?.(context, { vlan: 30, exists: false }, []);
  await vlan.apply(context, { exists: false }, before, key);
  expect(await vlan.read(context, key)).toEqual({ exists: false });
  await vlan.restore(context, before, key);
  expect(await vlan.read(context, key)).toEqual(before);
  expect(await agent.get([`${list}.3.30`])).toMatchObject([{ value: { value: Uint8Array.from([0x40, 0]) } }]);
});

test('a VLAN with ports is not removed, unless the same change takes them out before', async () => {
  const agent = bridge();
  const context = contextOver(agent);
  const gone = { vlan: 20, exists: false };
  await expect(vlan.precheck?.(context, gone, [])).rejects.toThrow('VLAN 20 has ports: ge-2');
  await expect(vlan.precheck?.(context, gone, [{ resource: 'portVlans', spec: { port: 'ge-2', untagged: 1 } }])).rejects.toThrow(Refused);
  await vlan.precheck?.(context, gone, [{ resource: 'portVlans', spec: { port: 'ge-2', tagged: [] } }]);
  await expect(vlan.precheck?.(context, { vlan: 1, exists: false }, [])).rejects.toThrow('ge-1, ge-2');
  await expect(vlan.apply(context, { exists: false }, await vlan.read(context, { vlan: 20 }), { vlan: 20 })).rejects.toThrow(Refused);
  expect(agent.sets).toEqual([]);
});

test('the VLAN that has the address by which the switch is reached is not removed', async () => {
  const reached = (name: string): MemoryAgent => bridge({ '1.3.6.1.2.1.4.20.1.2.192.0.2.1': 900, '1.3.6.1.2.1.31.1.1.1.1.900': name });
  for (const name of ['Vlan30', 'vlan.30', 'irb.30']) await expect(vlan.precheck?.(contextOver(reached(name)), { vlan: 30, exists: false }, [])).rejects.toThrow('VLAN 30 has the address');
  for (const name of ['Vlan31', 'Gi0/30', 'mgmt']) await vlan.precheck?.(contextOver(reached(name)), { vlan: 30, exists: false }, []);
  await vlan.precheck?.(contextOver(reached('Vlan30')), { vlan: 30, name: 'people', exists: true }, []);
});

test('a port may go into a VLAN that the same change makes before, and into none that it removes', async () => {
  const context = contextOver(bridge());
  const wanted = { port: 'ge-1', untagged: 40 };
  await expect(portVlans.precheck?.(context, wanted, [])).rejects.toThrow('there is no VLAN 40');
  await portVlans.precheck?.(context, wanted, [{ resource: 'vlan', spec: { vlan: 40, exists: true } }]);
  await expect(portVlans.precheck?.(context, { port: 'ge-1', untagged: 30 }, [{ resource: 'vlan', spec: { vlan: 30, exists: false } }])).rejects.toThrow('there is no VLAN 30');
});

test('half made rows, agents without Q-BRIDGE-MIB and names of nothing are told', async () => {
  await expect(vlan.read(contextOver(bridge(row(50, 'x', octets(0, 0), octets(0, 0), octets(0, 0), 3))), { vlan: 50 })).rejects.toThrow(Conflict);
  await expect(vlan.read(contextOver(new MemoryAgent({})), { vlan: 1 })).rejects.toThrow(Unsupported);
  expect(await vlan.read(contextOver(new MemoryAgent({ '1.3.6.1.2.1.17.7.1.1.1.0': 1 })), { vlan: 1 })).toEqual({ exists: false });
  expect(() => vlan.plan(contextOver(bridge()), { exists: false }, { vlan: 40, name: 'x', exists: false })).toThrow(Refused);
});
