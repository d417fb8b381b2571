import { expect, test } from 'vitest';
import { createTestHost } from './create-test-host.ts';
import { requireHostsClosed } from './open-hosts.ts';

test('a host that nobody closes is closed at the end of the file, and named', async () => {
  await createTestHost({ directory: new URL('../../../test/authoring/plugins/lamps', import.meta.url), devices: { 'lamp-1': { snmp: { model: { name: 'on', descr: 'A lamp', objectID: '1.3.6.1.4.1.99999.1' } } } } });
  await expect(requireHostsClosed()).rejects.toMatchObject({ code: 'JF9152', message: 'a test host was never closed, of lamps' });
  await requireHostsClosed();
});
