import { AuthFailed, NotReady, Unsupported } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { settings as schema } from '../schemas.ts';
import { contextOver, MemoryUpsd, ups } from '../testing/memory-upsd.ts';
import { battery } from './battery.ts';
import { input } from './input.ts';
import { load } from './load.ts';
import { power } from './power.ts';

const over = (variables: { readonly [variable: string]: string }, settings: object = {}) => contextOver(new MemoryUpsd({ a: ups(variables) }), schema.parse(settings));

describe('power', () => {
  test.each([
    ['OL', 'ok', 'on line power'], ['OL CHRG', 'ok', 'on line power, charging'], ['OB DISCHRG', 'critical', 'on battery, discharging'], ['OB LB', 'critical', 'on battery, battery low'],
    ['OL RB', 'warning', 'on line power, battery to be replaced'], ['OL HB', 'warning', 'on line power, battery overcharged'], ['OL BYPASS', 'warning', 'on line power, on bypass, nothing is protected'],
    ['OFF', 'critical', 'output off'], ['OL OVER', 'critical', 'on line power, overloaded'], ['FSD OL', 'critical', 'being shut down, on line power'], ['ALARM OL', 'critical', 'alarm, on line power'],
    ['OL TRIM', 'ok', 'on line power, trimming high voltage'], ['WAIT', 'unknown', 'its driver has told nothing yet'], ['', 'unknown', 'it does not tell its state'],
    ['OL NEWFLAG', 'ok', 'on line power, NEWFLAG'], ['OL constructor', 'ok', 'on line power, constructor'],
  ])('%s is %s', async (status, state, summary) => {
    expect(await power(over({ 'ups.status': status }))).toMatchObject({ state, items: [{ name: 'a', state, summary }] });
  });

  test('an alarm says what it is', async () => {
    expect(await power(over({ 'ups.status': 'ALARM OL', 'ups.alarm': 'Fan failure!' }))).toMatchObject({ summary: 'a: alarm: Fan failure!, on line power' });
  });

  test('of several the ill ones are told; one that is not reached is unknown and hides nothing', async () => {
    const upsd = new MemoryUpsd({ a: ups({ 'ups.status': 'OL' }), b: ups({ 'ups.status': 'OB' }), c: { ...ups({}), error: 'DATA-STALE' } });
    expect(await power(contextOver(upsd))).toMatchObject({ state: 'critical', summary: 'b: on battery; c: the data are stale, the driver does not reach the UPS', items: [{ state: 'ok' }, { state: 'critical' }, { state: 'unknown' }] });
  });

  test('one that is expected and not there is critical, also when nothing else is', async () => {
    expect(await power(over({ 'ups.status': 'OL' }, { expected: ['a', 'b', 'b'] }))).toMatchObject({ state: 'critical', summary: 'b: upsd has no such UPS', items: [{ name: 'a' }, { name: 'b' }] });
    expect(await power(contextOver(new MemoryUpsd({}), schema.parse({ expected: ['b'] })))).toMatchObject({ state: 'critical' });
    await expect(power(contextOver(new MemoryUpsd({})))).rejects.toBeInstanceOf(Unsupported);
  });

  test.each([['DATA-STALE', NotReady], ['DRIVER-NOT-CONNECTED', NotReady], ['ACCESS-DENIED', AuthFailed]])('when nothing is known of any, %s is the outcome', async (error, outcome) => {
    await expect(power(contextOver(new MemoryUpsd({ a: { ...ups({}), error } })))).rejects.toBeInstanceOf(outcome);
  });
});

describe('battery', () => {
  test.each([
    [{ 'battery.charge': '100' }, 'ok', '100 %'], [{ 'battery.charge': '50' }, 'warning', '50 %'], [{ 'battery.charge': '20.0' }, 'critical', '20 %'],
    [{ 'battery.charge': '100', 'battery.runtime': '300' }, 'warning', '100 %, 5 min left'], [{ 'battery.runtime': '95' }, 'critical', '95 s left'],
    [{ 'battery.temperature': '41', 'ups.temperature': '20' }, 'warning', '41 °C'], [{ 'ups.temperature': '55' }, 'critical', '55 °C'],
    [{ 'ups.status': 'OL RB', 'battery.charge': '100' }, 'warning', 'battery to be replaced, 100 %'], [{ 'battery.voltage': '13.5' }, 'ok', 'it tells its voltage only'],
  ])('%j is %s', async (variables, state, summary) => {
    expect(await battery(over(variables))).toMatchObject({ state, items: [{ state, summary }] });
  });

  test('levels are the site\'s', async () => {
    expect(await battery(over({ 'battery.charge': '30' }, { battery: { charge: { warning: 25, critical: 10 } } }))).toMatchObject({ state: 'ok' });
  });

  test('what is no number is not told: the check has nothing to say of such a UPS', async () => {
    await expect(battery(over({ 'battery.charge': 'NA', 'battery.runtime': '1e9', 'ups.status': 'OL' }))).rejects.toThrow('no UPS tells it: a');
  });
});

describe('load and input', () => {
  test.each([
    [{ 'ups.load': '79.9' }, 'ok', '79.9 %'], [{ 'ups.load': '80', 'ups.realpower': '1200' }, 'warning', '80 %, 1200 W'], [{ 'ups.load': '110' }, 'critical', '110 %'],
    [{ 'output.voltage': '230' }, 'ok', 'it does not tell its share'],
  ])('%j is %s', async (variables, state, summary) => {
    expect(await load(over(variables))).toMatchObject({ state, items: [{ state, summary }] });
  });

  test.each([
    [{ 'input.voltage': '231', 'input.voltage.nominal': '230' }, {}, 'ok', '231 V of 230 V'], [{ 'input.voltage': '207', 'input.voltage.nominal': '230' }, {}, 'warning', '207 V of 230 V'],
    [{ 'input.voltage': '265', 'input.voltage.nominal': '230' }, {}, 'critical', '265 V of 230 V'], [{ 'input.voltage': '90' }, {}, 'ok', '90 V'],
    [{ 'input.voltage': '90' }, { nominal: 120 }, 'critical', '90 V of 120 V'], [{ 'input.voltage': '0', 'input.voltage.nominal': '0' }, {}, 'ok', '0 V'],
    [{ 'input.frequency': '50' }, {}, 'ok', 'it tells its frequency only'],
  ])('%j with %j is %s', async (variables, settings, state, summary) => {
    expect(await input(over(variables, { input: settings }))).toMatchObject({ state, items: [{ state, summary }] });
  });
});
