import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';

const directory = new URL('..', import.meta.url);
const others = ['@jackfield/plugin-snmp-switch'];

test('the profile knows the maker, the model and the version', async () => {
  const variables = { '1.3.6.1.4.1.99999.1.1.0': 'Model 7', '1.3.6.1.4.1.99999.1.3.0': 'S-0001' };
  const devices = { one: { snmp: { model: { name: 'one', descr: 'FieldOS 4.2.1', objectID: '1.3.6.1.4.1.99999.7.1', variables } } } };
  await using host = await createTestHost({ directory, with: others, devices });
  expect(await host.identify('agent', 'one')).toMatchObject({ vendor: '__title__', model: 'Model 7', os: 'FieldOS', version: '4.2.1', serial: 'S-0001' });
});

test('another maker\'s device is none of its business', async () => {
  const devices = { other: { snmp: { model: { name: 'other', descr: 'RouterOS', objectID: '1.3.6.1.4.1.14988.1' } } } };
  await using host = await createTestHost({ directory, with: others, devices });
  expect(await host.identify('agent', 'other')).toMatchObject({ vendor: 'MikroTik' });
});
