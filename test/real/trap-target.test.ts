import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const index = [...Buffer.from('jackfield')].join('.');
const address = `.1.3.6.1.6.3.12.1.2.1.3.${index}`;
const securityName = `.1.3.6.1.6.3.12.1.3.1.4.${index}`;
const type = `.1.3.6.1.6.3.13.1.1.1.3.${index}`;

describeWith(['snmpd', 'snmpget', 'fping'], 'the trap targets of a real snmpd', () => {
  let agent: RealAgent;
  let host: RealHost;
  beforeAll(async () => {
    agent = await startSnmpd('127.0.79.10');
    host = await startRealHost({
      networks: ['127.0.79.8/29'], plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
      credentials: { lab: { kind: 'snmp-community', community: { plain: agent.community } } }, transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 1_000, retries: 1 } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
  });

  test('one is made, changed and removed, and each undo gives back what was there', async () => {
    const push = (spec: object) => host.push('Traps', [{ device: host.services.inventory.devices()[0]?.name, resource: 'snmp-switch/trapTarget', spec: { name: 'jackfield', ...spec } }]);
    const seen = () => Promise.all([address, securityName, type].map((oid) => agent.get(oid)));
    const none = await seen();
    const made = await push({ address: '192.0.2.9', securityName: 'gardener', version: '3', level: 'authPriv', type: 'inform' });
    expect(made).toMatchObject({ message: null, state: 'kept' });
    const first = await seen();
    expect(first).toEqual([expect.stringContaining('C0 00 02 09 00 A2'), 'gardener', '2']);
    const changed = await push({ address: '192.0.2.10', port: 1_162, securityName: 'orchard' });
    expect(changed).toMatchObject({ message: null, state: 'kept' });
    expect(await seen()).toEqual([expect.stringContaining('C0 00 02 0A 04 8A'), 'orchard', '1']);
    expect(await host.services.changes.undo({ change: changed.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await seen()).toEqual(first);
    const removed = await push({ exists: false });
    expect(removed).toMatchObject({ message: null, state: 'kept' });
    expect(await seen()).toEqual(none);
    expect(await host.services.changes.undo({ change: removed.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await seen()).toEqual(first);
  });
});
