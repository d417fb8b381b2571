import { NotReady } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { answering, asking } from '../testing/answering.ts';
import { pbx } from './pbx.ts';

test.skipIf(!hasDialogues)('a real Asterisk, recorded, says its version; one without a name has none', async () => {
  expect(await pbx.identify(asking(new Dialogue('05-ping-core')))).toEqual({
    kind: 'pbx', name: null, vendor: null, model: null, os: 'Asterisk', version: '22.10.1', serial: null, keys: [], confidence: 85,
  });
});

test('its system name is a weak key', async () => {
  const named = answering({ CoreSettings: [['Response', 'Success'], ['AsteriskVersion', '18.9-cert5'], ['SystemName', 'pbx-leeds']] });
  expect(await pbx.inspect(asking(named))).toMatchObject({ name: 'pbx-leeds', version: '18.9-cert5', keys: [{ type: 'name', value: 'pbx-leeds' }], interfaces: [], addresses: [] });
});

test('a user that may not ask has logged in all the same', async () => {
  expect(await pbx.identify(asking(answering({})))).toMatchObject({ kind: 'pbx', os: 'Asterisk', version: null });
});

test('one that shuts down is identified later', async () => {
  await expect(pbx.identify(asking(answering({ CoreSettings: [['Response', 'Error'], ['Message', 'Asterisk is shutting down']] })))).rejects.toBeInstanceOf(NotReady);
});
