import { expect, test } from 'vitest';
import { deviceAt, offered, ofWhat, type Contributed } from './contributed.ts';

const command = (id: string): Contributed => ({ id, plugin: 'widget', pluginTitle: 'Widget', title: id, category: null, starts: { kind: 'check', check: 'fans' }, devices: 2, page: null });

test.each([['/devices/d-1', 'd-1'], ['/devices/d-1/charts', 'd-1'], ['/devices/a%2Fb/ports', 'a/b'], ['/devices', null], ['/devices/', null], ['/topology/devices', null]])('the device at %s is %s', (location, device) => {
  expect(deviceAt(location)).toBe(device);
});

test('what fits the device that is shown is not offered a second time for another one', () => {
  const { here, elsewhere } = offered([command('b')], [command('a'), command('b')]);
  expect([here, elsewhere].map((all) => all.map(({ id }) => id))).toEqual([['b'], ['a']]);
});

test('a command says whose it is', () => {
  expect([ofWhat(command('a')), ofWhat({ ...command('a'), category: 'Fans' })]).toEqual(['Widget', 'Widget · Fans']);
});
