import { beforeAll, afterAll, expect, test } from 'vitest';
import { linksOf } from '../../core/src/inventory/index.ts';
import manifest from '../../plugins/snmp-switch/package.json' with { type: 'json' };
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const sysLocation = '.1.3.6.1.2.1.1.6.0';
const sysContact = '.1.3.6.1.2.1.1.4.0';
const plugins = { 'snmp-switch': { enabled: true, grant: 'write' } };

const versions = {
  'SNMPv2c': (agent: RealAgent) => ({ lab: { kind: 'snmp-community', community: { plain: agent.community } } }),
  'SNMPv3 with SHA-256 and AES': ({ user }: RealAgent) => ({
    lab: { kind: 'snmp-user', user: user.name, auth: { protocol: 'sha256', key: { plain: user.authKey } }, privacy: { protocol: 'aes', key: { plain: user.privacyKey } } },
  }),
};

/** Objects that snmpd answers beside its own: what net-snmp itself has of no switch. */
const overrides = (objects: { readonly [oid: string]: string | number }): readonly string[] =>
  Object.entries(objects).map(([oid, value]) => (typeof value === 'number' ? `override .${oid} integer ${value}` : `override .${oid} octet_str ${value}`));
const hex = (digits: string): string => `0x${digits}`;
const entity = '1.3.6.1.2.1.47.1.1.1.1';
const bridge = '1.3.6.1.2.1.17';
/** One chassis, and one port that is the machine's first interface: in VLAN 20, an address behind it, another switch at it; that address in the ARP table, too. */
const asSwitch = overrides({
  [`${entity}.4.1`]: 0, [`${entity}.5.1`]: 3, [`${entity}.7.1`]: '"Switch 1"', [`${entity}.11.1`]: '"FOC1A2B3C4"', [`${entity}.13.1`]: '"C9300-24T"',
  [`${bridge}.1.4.1.2.1`]: 1, [`${bridge}.7.1.4.3.1.1.20`]: '"Voice"', [`${bridge}.7.1.4.3.1.2.20`]: hex('80'), [`${bridge}.7.1.4.3.1.4.20`]: hex('80'),
  [`${bridge}.7.1.2.2.1.2.20.2.76.69.7.0.49`]: 1, [`${bridge}.7.1.2.2.1.3.20.2.76.69.7.0.49`]: 3,
  '1.3.6.1.2.1.4.35.1.4.1.1.4.192.0.2.21': hex('024c45070031'), '1.0.8802.1.1.2.1.4.1.1.4.0.1.1': 4, '1.0.8802.1.1.2.1.4.1.1.5.0.1.1': hex('024c45010002'), '1.0.8802.1.1.2.1.4.1.1.9.0.1.1': '"edge-1"',
});

describeWith(['snmpd', 'snmpget', 'fping'], 'a real snmpd', () => {
  for (const [version, credentials] of Object.entries(versions)) {
    describeWith([], version, () => {
      let agent: RealAgent;
      let host: RealHost;
      beforeAll(async () => {
        agent = await startSnmpd('127.0.71.2');
        host = await startRealHost({
          networks: ['127.0.71.0/29'], plugins, credentials: credentials(agent), transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 500, retries: 1 } },
        });
      });
      afterAll(async () => {
        await host[Symbol.asyncDispose]();
        await agent[Symbol.asyncDispose]();
      });

      test('discovery finds it, with its name, system and interfaces', async () => {
        const report = await host.services.discovery.run({});
        expect(report.problems).toEqual([]);
        const [device] = host.services.inventory.devices();
        expect(device).toMatchObject({ address: '127.0.71.2', site: 'leeds', name: await agent.get('.1.3.6.1.2.1.1.5.0'), plugins: [{ id: 'snmp-switch' }] });
        expect(device?.interfaces).toContainEqual(expect.objectContaining({ name: 'lo', adminStatus: 'up' }));
        expect(device?.keys).toContainEqual(expect.objectContaining({ type: 'snmpEngineId' }));
      });

      test('its checks have results', async () => {
        const [device] = host.services.inventory.devices();
        const statuses = await host.services.health.checkNow(device?.id ?? '');
        expect(statuses.map(({ check, code }) => [check, code]).sort()).toEqual(Object.keys(manifest.jackfield.contributes.checks).sort().map((check) => [check, null]));
      });

      test('a push is on the agent, and its undo puts back what was there, as snmpget sees it', async () => {
        const before = [await agent.get(sysLocation), await agent.get(sysContact)];
        const [device] = host.services.inventory.devices();
        const change = await host.push('Where it stands', [{ device: device?.name, resource: 'snmp-switch/system', spec: { location: 'Rack 7, Züri', contact: 'ann' } }]);
        expect(change.state).toBe('kept');
        expect(await agent.get(sysContact)).toBe('ann');
        expect(await agent.get(sysLocation)).not.toBe(before[0]);
        const undone = await host.services.changes.undo({ change: change.id, person: 'ann' });
        expect(undone.state).toBe('kept');
        expect([await agent.get(sysLocation), await agent.get(sysContact)]).toEqual(before);
      });

      test('every write is in the audit, with person, change and device, and the chain holds', async () => {
        const writes = (await host.services.audit.list()).filter((record) => record.action === 'operation.write');
        expect(writes.length).toBeGreaterThanOrEqual(2);
        expect(writes).toSatisfy((all: typeof writes) => all.every((record) => record.person === 'ann' && record.plugin === 'snmp-switch' && record.change !== null));
        expect(await host.services.audit.verify()).toBeNull();
      });
    });
  }

  test('an agent that a base moved under is not overwritten', async () => {
    await using agent = await startSnmpd('127.0.71.10');
    await using host = await startRealHost({
      networks: ['127.0.71.8/29'], plugins, credentials: versions.SNMPv2c(agent), transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 500 } },
    });
    await host.services.discovery.run({});
    const [device] = host.services.inventory.devices();
    const steps = (location: string): string => `title: Move\nchanges:\n  - {device: ${device?.name}, resource: snmp-switch/system, spec: {location: ${location}}}\n`;
    const ours = await host.services.changes.plan({ text: steps('ours'), file: 'ours.yaml', person: 'ann' });
    await host.services.changes.apply({ plan: await host.services.changes.plan({ text: steps('theirs'), file: 'theirs.yaml', person: 'bob' }), person: 'bob' });
    await expect(host.services.changes.apply({ plan: ours, person: 'ann' })).rejects.toMatchObject({ code: expect.stringMatching(/^JF6/) });
    expect(await agent.get(sysLocation)).toBe('theirs');
  });

  test('what a switch says beyond its ports is in the inventory: parts, VLANs, addresses behind ports, and the link to another', async () => {
    await using core = await startSnmpd('127.0.71.18', undefined, ['sysName core-1', ...asSwitch]);
    await using edge = await startSnmpd('127.0.71.19', core.port, ['sysName edge-1', 'sysDescr A widget', ...overrides({ '1.0.8802.1.1.2.1.3.1.0': 4, '1.0.8802.1.1.2.1.3.2.0': hex('024c45010002') })]);
    await using host = await startRealHost({
      networks: ['127.0.71.16/29'], plugins, credentials: versions.SNMPv2c(core), transports: { snmp: { port: core.port, credentials: 'lab', timeoutMs: 500, retries: 1 } },
    });
    const report = await host.services.discovery.run({});
    expect(report.problems).toEqual([]);
    const found = host.services.inventory.find('core-1');
    expect(found).toMatchObject({
      parts: [{ name: 'Switch 1', kind: 'chassis', serial: 'FOC1A2B3C4', model: 'C9300-24T' }], vlans: [{ id: 20, name: 'Voice', untagged: ['lo'], tagged: [] }],
      stations: [{ mac: '02:4c:45:07:00:31', port: 'lo', vlan: 20 }], arp: expect.arrayContaining([{ address: '192.0.2.21', mac: '02:4c:45:07:00:31' }]),
    });
    expect(linksOf(host.services.inventory.devices())).toMatchObject([{ proof: 'one', ends: [{ device: found?.id, port: 'lo' }, { device: host.services.inventory.find('edge-1')?.id }] }]);
    expect(edge.port).toBe(core.port);
  });
});
