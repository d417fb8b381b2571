import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAgent, oid, type Content } from '../testing/memory-agent.ts';
import { sensors } from './sensors.ts';

let devices = 0;

/** Each device its own memory of what it has. */
function look(content: { readonly [oid: string]: Content }, profiles: Parameters<typeof contextOver>[2] = [], settings = defaults) {
  const context = contextOver(new MemoryAgent(content), settings, profiles);
  return sensors({ ...context, device: { ...context.device, id: `sensors ${devices++}` } });
}

const standard = (index: number, ...[type, scale, precision, value, status]: number[]): { [oid: string]: Content } =>
  Object.fromEntries([type, scale, precision, value, status].map((cell, at) => [`1.3.6.1.2.1.99.1.1.1.${at + 1}.${index}`, cell ?? 0]));
const name = (index: number, text: string): { [oid: string]: Content } => ({ [`1.3.6.1.2.1.47.1.1.1.1.7.${index}`]: text });

test('a device without sensors is well', async () => {
  expect(await look({})).toMatchObject({ state: 'ok', summary: 'No sensors', items: [] });
});

test('scale and precision make the value, the status goes before it', async () => {
  const { items } = await look({
    ...standard(1, 8, 9, 1, 345, 1), ...name(1, 'Inlet'),
    ...standard(2, 5, 8, 0, 31_500, 1), ...name(2, 'Te1 bias'),
    ...standard(3, 4, 8, 2, 330_012, 1), ...name(3, 'Te1 supply'),
    ...standard(4, 8, 9, 0, 0, 2), ...name(4, 'empty slot'),
    ...standard(5, 10, 9, 0, 0, 3), ...name(5, 'Fan 1'),
  });
  expect(items).toEqual([
    { name: 'Inlet temperature', state: 'ok', summary: '34.5 °C', metrics: [{ name: 'sensor.temperature', value: 34.5 }] },
    { name: 'Te1 bias', state: 'ok', summary: '31.5 A', metrics: [{ name: 'sensor.current', value: 31.5 }] },
    { name: 'Te1 supply voltage', state: 'ok', summary: '3.30012 V', metrics: [{ name: 'sensor.voltage', value: 3.30012 }] },
    { name: 'Fan 1', state: 'unknown', summary: 'the sensor does not work', metrics: [] },
  ]);
});

const cisco = (index: number, ...[type, scale, precision, value, status]: number[]): { [oid: string]: Content } =>
  Object.fromEntries([type, scale, precision, value, status].map((cell, at) => [`1.3.6.1.4.1.9.9.91.1.1.1.1.${at + 1}.${index}`, cell ?? 0]));
const threshold = (index: string, ...[severity, relation, value]: number[]): { [oid: string]: Content } =>
  Object.fromEntries([severity, relation, value].map((cell, at) => [`1.3.6.1.4.1.9.9.91.1.2.1.1.${at + 2}.${index}`, cell ?? 0]));

test('thresholds of the device are the levels; a port without light is for the ports to tell', async () => {
  const levels = (index: number) => ({ ...threshold(`${index}.1`, 20, 3, 20), ...threshold(`${index}.2`, 10, 4, 10), ...threshold(`${index}.3`, 10, 2, -140), ...threshold(`${index}.4`, 20, 1, -180) });
  const rows: [number, string, number][] = [[1, 'Te1 Receive Power', -60], [2, 'Te2 Receive Power', -150], [3, 'Te3 Receive Power', -190], [4, 'Te4 Receive Power', -400]];
  const found = await look(Object.assign({}, ...rows.map(([index, text, value]) => ({ ...cisco(index, 14, 9, 1, value, 1), ...name(index, text), ...levels(index) }))));
  expect(found.items.map(({ state, summary }) => `${state}: ${summary}`)).toEqual(['ok: -6 dBm', 'warning: -15 dBm, below -14 dBm', 'critical: -19 dBm, below -18 dBm', 'ok: no light']);
  expect(found).toMatchObject({ state: 'critical', summary: 'Te3 Receive Power: -19 dBm, below -18 dBm and 1 more' });
});

test('levels that nobody set, or that cannot be meant, are none', async () => {
  const { state } = await look({ ...cisco(1, 8, 9, 0, 41, 1), ...name(1, 'CPU'), ...threshold('1.1', 20, 3, 0), ...threshold('1.2', 20, 1, 0) });
  expect(state).toBe('ok');
  expect(await look({ ...cisco(1, 8, 9, 0, 25, 1), ...name(1, 'Inlet'), ...threshold('1.1', 10, 2, 31) })).toMatchObject({ state: 'ok' });
});

const acme = [{
  vendor: 'Acme',
  sensors: [
    { class: 'temperature', value: '1.3.6.1.4.1.99999.1.1.3', name: '1.3.6.1.4.1.99999.1.1.2', scale: 0.1, highCritical: '1.3.6.1.4.1.99999.1.1.4', missing: [-1] },
    { class: 'state', value: '1.3.6.1.4.1.99999.2.1.2', title: 'Fan', states: { 1: 'ok', 2: 'critical failed' } },
    { class: 'opticalPower', value: '1.3.6.1.4.1.99999.3.0', title: 'Uplink light', convert: 'milliwatts' },
    { class: 'fanSpeed', value: '1.3.6.1.4.1.99999.4.1.2', only: { column: '1.3.6.1.4.1.99999.4.1.3', like: '^rpm' }, status: { value: '1.3.6.1.4.1.99999.4.1.4', states: { ok: 'ok', low: 'warning slow' } } },
  ],
}];

test('a profile describes tables and scalars: names, scale, levels, what a state means, which rows count', async () => {
  const { items } = await look({
    '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.99999.7'),
    '1.3.6.1.4.1.99999.1.1.2.1': 'Board', '1.3.6.1.4.1.99999.1.1.3.1': 415, '1.3.6.1.4.1.99999.1.1.4.1': 400,
    '1.3.6.1.4.1.99999.1.1.3.2': -1,
    '1.3.6.1.4.1.99999.2.1.2.1': 1, '1.3.6.1.4.1.99999.2.1.2.2': 2, '1.3.6.1.4.1.99999.2.1.2.3': 9,
    '1.3.6.1.4.1.99999.3.0': '0.5 mW',
    '1.3.6.1.4.1.99999.4.1.2.1': 900, '1.3.6.1.4.1.99999.4.1.3.1': 'rpm', '1.3.6.1.4.1.99999.4.1.4.1': 'LOW',
    '1.3.6.1.4.1.99999.4.1.2.2': 12, '1.3.6.1.4.1.99999.4.1.3.2': 'volts',
  }, acme);
  expect(items.map((item) => `${item.name}: ${item.state}, ${item.summary}`)).toEqual([
    'Board temperature: critical, 41.5 °C, above 40 °C',
    'Fan 1: ok, ok', 'Fan 2: critical, failed', 'Fan 3: unknown, state 9 is not known',
    'Uplink light: ok, -3.0103 dBm',
    'speed 1: warning, 900 rpm, slow',
  ]);
});

test('sensors of one name stay apart, ignored ones are left out', async () => {
  const twins = { ...standard(1, 8, 9, 0, 30, 1), ...name(1, 'Temp'), ...standard(2, 8, 9, 0, 31, 1), ...name(2, 'Temp'), ...standard(3, 8, 9, 0, 32, 1), ...name(3, 'Other') };
  const { items } = await look(twins, [], { ...defaults, sensors: { ignore: '^other' } });
  expect(items.map((item) => item.name)).toEqual(['Temp #1', 'Temp #2']);
});

test('a place follows the number of the model in the sysObjectID; other models have other places', async () => {
  const profile = [{ vendor: 'Acme', sensors: [{ class: 'temperature', value: '1.3.6.1.4.1.99999.7.*.9.1.2', name: '1.3.6.1.4.1.99999.7.*.9.1.1', high: '1.3.6.1.4.1.99999.7.*.9.1.3' }] }];
  const rows = { '1.3.6.1.4.1.99999.7.42.9.1.1.1': 'CPU', '1.3.6.1.4.1.99999.7.42.9.1.2.1': 61, '1.3.6.1.4.1.99999.7.42.9.1.3.1': 60 };
  const { items } = await look({ '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.99999.7.42'), ...rows }, profile);
  expect(items.map((item) => `${item.name}: ${item.state}, ${item.summary}`)).toEqual(['CPU temperature: warning, 61 °C, above 60 °C']);
  expect((await look({ '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.99999.8.42'), ...rows }, profile)).items).toEqual([]);
});

test('bits say all that is wrong, the worst decides; none set is well', async () => {
  const profile = [{ vendor: 'Acme', sensors: [{ class: 'state', value: '1.3.6.1.2.1.25.3.5.1.2', title: 'Printer {index}', bits: { 0: 'warning low paper', 5: 'critical jammed', 9: 'warning tray missing' } }] }];
  const octets = (...value: number[]) => ({ type: 'OctetString' as const, value: Uint8Array.from(value) });
  const { items } = await look({ '1.3.6.1.2.1.25.3.5.1.2.1': octets(0), '1.3.6.1.2.1.25.3.5.1.2.2': octets(0x84, 0x40), '1.3.6.1.2.1.25.3.5.1.2.3': octets() }, profile);
  expect(items.map((item) => `${item.name}: ${item.state}, ${item.summary}`)).toEqual(['Printer 1: ok, ok', 'Printer 2: critical, low paper, jammed, tray missing', 'Printer 3: ok, ok']);
});

test('names of several columns are joined; a state without meanings is told and never ill', async () => {
  const profile = [{ vendor: 'Acme', sensors: [{ class: 'state', value: '1.3.6.1.4.1.99999.5.1.3', name: ['1.3.6.1.4.1.99999.5.1.1', '1.3.6.1.4.1.99999.5.1.2'] }] }];
  const { items } = await look({ '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.99999.1'), '1.3.6.1.4.1.99999.5.1.1.7': 'Shelf 1', '1.3.6.1.4.1.99999.5.1.2.7': 'mode', '1.3.6.1.4.1.99999.5.1.3.7': 'bypass' }, profile);
  expect(items).toMatchObject([{ name: 'Shelf 1 mode', state: 'ok', summary: 'bypass' }]);
});

test('an instance that a profile picks by its index has the title alone; of several each has its index', async () => {
  const picked = (index: string) => [{ vendor: 'Acme', sensors: [{ class: 'count', value: '1.3.6.1.4.1.99999.6', title: 'Snapshots', only: { index } }] }];
  const device = { '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.99999.1'), '1.3.6.1.4.1.99999.6.14': 12, '1.3.6.1.4.1.99999.6.15': 3 };
  expect((await look(device, picked('^15$'))).items).toMatchObject([{ name: 'Snapshots', summary: '3' }]);
  expect((await look(device, picked('^1'))).items).toMatchObject([{ name: 'Snapshots 14' }, { name: 'Snapshots 15' }]);
});
