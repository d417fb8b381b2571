import { createTestHost } from '@jackfield/core/testing';
import { readFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { fileURLToPath } from 'node:url';
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
  ['lookup', 'looks up localhost'],
  ['lookup-promise', 'looks up localhost'],
  ['resolver', 'looks up localhost'],
  ['resolver-promise', 'looks up localhost'],
  ['reverse', 'looks up 127.0.0.1'],
  ['spawnSync', 'runs id'],
  ['exec', 'runs id'],
  ['execSync', 'runs id'],
  ['fork', 'runs /nowhere/child.js'],
  ['hidden', 'runs id'],
  ['worker', 'starts a worker'],
  ['read', 'reads /etc/passwd'],
  ['read-promise', 'reads /etc/passwd'],
  ['read-stream', 'reads /etc/passwd'],
  ['read-beside', `reads ${fileURLToPath(new URL('test-host.test.ts', import.meta.url))}`],
  ['list', 'reads /etc'],
  ['write', 'writes to /tmp/jackfield-reaching'],
  ['write-own', `writes to ${fileURLToPath(new URL('plugins/reaching/written', import.meta.url))}`],
  ['stream-out', 'writes to /tmp/jackfield-reaching'],
  ['open', 'writes to /tmp/jackfield-reaching'],
  ['copy', 'writes to /tmp/jackfield-nothing'],
  ['mkdir', 'writes to /tmp/jackfield-reaching'],
  ['kill', 'calls process.kill'],
  ['binding', 'calls process.binding'],
  ['database', 'asks a database'],
  ['heap', 'calls v8.writeHeapSnapshot'],
])('a plugin that reaches out itself, by %s, fails the test, whatever it makes of the error', async (check, what) => {
  await using host = await createTestHost({ directory, devices });
  await expect(host.check(check, 'box')).rejects.toMatchObject({ code: 'JF9050', message: expect.stringContaining(`reaching ${what}`) });
  expect(await host.check('asks', 'box')).toMatchObject({ summary: 'box up 3 days "on"' });
});

test('a plugin reads its own files; what the test answers for a device reads, and looks up, what it likes', async () => {
  await using host = await createTestHost({
    directory,
    devices: {
      box: {
        ...devices.box,
        http: async () => {
          const { address } = await lookup('localhost', 4);
          return { status: 200, headers: {}, body: `${address} ${readFileSync('/etc/passwd').length > 0}` };
        },
      },
    },
  });
  expect(await host.check('own', 'box')).toMatchObject({ summary: 'true true' });
  expect(await host.check('asks', 'box')).toMatchObject({ summary: expect.stringContaining('127.0.0.1 true') });
});
