import { AuthFailed, Conflict, Refused, Unreachable, type OutcomeError, type SettableVarbind } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { indexOfName } from './notification-rows.ts';
import { port } from './port.ts';
import { portVlans } from './port-vlans.ts';
import { system } from './system.ts';
import { trapTarget } from './trap-target.ts';
import { vlan } from './vlan.ts';

const location = '1.3.6.1.2.1.1.6.0';
const vlans = '1.3.6.1.2.1.17.7.1.4.3.1';
const list = (...octets: number[]): Content => ({ type: 'OctetString', value: Uint8Array.from(octets) });

/** Two VLANs; port 1 is in the first. */
const content: { readonly [oid: string]: Content } = {
  '1.3.6.1.2.1.1.4.0': 'noc', '1.3.6.1.2.1.1.5.0': 'sw-1', [location]: 'Leeds',
  '1.3.6.1.2.1.31.1.1.1.1.7': 'Gi1/0/3', '1.3.6.1.2.1.31.1.1.1.18.7': 'uplink', '1.3.6.1.2.1.2.2.1.7.7': 1, '1.3.6.1.2.1.17.1.4.1.2.1': 7,
  [`${vlans}.1.1`]: 'default', [`${vlans}.1.20`]: 'voice', [`${vlans}.2.1`]: list(0x80), [`${vlans}.2.20`]: list(0), [`${vlans}.4.1`]: list(0x80), [`${vlans}.4.20`]: list(0), [`${vlans}.5.1`]: 1, [`${vlans}.5.20`]: 1,
  '1.3.6.1.2.1.17.7.1.4.5.1.1.1': { type: 'Gauge32', value: 1 },
};

/** Remembers every SET, and answers some with an error. */
class ProbedAgent extends MemoryAgent {
  error: { readonly of: string; readonly is: OutcomeError } | null = null;

  override async set(varbinds: readonly SettableVarbind[]) {
    if (this.error !== null && varbinds[0]?.oid === this.error.of) throw this.error.is;
    return super.set(varbinds);
  }

  get written(): readonly string[] {
    return this.sets.flatMap((varbinds) => varbinds.map(({ oid }) => oid));
  }
}

test('what a push would set is set to what it has, and nothing else', async () => {
  const agent = new ProbedAgent(content);
  const context = contextOver(agent);
  const before = await agent.walk('1.3.6.1');
  await system.probe?.(context, { name: 'sw-1', contact: 'ann', location: 'York' }, { name: 'sw-1', contact: 'noc', location: 'Leeds' }, {});
  await port.probe?.(context, { alias: 'door', adminStatus: 'up' }, { alias: 'uplink', adminStatus: 'up' }, { port: 'Gi1/0/3' });
  await vlan.probe?.(context, { exists: false }, { exists: true, name: 'voice', forbidden: [] }, { vlan: 20 });
  await vlan.probe?.(context, { exists: true, name: 'new', forbidden: [] }, { exists: false }, { vlan: 40 });
  await portVlans.probe?.(context, { pvid: 20, untagged: [20], tagged: [1, 40] }, { pvid: 1, untagged: [1], tagged: [] }, { port: 'Gi1/0/3' });
  expect(agent.written).toEqual([
    '1.3.6.1.2.1.1.4.0', location, '1.3.6.1.2.1.31.1.1.1.18.7', `${vlans}.5.20`,
    '1.3.6.1.2.1.17.7.1.4.5.1.1.1', `${vlans}.2.1`, `${vlans}.4.1`, `${vlans}.2.20`, `${vlans}.4.20`,
  ]);
  expect(await agent.walk('1.3.6.1')).toEqual(before);
});

test('of a trap target the rows that are there are asked for, those that a change makes anew', async () => {
  const row = indexOfName('nms');
  const agent = new ProbedAgent({ [`1.3.6.1.6.3.12.1.2.1.9.${row}`]: 1 });
  await trapTarget.probe?.(contextOver(agent), { params: { model: 1 }, address: null, notify: null }, { params: null, address: { tags: 'nms' }, notify: null }, { name: 'nms' });
  expect(agent.written).toEqual([`1.3.6.1.6.3.12.1.2.1.9.${row}`]);
});

const probe = (is: OutcomeError): Promise<void> | undefined => {
  const agent = new ProbedAgent(content);
  agent.error = { of: '1.3.6.1.2.1.31.1.1.1.18.7', is };
  return port.probe?.(contextOver(agent), { alias: 'door', adminStatus: 'up' }, { alias: 'uplink', adminStatus: 'up' }, { port: 'Gi1/0/3' });
};

test.each([
  ['NotWritable', new Refused('snmp.set on sw-1: the agent answered NotWritable', { data: { status: 'NotWritable' } })],
  ['NoAccess', new AuthFailed('snmp.set on sw-1: the agent answered NoAccess', { data: { status: 'NoAccess' } })],
  ['CommitFailed', new Refused('snmp.set on sw-1: the agent answered CommitFailed', { data: { status: 'CommitFailed' } })],
])('an object that the agent refuses is named: %s', async (status, error) => {
  await expect(probe(error)).rejects.toMatchObject({ kind: 'Refused', message: `the device does not let ifAlias of Gi1/0/3 be written (${status.charAt(0).toLowerCase()}${status.slice(1)})` });
});

test('an agent that refuses the value takes SETs of the object', async () => {
  await probe(new Conflict('the agent answered InconsistentValue', { data: { status: 'InconsistentValue' } }));
  await probe(new Refused('the agent answered WrongValue', { data: { status: 'WrongValue' } }));
});

test('what the host refuses, and a device that does not answer, are told as they are', async () => {
  await expect(probe(new Refused('not granted here', { data: { reason: 'not granted here' } }))).rejects.toThrow('not granted here');
  await expect(probe(new Unreachable('no answer'))).rejects.toThrow(Unreachable);
});
