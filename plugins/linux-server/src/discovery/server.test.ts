import { NotReady, Unsupported } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, gathered, MemoryServer } from '../testing/memory-server.ts';
import { server } from './server.ts';

const web = gathered({
  uname: ['Linux', '6.1.0', 'x86_64'],
  'os-release': ['NAME="Debian GNU/Linux"', 'VERSION_ID="12"'],
  hostname: ['web1'],
  dmi: ['sys_vendor=HPE', 'product_name=ProLiant DL380 Gen10', 'product_serial=CZ2ABC0001'],
  interfaces: ['2\teno1\tup\t0x1003\t1000\t1500\t3c:ec:ef:01:02:03\t1\t\thardware'],
  addresses: ['2: eno1    inet 192.0.2.7/24 scope global eno1'],
});

test('a Linux machine is known by serial, MACs and name', async () => {
  expect(await server.identify(contextOver(new MemoryServer(web)))).toEqual({
    kind: 'server', name: 'web1', vendor: 'HPE', model: 'ProLiant DL380 Gen10', os: 'Debian GNU/Linux', version: '12', serial: 'CZ2ABC0001', confidence: 80,
    keys: [{ type: 'serial', value: 'CZ2ABC0001' }, { type: 'mac', value: '3c:ec:ef:01:02:03' }, { type: 'name', value: 'web1' }],
  });
});

test('inspect adds interfaces and addresses', async () => {
  expect(await server.inspect(contextOver(new MemoryServer(web)))).toMatchObject({
    addresses: ['192.0.2.7'], neighbours: [],
    interfaces: [{ index: 2, name: 'eno1', adminStatus: 'up', operStatus: 'up', speed: 1_000_000_000, mtu: 1_500, type: '6' }],
  });
});

test.each([['a BSD', gathered({ uname: ['FreeBSD', '14.1', 'amd64'] })], ['a shell of a switch', '% Invalid input detected\n'], ['silence', '']])('%s is not ours', async (_what, answer) => {
  expect(await server.identify(contextOver(new MemoryServer(answer)))).toBeNull();
  await expect(server.inspect(contextOver(new MemoryServer(answer)))).rejects.toBeInstanceOf(Unsupported);
});

test('an answer that was cut off says nothing of what the machine is', async () => {
  await expect(server.identify(contextOver(new MemoryServer(web.slice(0, 200))))).rejects.toBeInstanceOf(NotReady);
});
