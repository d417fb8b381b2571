import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startUpsd, type RealUpsServer } from './upsd.ts';

const address = '127.0.79.2';
const rack = {
  'device.mfr': 'EATON', 'device.model': 'Eaton 5PX 1500', 'device.serial': 'G123X45678', 'ups.mfr': 'EATON', 'ups.model': 'Eaton 5PX 1500', 'ups.status': 'OL CHRG',
  'ups.load': 23, 'ups.realpower': 310, 'battery.charge': 98, 'battery.charge.low': 20, 'battery.runtime': 2580, 'battery.voltage': 41.2, 'ups.temperature': 25.1,
  'input.voltage': '231.0', 'input.voltage.nominal': 230, 'input.frequency': '50.0',
};
const desk = { 'ups.mfr': 'EATON', 'ups.model': 'Ellipse PRO 650', 'ups.status': 'OL', 'ups.load': 12, 'battery.charge': 100, 'battery.runtime': 1200 };

describeWith(['upsc', 'dummy-ups', 'fping'], 'two UPSes behind a real upsd', () => {
  let server: RealUpsServer;
  let host: RealHost;
  beforeAll(async () => {
    server = await startUpsd(address, { rack, desk });
    host = await startRealHost(configuration());
    await host.services.discovery.run({});
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const configuration = () => ({
    networks: ['127.0.79.0/30'],
    plugins: { 'nut-ups': { enabled: true, grant: 'write', settings: { expected: ['rack', 'desk'] } } },
    credentials: { ups: { kind: 'tcp', user: server.user, password: { plain: server.password } } },
    transports: { tcp: { ports: { 3493: server.port }, credentials: { 3493: 'ups' } } },
    devices: [{ name: 'leeds-ups', address }],
  });
  const device = () => host.services.inventory.devices()[0];
  const check = async (name: string) => (await host.services.health.checkNow(device()?.id ?? '', { check: name }))[0];
  const push = (value: number, ups = 'rack') => host.push('Shut down earlier', [{ device: 'leeds-ups', resource: 'nut-ups/threshold', spec: { ups, variable: 'battery.charge.low', value } }]);

  test('discovery finds it by what its port says', () => {
    expect(host.services.inventory.devices()).toMatchObject([{ name: 'leeds-ups', kind: 'power', vendor: 'EATON', model: null, serial: null, plugins: [{ id: 'nut-ups', discovery: 'upsd' }] }]);
  });

  test('the checks say what upsc says', async () => {
    expect(await check('power')).toMatchObject({ state: 'ok', items: [{ name: 'rack', summary: 'on line power, charging' }, { name: 'desk', summary: 'on line power' }] });
    const metrics = Object.fromEntries((await check('battery'))?.items[0]?.metrics?.map(({ name, value }) => [name, value]) ?? []);
    for (const name of ['battery.charge', 'battery.runtime', 'battery.voltage']) expect(metrics[name]).toBe(Number(await server.read('rack', name)));
    expect(await check('load')).toMatchObject({ state: 'ok', items: [{ summary: `${await server.read('rack', 'ups.load')} %, 310 W` }, { summary: '12 %' }] });
    expect(await check('input')).toMatchObject({ state: 'ok', items: [{ name: 'rack', summary: '231 V of 230 V' }] });
  });

  test('the mains go: on battery is critical, and over when they are back', async () => {
    await server.tell('rack', { ...rack, 'ups.status': 'OB DISCHRG', 'battery.charge': 45, 'input.voltage': '0.0' });
    expect(await check('power')).toMatchObject({ state: 'critical', summary: 'rack: on battery, discharging', items: [{ state: 'critical' }, { state: 'ok' }] });
    expect(await check('battery')).toMatchObject({ state: 'warning', items: [{ state: 'warning', summary: '45 %, 43 min left, 25.1 °C' }, { state: 'ok' }] });
    expect(await check('input')).toMatchObject({ state: 'critical', summary: 'rack: 0 V of 230 V' });
    await server.tell('rack', rack);
    expect(await check('power')).toMatchObject({ state: 'ok' });
  });

  test('a threshold is pushed with a login, seen by upsc, and undone', async () => {
    const before = await server.read('rack', 'battery.charge.low');
    const made = await push(35);
    expect(made.state).toBe('kept');
    expect(await server.read('rack', 'battery.charge.low')).toBe('35');
    await host.services.changes.undo({ change: made.id, person: 'ann' });
    expect(await server.read('rack', 'battery.charge.low')).toBe(before);
    const records = await host.services.audit.list();
    expect(records.filter(({ action }) => action === 'operation.write').map(({ outcome, detail }) => [outcome, detail])).toEqual(Array.from({ length: 2 }, () => ['done', 'tcp.exchange with port 3493, logged in']));
    expect(JSON.stringify(records)).not.toContain('sesame');
  });

  test('a wrong password ends the change, and nothing is set', async () => {
    const { credentials, ...settings } = configuration();
    await using other = await startRealHost({ ...settings, credentials: { ups: { ...credentials.ups, password: { plain: 'knock knock' } } } });
    await other.services.discovery.run({});
    const change = await other.push('Shut down earlier', [{ device: 'leeds-ups', resource: 'nut-ups/threshold', spec: { ups: 'rack', variable: 'battery.charge.low', value: 35 } }]);
    expect(change.state).toBe('reverted-verified');
    expect(JSON.stringify(change)).toContain('upsd denies access');
    expect(JSON.stringify(change)).not.toContain('knock');
    expect(await server.read('rack', 'battery.charge.low')).toBe('20');
  });

  test('what the UPS does not have is refused when it is planned', async () => {
    await expect(push(35, 'desk')).rejects.toThrow('desk has no battery.charge.low that can be set');
  });

  test('the whole suite of rules about devices holds on it', async () => {
    const terminal = new RecordingTerminal();
    const plugin = resolve(import.meta.dirname, '../../plugins/nut-ups');
    const code = await run(['--config', host.configuration, 'plugin', 'check', plugin, '--quick', '--device', 'leeds-ups', '--as', 'rack'], terminal, new AbortController().signal);
    expect({ code, output: terminal.output + terminal.errors }).toEqual({ code: 0, output: expect.not.stringContaining('broken') });
  });

  test('a driver that stands still makes stale data: that UPS is unknown, the other one is not', async () => {
    server.driver('rack').child.kill('SIGSTOP');
    await server.until('rack', 'ups.status', (text) => text.includes('stale'));
    expect(await check('power')).toMatchObject({ state: 'unknown', items: [{ name: 'rack', state: 'unknown', summary: expect.stringContaining('stale') }, { name: 'desk', state: 'ok' }] });
    server.driver('rack').child.kill('SIGCONT');
    await server.until('rack', 'ups.status', (text) => text === 'OL CHRG');
    expect(await check('power')).toMatchObject({ state: 'ok' });
  });

  test('drivers that are killed leave the device there and its UPSes unknown; an upsd that is gone is a device that is lost', async () => {
    for (const ups of ['rack', 'desk']) {
      await server.driver(ups)[Symbol.asyncDispose]();
      await server.until(ups, 'ups.status', (text) => text.includes('not connected'));
    }
    expect(await check('power')).toMatchObject({ state: 'unknown', summary: expect.stringContaining('rack: the driver of the UPS does not run'), code: 'JF0003' });
    await server.stop();
    expect(await check('power')).toMatchObject({ state: 'unknown', code: 'JF0001' });
  });
});
