import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const address = '127.0.79.10';
const sysLocation = '.1.3.6.1.2.1.1.6.0';

describeWith(['snmpd', 'snmpget', 'fping'], 'a Cisco switch behind a real snmpd saves what is kept', () => {
  let folder: string;
  let agent: RealAgent;
  let host: RealHost;
  let device: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-copies-'));
    const script = join(import.meta.dirname, 'processes/config-copy-mib.js');
    agent = await startSnmpd(address, undefined, [
      'sysObjectID .1.3.6.1.4.1.9.1.2494', 'sysDescr Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4, RELEASE SOFTWARE (fc5)',
      `pass_persist .1.3.6.1.4.1.9.9.96.1.1.1.1 ${process.execPath} ${script} ${join(folder, 'copies')} ${join(folder, 'broken')}`,
    ]);
    host = await startRealHost({
      networks: ['127.0.79.8/29'], plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
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

  const copies = async (): Promise<readonly string[]> => (existsSync(join(folder, 'copies')) ? (await readFile(join(folder, 'copies'), 'utf8')).trim().split('\n') : []);
  const push = (location: string) => host.push('Where it stands', [{ device, resource: 'snmp-switch/system', spec: { location } }]);
  const runningToStartup = '4 to 3';

  test('once when a change is kept, and once more when it is undone', async () => {
    const change = await push('Rack 7');
    expect(change).toMatchObject({ message: null, state: 'kept' });
    expect(change).not.toHaveProperty('unsaved');
    expect(await copies()).toEqual([runningToStartup]);
    expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await copies()).toEqual([runningToStartup, runningToStartup]);
    const records = await host.services.audit.list({ change: change.id });
    expect(records.filter(({ action }) => action === 'change.save')).toMatchObject([{ outcome: 'done', person: 'ann' }]);
  });

  test('a copy that fails leaves the change kept, is told, and is done when somebody asks again', async () => {
    const before = (await copies()).length;
    await writeFile(join(folder, 'broken'), '');
    const change = await push('Rack 8');
    expect(change).toMatchObject({ state: 'kept', unsaved: [{ deviceName: device, message: expect.stringContaining('could not save') }] });
    expect(await agent.get(sysLocation)).toBe('Rack 8');
    expect((await host.services.health.incidents()).filter(({ status }) => status === 'open')).toMatchObject([{ summary: expect.stringContaining(`jackfield save ${change.id}`) }]);
    await rm(join(folder, 'broken'));
    expect(await host.services.changes.save({ change: change.id, person: 'bob' })).not.toHaveProperty('unsaved');
    expect(await copies()).toHaveLength(before + 1);
    expect((await host.services.health.incidents()).filter(({ status }) => status === 'open')).toEqual([]);
  });
});
