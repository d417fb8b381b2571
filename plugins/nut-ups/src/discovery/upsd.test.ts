import { expect, test } from 'vitest';
import { contextOver, MemoryUpsd, ups } from '../testing/memory-upsd.ts';
import { upsd } from './upsd.ts';

const eaton = { 'device.mfr': 'EATON', 'device.model': '5PX', 'device.serial': 'G1', 'ups.firmware': '02', 'driver.name': 'usbhid-ups', 'driver.parameter.port': 'auto' };
const inspect = (upses: ConstructorParameters<typeof MemoryUpsd>[0]) => upsd.inspect(contextOver(new MemoryUpsd(upses)));

test('one UPS is what it says; its serial number is a key', async () => {
  expect(await inspect({ a: ups(eaton) })).toMatchObject({ kind: 'power', vendor: 'EATON', model: '5PX', version: '02', serial: 'G1', keys: [{ type: 'serial', value: 'G1' }] });
  expect(await inspect({ a: ups({ 'ups.mfr': 'APC', 'ups.model': 'ES 700', 'ups.serial': '5B' }) })).toMatchObject({ vendor: 'APC', model: 'ES 700', serial: '5B' });
});

test.each([{ 'driver.name': 'snmp-ups' }, { 'driver.name': 'dummy-ups', 'driver.parameter.port': 'rack@10.0.0.1' }])('a UPS that others reach too (%j) is no key of this machine', async (driver) => {
  expect(await inspect({ a: ups({ ...eaton, ...driver }) })).toMatchObject({ model: '5PX', serial: null, keys: [] });
});

test('of several, what all say; a serial number is nobody\'s', async () => {
  expect(await inspect({ a: ups(eaton), b: ups({ ...eaton, 'device.model': '9PX', 'device.serial': 'G2' }) })).toMatchObject({ vendor: 'EATON', model: null, serial: null, keys: [] });
  expect(await inspect({ a: ups(eaton), b: { ...ups({}), error: 'DATA-STALE' } })).toMatchObject({ vendor: 'EATON', serial: null });
});

test('where no UPS is, there is nothing of ours', async () => {
  const context = { ...contextOver(new MemoryUpsd({})), fingerprint: { icmp: null, snmp: null, ssh: null, ami: null, tls: null, http: null } };
  expect(await upsd.identify(context)).toBeNull();
  await expect(inspect({})).rejects.toMatchObject({ kind: 'Unsupported' });
});
