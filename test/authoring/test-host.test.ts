import { createTestHost, type TestHost, type TestHostOptions } from '@jackfield/core/testing';
import { expect, test } from 'vitest';

const bundled = (name: string): URL => new URL(`../../plugins/${name}/`, import.meta.url);
const lamp = { snmp: { model: { name: 'on', descr: 'A lamp', objectID: '1.3.6.1.4.1.99999.1' } } };

async function lampHost(options: Partial<TestHostOptions> = {}): Promise<TestHost> {
  return createTestHost({ directory: new URL('./plugins/lamps', import.meta.url), devices: { 'lamp-1': lamp }, ...options });
}

test('a switch is identified, checked, pushed to and put back, as by the real host', async () => {
  const model = { name: 'access-1', descr: 'RouterOS CRS326-24G-2S+', objectID: '1.3.6.1.4.1.14988.1', ports: [{ name: 'ether[1-4]' }, { name: 'ether5', alias: 'uplink', oper: 'down' as const }] };
  await using host = await createTestHost({ directory: bundled('snmp-switch'), devices: { 'sw-1': { snmp: { model } } }, settings: { ports: { watch: 'ether5' } } });
  expect(await host.identify('agent', 'sw-1')).toMatchObject({ vendor: 'MikroTik', model: 'CRS326-24G-2S+', name: 'access-1' });
  expect((await host.inspect('agent', 'sw-1')).interfaces).toHaveLength(5);
  expect(await host.check('ports', 'sw-1')).toMatchObject({ state: 'critical', summary: expect.stringContaining('ether5') });
  const spec = { port: 'ether3', alias: 'Door controller' };
  const plan = await host.push('port', 'sw-1', spec);
  expect(plan.differences).toEqual([{ path: 'alias', before: '', after: 'Door controller' }]);
  expect((await host.plan('port', 'sw-1', spec)).differences).toEqual([]);
  await host.restore('port', 'sw-1', plan);
  expect(await host.read('port', 'sw-1', plan.key)).toEqual(plan.current);
  expect(host.refusals).toEqual([]);
  expect(host.operations.filter(({ op }) => op === 'snmp.set').every(({ phase }) => phase === 'apply' || phase === 'restore')).toBe(true);
});

test('a server and a PBX answer over SSH and AMI from descriptions', async () => {
  await using server = await createTestHost({
    directory: bundled('linux-server'), devices: { web: { ssh: { machine: { linux: { hostname: 'web', memoryMB: { total: 2048, available: 1024 }, disks: [{ device: '/dev/sda1', path: '/', sizeMB: 1000, usedMB: 100 }] } } }, files: { '/etc/motd': 'hello\n' } } },
  });
  expect(await server.check('load', 'web')).toMatchObject({ state: 'ok' });
  await using pbx = await createTestHost({ directory: bundled('asterisk'), devices: { pbx: { ami: { asterisk: { systemName: 'pbx' } } } } });
  expect(await pbx.identify('pbx', 'pbx')).toMatchObject({ name: 'pbx', kind: 'pbx' });
  expect(await pbx.check('core', 'pbx')).toMatchObject({ state: 'ok' });
});

test('settings are those of the site over the defaults of the schema; a wrong one is refused', async () => {
  await using plain = await lampHost();
  expect(await plain.check('lit', 'lamp-1')).toMatchObject({ state: 'ok', summary: 'on' });
  expect(plain.logs).toEqual([expect.objectContaining({ message: 'it is on', level: 'info' })]);
  await using other = await lampHost({ settings: { expected: 'off' } });
  expect(await other.check('lit', 'lamp-1')).toMatchObject({ state: 'critical' });
  await using wrong = await lampHost({ settings: { wished: 'off' } });
  await expect(wrong.check('lit', 'lamp-1')).rejects.toThrow('unknown key "wished"');
});

test('a write in a reading phase is refused, noted, and changes nothing, whatever the plugin makes of it', async () => {
  await using host = await lampHost();
  expect(await host.check('sneaky', 'lamp-1')).toMatchObject({ state: 'ok' });
  expect(host.refusals).toEqual([expect.objectContaining({ op: 'snmp.set', phase: 'check', refused: expect.stringContaining('phase check only reads') })]);
  expect(await host.read('lamp', 'lamp-1')).toEqual({ state: 'on' });
});

test('only what a manager granted may be done', async () => {
  await using host = await lampHost({ grant: 'read' });
  await expect(host.push('lamp', 'lamp-1', { state: 'off' })).rejects.toThrow('only reading is granted');
  expect(host.refusals.map(({ op, phase }) => `${phase} ${op}`)).toEqual(['apply snmp.set']);
});

test('what the test does not describe fails it, even when the plugin swallows the error', async () => {
  await using host = await lampHost();
  await expect(host.check('curious', 'lamp-1')).rejects.toMatchObject({ code: 'JF9101', message: expect.stringContaining('lamp-1 has no http') });
  await using described = await lampHost({ devices: { 'lamp-1': { ...lamp, http: () => ({ status: 200, headers: {}, body: 'on' }) } } });
  await expect(described.check('web', 'lamp-1')).rejects.toMatchObject({ code: 'JF9101', message: expect.stringContaining('tcp port 7') });
  await expect(described.check('lit', 'lamp-9')).rejects.toMatchObject({ code: 'JF9102', message: expect.stringContaining('lamp-1') });
});

test('HTTP and TCP are answered by functions of the test', async () => {
  const devices = { 'lamp-1': { http: () => ({ status: 200, headers: {}, body: 'on' }), tcp: { 7: (sent: Buffer) => sent.toString().toUpperCase() } } };
  await using host = await lampHost({ devices });
  expect(await host.check('web', 'lamp-1')).toMatchObject({ summary: 'on HELLO' });
});

test('a port where nobody listens is described as closed', async () => {
  await using host = await lampHost({ devices: { 'lamp-1': { http: () => ({ status: 200, headers: {}, body: 'on' }), tcp: { 7: 'closed' } } } });
  await expect(host.check('web', 'lamp-1')).rejects.toMatchObject({ kind: 'Unreachable', message: 'nobody listens on port 7', data: { layer: 'connect' } });
});

test('a push that the device does not keep fails with the difference', async () => {
  await using host = await lampHost();
  await expect(host.push('liar', 'lamp-1', { state: 'off' })).rejects.toMatchObject({ code: 'JF9104', message: 'state is "on", planned was "off"' });
});

test('a deadline ends a call, and faults of the device reach the plugin', async () => {
  await using host = await lampHost({ deadlineMs: 50 });
  await expect(host.check('hasty', 'lamp-1')).rejects.toMatchObject({ code: 'JF2105' });
  await using patient = await lampHost({ deadlineMs: 1_000 });
  const agent = patient.device('lamp-1').snmp;
  if (agent !== null) agent.faults = { silent: true };
  await expect(patient.check('lit', 'lamp-1')).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('snmp.get') });
});

test('a device that says nothing is unreachable long before the call is over, over each transport', { timeout: 30_000 }, async () => {
  const silent = { silent: true } as const;
  await using lamps = await lampHost({ devices: { 'lamp-1': { ...lamp, http: { pages: { '/state': 'on' } }, faults: { http: silent } } } });
  await using server = await createTestHost({ directory: bundled('linux-server'), devices: { web: { ssh: { machine: { linux: { hostname: 'web', memoryMB: { total: 2048, available: 1024 }, disks: [{ device: '/dev/sda1', path: '/', sizeMB: 1000, usedMB: 100 }] } } }, faults: { ssh: silent } } } });
  await using pbx = await createTestHost({ directory: bundled('asterisk'), devices: { pbx: { ami: { asterisk: { systemName: 'pbx' } }, faults: { ami: silent } } } });
  await Promise.all([
    expect(lamps.check('web', 'lamp-1')).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('http.get on 127.0.0.1: no answer within 2000 ms (spent in request)') }),
    expect(server.check('load', 'web')).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('no answer within 2000 ms') }),
    expect(pbx.check('core', 'pbx')).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('no answer within 2000 ms') }),
  ]);
});

test('when a plugin asks on until its deadline, the outcome names the device and what was asked of it', async () => {
  const http = { pages: { '/state': 'on' } };
  await using host = await lampHost({ deadlineMs: 200, devices: { 'lamp-1': { ...lamp, http, faults: { http: { halfOpen: 'accept' } } } } });
  await expect(host.check('stubborn', 'lamp-1')).rejects.toMatchObject({
    kind: 'Unreachable', message: expect.stringMatching(/^lamps, check stubborn on lamp-1: \d\.\d s of 0\.2 s went by in (one operation|\d+ operations) of lamp-1, the longest http\.get \/state/), hint: expect.stringContaining('lamp-1 does not answer'),
    data: { transport: 'http', why: 'no answer to http.get /state in the time of a check' },
  });
});

test('a description with a mistake names the device and the key', async () => {
  const described = (device: object): Promise<unknown> => createTestHost({ directory: bundled('snmp-switch'), devices: JSON.parse(JSON.stringify({ 'sw-1': device })) });
  await expect(described({ http: { pagse: {} } })).rejects.toMatchObject({ code: 'JF9150', message: 'sw-1.http: unknown key "pagse", did you mean "pages"?' });
  await expect(described({ snmp: { modle: {} } })).rejects.toMatchObject({ code: 'JF9150', message: expect.stringMatching(/^sw-1\.snmp.*"modle"/) });
  await expect(described({ ssh: { machine: { linux: { hostname: 'web' } } } })).rejects.toMatchObject({ code: 'JF9150', message: expect.stringContaining('sw-1.ssh.machine.linux.memoryMB: ') });
  await expect(described({ tcp: { 7: { lines: 1 } } })).rejects.toMatchObject({ code: 'JF9150', message: expect.stringMatching(/^sw-1\.tcp\.7/) });
});

test('faults that no simulator has are refused by device and key', async () => {
  const wrong = (faults: object): Promise<TestHost> => lampHost({ devices: { 'lamp-1': { ...lamp, ...Object.fromEntries([['faults', faults]]) } } });
  await expect(wrong({ snmp: { silnt: true } })).rejects.toMatchObject({ code: 'JF9170', message: 'device lamp-1: faults.snmp.silnt: unknown key "silnt"', hint: 'Did you mean "silent"?' });
  await expect(wrong({ snmp: { endlessWalk: true } })).rejects.toMatchObject({ code: 'JF9170', message: expect.stringContaining('device lamp-1: faults.snmp.endlessWalk: ') });
  await expect(wrong({ snpm: { silent: true } })).rejects.toMatchObject({ code: 'JF9170', hint: 'Did you mean "snmp"?' });
  await expect(wrong({ tcp: { 7: { latencyMs: 'long' } } })).rejects.toMatchObject({ code: 'JF9170', message: expect.stringContaining('faults.tcp.7.latencyMs: ') });
});

test('a folder that holds no plugin is named', async () => {
  await expect(lampHost({ directory: new URL('./plugins/nothing', import.meta.url) })).rejects.toMatchObject({ message: expect.stringContaining('nothing') });
});
