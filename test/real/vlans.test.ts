import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const address = '127.0.79.2';
const bridge = '.1.3.6.1.2.1.17';
const vlans = `${bridge}.7.1.4.3.1`;
const integer = (value: number) => ({ type: 'integer', value: String(value) });
const ports = (value: string) => ({ type: 'octet', value });

/** The loopback is port 1 of the bridge, untagged in VLAN 1. Nobody is in VLAN 30, and the loopback may never be. */
const start = {
  [`${bridge}.1.4.1.2.1`]: integer(1),
  [`${bridge}.7.1.1.1.0`]: integer(1),
  ...Object.fromEntries([[1, 'default', '80 00', '00 00', '80 00'], [30, 'guests', '00 00', '80 00', '00 00']].flatMap(([id, name, egress, forbidden, untagged]) => [
    [`${vlans}.1.${id}`, { type: 'string', value: name }], [`${vlans}.2.${id}`, ports(String(egress))], [`${vlans}.3.${id}`, ports(String(forbidden))],
    [`${vlans}.4.${id}`, ports(String(untagged))], [`${vlans}.5.${id}`, integer(1)],
  ])),
  [`${bridge}.7.1.4.5.1.1.1`]: { type: 'gauge', value: '1' },
};

describeWith(['snmpd', 'snmpget', 'fping'], 'VLANs of a switch behind a real snmpd', () => {
  let folder: string;
  let agent: RealAgent;
  let host: RealHost;
  let device: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-bridge-'));
    const state = join(folder, 'bridge.json');
    await writeFile(state, JSON.stringify(start));
    agent = await startSnmpd(address, undefined, [`pass_persist ${bridge} ${process.execPath} ${join(import.meta.dirname, 'processes/bridge-mib.js')} ${state}`]);
    host = await startRealHost({
      networks: ['127.0.79.0/29'], plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
      credentials: { lab: { kind: 'snmp-community', community: { plain: agent.community } } }, transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 1_000, retries: 1 } },
    });
    await host.services.discovery.run({});
    device = host.services.inventory.devices()[0]?.name ?? '';
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const held = async (): Promise<object> => {
    const text: unknown = JSON.parse(await readFile(join(folder, 'bridge.json'), 'utf8'));
    return typeof text === 'object' && text !== null ? text : {};
  };
  const vlan = (spec: object) => ({ device, resource: 'snmp-switch/vlan', spec });
  const port = (spec: object) => ({ device, resource: 'snmp-switch/portVlans', spec: { port: 'lo', ...spec } });

  test('a VLAN is made and a port put into it in one change, and an undo leaves nothing of either', async () => {
    const change = await host.push('Cameras', [vlan({ vlan: 40, name: 'cameras' }), port({ untagged: 40 })]);
    expect(change).toMatchObject({ message: null, state: 'kept' });
    expect(await agent.get(`${vlans}.1.40`)).toBe('cameras');
    expect(await agent.get(`${bridge}.7.1.4.5.1.1.1`)).toBe('40');
    expect(await held()).toMatchObject({ [`${vlans}.2.1`]: ports('00 00'), [`${vlans}.2.40`]: ports('80 00'), [`${vlans}.4.40`]: ports('80 00') });
    expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await held()).toEqual(start);
  });

  test('a VLAN goes with what leaves it in the same change, and an undo gives back its name and its ports', async () => {
    await host.push('Cameras', [vlan({ vlan: 40, name: 'cameras' }), port({ untagged: 40, tagged: [1] })]);
    const before = await held();
    await expect(host.push('Gone', [vlan({ vlan: 40, exists: false }), port({ untagged: 1, tagged: [] })])).rejects.toMatchObject({ code: 'JF6000', message: expect.stringContaining('VLAN 40 has ports: lo') });
    await expect(host.push('Nowhere', [port({ untagged: 50 }), vlan({ vlan: 50 })])).rejects.toThrow('there is no VLAN 50');
    expect(await held()).toEqual(before);
    const change = await host.push('Gone', [port({ untagged: 1, tagged: [] }), vlan({ vlan: 40, exists: false }), vlan({ vlan: 30, exists: false })]);
    expect(change).toMatchObject({ state: 'kept' });
    expect(await held()).toEqual(Object.fromEntries(Object.entries(start).filter(([oid]) => !oid.startsWith(`${vlans}.`) || oid.endsWith('.1'))));
    expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await held()).toEqual(before);
  });
});
