import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../clock/index.ts';
import { SnmpDevice } from './snmp-device.ts';
import { rowStatus, SnmpTable, type SnmpTableInput } from './snmp-table.ts';
import { startSnmpSimulator, type SnmpSimulator } from './snmp-simulator.ts';

const run = promisify(execFile);
const hasTools = existsSync('/usr/bin/snmpset');
if (!hasTools && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('the tools of net-snmp are missing');

const vlan = '1.3.6.1.2.1.17.7.1.4.3.1';
const extra = '1.3.6.1.4.1.99.1.1';
const access = '1.3.6.1.4.1.99.2.1';
const tables: readonly SnmpTableInput[] = [
  {
    entry: vlan, index: ['integer'],
    columns: { 1: { type: 'OctetString', to: 32, access: 'create' }, 2: { type: 'Integer', from: 0, to: 7, access: 'create', default: 0 }, 5: { type: 'RowStatus', access: 'create' } },
    rows: [{ index: [1], values: { 1: 'default' } }],
  },
  { entry: extra, augments: vlan, columns: { 1: { type: 'OctetString', access: 'write', default: 'none' } } },
  {
    entry: access, index: ['string', 'integer'],
    columns: { 2: { type: 'OctetString', access: 'create', default: '' }, 3: { type: 'RowStatus', access: 'create' } },
    rows: [{ index: ['ops', 1], values: { 2: 'all' } }],
  },
];

const start = (): Promise<SnmpSimulator> =>
  startSnmpSimulator({ device: new SnmpDevice([{ oid: '1.3.6.1.2.1.1.5.0', value: { type: 'OctetString', value: Buffer.from('sw1') } }], { tables }), community: 'private', writeCommunity: 'private' });

async function tool(name: string, { address, port }: SnmpSimulator, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(name, ['-v2c', '-cprivate', '-r0', '-t0.5', '-m', '', '-Oqn', `${address}:${port}`, ...args]).catch((error: { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`.trim();
}

test.skipIf(!hasTools)('a row is made at once, or in steps; one that augments it comes and goes with it', async () => {
  await using agent = await start();
  const set = (...args: readonly string[]): Promise<string> => tool('snmpset', agent, ...args);
  const walk = (): Promise<string> => tool('snmpwalk', agent, vlan);
  expect(await set(`${vlan}.1.20`, 's', 'phones', `${vlan}.5.20`, 'i', '4')).toContain('"phones"');
  expect(await walk()).toBe([`.${vlan}.1.1 "default"`, `.${vlan}.1.20 "phones"`, `.${vlan}.2.1 0`, `.${vlan}.2.20 0`, `.${vlan}.5.1 1`, `.${vlan}.5.20 1`].join('\n'));
  expect(await set(`${extra}.1.20`, 's', 'quiet')).toContain('quiet');
  expect(await set(`${vlan}.5.30`, 'i', '5')).toContain('5');
  expect(await tool('snmpget', agent, `${vlan}.5.30`)).toBe(`.${vlan}.5.30 3`);
  expect(await set(`${vlan}.5.30`, 'i', '1')).toContain('inconsistentValue');
  await set(`${vlan}.1.30`, 's', 'guests');
  expect(await set(`${vlan}.5.30`, 'i', '1')).toContain('1');
  for (const row of ['20', '30']) await set(`${vlan}.5.${row}`, 'i', '6');
  expect(await walk()).toBe([`.${vlan}.1.1 "default"`, `.${vlan}.2.1 0`, `.${vlan}.5.1 1`].join('\n'));
  expect(await tool('snmpget', agent, `${extra}.1.20`)).toContain('No Such Instance');
});

test.skipIf(!hasTools)('rows that are named by text are found under its length and its letters', async () => {
  await using agent = await start();
  expect(await tool('snmpwalk', agent, `${access}.2`)).toBe(`.${access}.2.3.111.112.115.1 "all"`);
  expect(await tool('snmpset', agent, `${access}.3.5.103.117.101.115.1`, 'i', '4')).toContain('inconsistentName');
  expect(await tool('snmpset', agent, `${access}.3.4.103.117.101.115.9.1`, 'i', '4')).toContain('inconsistentName');
  expect(await tool('snmpset', agent, `${access}.2.2.110.111.7`, 's', 'some', `${access}.3.2.110.111.7`, 'i', '4')).toContain('"some"');
  const table = new SnmpTable({ entry: access, index: ['string', 'implied'], columns: {} });
  fc.assert(fc.property(fc.string(), fc.string({ minLength: 1 }), (one, two) => table.takesIndex(table.encodeIndex([one, two]))));
});

test.skipIf(!hasTools)('what no MIB would take is refused by its right name, and nothing of the PDU is done', async () => {
  await using agent = await start();
  const name = '1.3.6.1.2.1.1.5.0';
  const refused: readonly (readonly [args: readonly string[], why: string])[] = [
    [[`${vlan}.5.40`, 'i', '4'], 'inconsistentValue'],
    [[`${vlan}.5.1`, 'i', '4'], 'inconsistentValue'],
    [[`${vlan}.5.40`, 'i', '3'], 'wrongValue'],
    [[`${vlan}.5.40`, 's', 'on'], 'wrongType'],
    [[`${vlan}.1.40`, 's', 'nobody'], 'inconsistentName'],
    [[`${vlan}.1.1`, 's', 'x'.repeat(33)], 'wrongLength'],
    [[`${vlan}.2.1`, 'i', '8'], 'wrongValue'],
    [[`${vlan}.9.1`, 'i', '1'], 'noCreation'],
    [[`${extra}.1.40`, 's', 'x'], 'inconsistentName'],
  ];
  for (const [args, why] of refused) expect(`${args.join(' ')}: ${await tool('snmpset', agent, name, 's', 'changed', ...args)}`).toContain(why);
  expect(await tool('snmpget', agent, name)).toBe(`.${name} "sw1"`);
  expect(await tool('snmpset', agent, name, 's', 'changed', `${vlan}.1.50`, 's', 'x', `${vlan}.5.50`, 'i', '4', `${extra}.1.50`, 's', 'with it')).toContain('with it');
});

test('whatever SETs come, a row has all of its columns or none', () => {
  const cell = fc.record({ row: fc.integer({ min: 1, max: 3 }), column: fc.constantFrom(1, 2, 5), value: fc.integer({ min: 0, max: 7 }) });
  fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 10 }), (sets) => {
    const device = new SnmpDevice([], { tables });
    for (const set of sets) {
      device.change('', set.map(({ row, column, value }) => ({
        oid: [...vlan.split('.').map(Number), column, row], value: column === 1 ? { type: 'OctetString', value: Buffer.from(String(value)) } : { type: 'Integer', value },
      })));
      for (const row of [1, 2, 3]) {
        const present = [1, 2, 5].map((column) => device.get(`${vlan}.${column}.${row}`) !== null);
        expect(new Set([...present, device.get(`${extra}.1.${row}`) !== null]).size).toBe(1);
        const status = device.get(`${vlan}.5.${row}`)?.value;
        expect([undefined, rowStatus.active, rowStatus.notInService, rowStatus.notReady]).toContain(status);
      }
    }
  }));
});

test('counters grow, wrap and begin anew by the clock of the test', async () => {
  const clock = new FakeClock();
  const device = SnmpDevice.fromModel({ name: 'sw1', descr: '', objectID: '1.3.6.1.4.1.9.1.1', uptime: '1h', ports: [{ name: 'Gi1', traffic: { in: '800M' } }] }, { clock });
  const read = (oid: string) => (): number => Number(device.get(oid)?.value);
  const [narrow, wide, discontinuity, uptime] = [read('1.3.6.1.2.1.2.2.1.10.1'), read('1.3.6.1.2.1.31.1.1.1.6.1'), read('1.3.6.1.2.1.31.1.1.1.19.1'), read('1.3.6.1.2.1.1.3.0')];
  const before = [narrow(), wide()] as const;
  await clock.advance(60_000);
  expect(wide() - before[1]).toBe(6e9);
  expect((narrow() - before[0] + 2 ** 32) % 2 ** 32).toBe(6e9 % 2 ** 32);
  expect(discontinuity()).toBe(0);
  device.time.clearCounters();
  await clock.advance(1_000);
  expect([wide(), discontinuity(), uptime()]).toEqual([1e8, 366_000, 366_100]);
  device.time.restart();
  await clock.advance(1_000);
  expect([wide(), discontinuity(), uptime()]).toEqual([1e8, 0, 100]);
});
