import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const address = '127.0.79.18';
const group = '.1.3.6.1.2.1.1';

describeWith(['snmpd', 'snmpget', 'fping'], 'a real snmpd whose view lets little be written', () => {
  let agent: RealAgent;
  let host: RealHost;
  let device: string;
  beforeAll(async () => {
    agent = await startSnmpd(address, undefined, [
      // sysContact of the file of snmpd itself is no object that SET may change, whatever the view says.
      'sysContact noc@example.net',
      'com2sec planter default planter', 'group planters v2c planter', 'view all included .1',
      `view some included ${group}.4`, `view some included ${group}.6`, 'access planters "" any noauth exact all some none',
    ]);
    host = await startRealHost({
      networks: ['127.0.79.16/29'], plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
      credentials: { lab: { kind: 'snmp-community', community: { plain: 'planter' } } }, transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 1_000, retries: 1 } },
    });
    await host.services.discovery.run({});
    device = host.services.inventory.devices()[0]?.name ?? '';
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
  });

  const plan = (resource: string, spec: object) => host.services.changes.plan({
    text: JSON.stringify({ title: 'Try', changes: [{ device, resource: `snmp-switch/${resource}`, spec }] }), file: 'change.yaml', person: 'ann',
  });

  test('a plan is made of what may be written, and leaves the device as it was', async () => {
    const before = await agent.get(`${group}.6.0`);
    expect((await plan('system', { location: 'Rack 7' })).steps).toHaveLength(1);
    expect(await agent.get(`${group}.6.0`)).toBe(before);
    const [probed] = (await host.services.audit.list()).filter(({ action }) => action === 'operation.probe');
    expect(probed).toMatchObject({ person: 'ann', plugin: 'snmp-switch', outcome: 'done', detail: 'snmp.set 1.3.6.1.2.1.1.6.0' });
  });

  test('a plan is refused by the object that the view keeps, or that the agent itself does not let be set', async () => {
    await expect(plan('system', { name: 'core-9' })).rejects.toMatchObject({ code: 'JF6000', errors: [{ code: 'JF6041', message: expect.stringMatching(/snmp-switch\/system: the device does not let sysName be written \(noAccess\)/) }] });
    await expect(plan('system', { contact: 'ann' })).rejects.toMatchObject({ errors: [{ code: 'JF6041', message: expect.stringContaining('the device does not let sysContact be written (notWritable)') }] });
    await expect(plan('port', { port: 'lo', alias: 'loop' })).rejects.toMatchObject({ code: 'JF6000' });
    expect(await agent.get(`${group}.4.0`)).toBe('noc@example.net');
    expect((await host.services.audit.list()).filter(({ action, outcome }) => action === 'operation.probe' && outcome === 'failed')).toHaveLength(3);
  });
});
