import type { Identification } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { createTestHost } from '../test-host/index.ts';
import { falseOf, foreignDevices, sibling } from './foreign-devices.ts';
import { lampFolder, sound, soundFiles } from './testing/lamp-plugin.ts';

const claim: Identification = { kind: 'unknown', name: null, vendor: null, model: null, os: null, version: null, serial: null, keys: [], confidence: 50 };

test('of a known device what is so may be said, and nothing else', () => {
  const cisco = foreignDevices['a Cisco switch'];
  const machine = foreignDevices['a Linux machine'];
  if (cisco === undefined || machine === undefined) throw new TypeError('they are not there');
  expect(falseOf({ ...claim, kind: 'switch', vendor: 'Cisco Systems' }, cisco)).toBeNull();
  expect(falseOf(claim, cisco)).toBeNull();
  expect(falseOf({ ...claim, vendor: 'Acme' }, cisco)).toBe('Acme is said to have made it');
  expect(falseOf({ ...claim, vendor: 'Acme' }, machine)).toBe('Acme is said to have made it');
  expect(falseOf({ ...claim, kind: 'pbx' }, machine)).toBe('it is said to be of kind pbx');
});

test.each(Object.entries(foreignDevices))('%s answers as what it is', async (name, { device }) => {
  await using folder = await lampFolder(soundFiles, () => sound);
  await using host = await createTestHost({ ...folder, devices: { [name]: device } });
  const fingerprint = await host.fingerprint(name);
  const { snmp, ssh, ami, http } = fingerprint;
  expect([snmp, ssh, ami, http].filter((part) => part !== null)).toHaveLength(Object.keys(device).length);
  expect(sibling(fingerprint) === null).toBe(snmp === null);
});
