import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';

const directory = new URL('./plugins/reaching', import.meta.url);
const devices = {
  box: {
    snmp: { model: { name: 'box', descr: '', objectID: '1.3.6.1.4.1.99999.3' } }, ssh: { programs: () => ({ stdout: 'up 3 days\n' }) },
    http: { documents: { '/state': 'on' } },
  },
};

test.each([
  ['fetch', 'connects to 127.0.0.1:8099'],
  ['tcp', 'connects to 127.0.0.1'],
  ['udp', 'sends a datagram to x 9 127.0.0.1'],
  ['listen', 'listens on a port'],
  ['program', 'runs uptime'],
  ['swallowed', 'connects to 127.0.0.1:8099'],
])('a plugin that reaches out itself, by %s, fails the test, whatever it makes of the error', async (check, what) => {
  await using host = await createTestHost({ directory, devices });
  await expect(host.check(check, 'box')).rejects.toMatchObject({ code: 'JF9050', message: expect.stringContaining(`reaching ${what}`) });
  expect(await host.check('asks', 'box')).toMatchObject({ summary: 'box up 3 days "on"' });
});
