import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const address = '127.0.93.6';
const mib = '.1.3.6.1.4.1.6574';

describeWith(['snmpd', 'snmpget', 'fping'], 'a real snmpd with the objects of a Synology', () => {
  let agent: RealAgent;
  let host: RealHost;
  beforeAll(async () => {
    // `override` knows no Counter64: sizes are told as their digits.
    agent = await startSnmpd(address, undefined, [
      `override ${mib}.1.5.1.0 octet_str "DS920+"`, `override ${mib}.1.5.2.0 octet_str "20B0SBR1234"`, `override ${mib}.1.5.3.0 octet_str "DSM 7.2-64570"`, `override ${mib}.1.5.4.0 integer 1`,
      `override ${mib}.3.1.1.2.0 octet_str "Volume 1"`, `override ${mib}.3.1.1.3.0 integer 11`, `override ${mib}.3.1.1.4.0 octet_str "400000000000"`, `override ${mib}.3.1.1.5.0 octet_str "10000000000000"`,
    ]);
    host = await startRealHost({
      networks: ['127.0.93.4/30'],
      plugins: { 'snmp-switch': { enabled: true }, 'backup-appliance': { enabled: true, settings: { repositories: [{ product: 'synology', path: 'Volume 1' }] } } },
      credentials: { nas: { kind: 'snmp-community', community: { plain: agent.community } } },
      transports: { snmp: { port: agent.port, credentials: 'nas' } },
    });
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
  });

  test('one plugin tells what it is and how its parts are, the other how full it is and what time it has', async () => {
    const [device] = host.services.inventory.devices();
    expect(device).toMatchObject({ kind: 'backup', vendor: 'Synology', model: 'DS920+', serial: '20B0SBR1234' });
    const check = async (name: string) => (await host.services.health.checkNow(device?.id ?? '', { check: name }))[0];
    expect(await check('capacity')).toMatchObject({ state: 'critical', items: [{ name: 'Volume 1', summary: '96 % used' }] });
    expect(await check('clock')).toMatchObject({ state: 'ok', summary: 'The clock is right' });
    expect(await check('sensors')).toMatchObject({ state: 'critical', items: [{ name: 'Upgrade', state: 'warning', summary: 'available' }, { name: 'Volume 1', state: 'critical', summary: 'degraded' }] });
    expect(await check('copies')).toMatchObject({ state: 'unknown', summary: expect.stringContaining('Synology does not tell of its copies') });
  });
});
