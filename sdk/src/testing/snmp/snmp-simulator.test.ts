import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseRecording } from './recording.ts';
import { SnmpDevice } from './snmp-device.ts';
import type { SnmpModelInput } from './snmp-model.ts';
import { startSnmpSimulator, type SnmpSimulator } from './snmp-simulator.ts';

const run = promisify(execFile);
const hasTools = existsSync('/usr/bin/snmpget');
if (!hasTools && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('the tools of net-snmp are missing');
if (!hasTools) process.stdout.write('skipped: needs Debian\'s snmp\n');

/** A tool of net-snmp: its output lines, or what it complained of. */
async function tool(name: string, simulator: SnmpSimulator, args: readonly string[], community = 'public', version = '2c'): Promise<string[]> {
  const common = [`-v${version}`, '-c', community, '-r0', '-t0.3', '-m', '', '-Oqne', `${simulator.address}:${simulator.port}`];
  const { stdout, stderr } = await run(name, [...common.slice(0, -1), ...(args[0]?.startsWith('-') ? [args[0]] : []), common.at(-1) ?? '', ...args.filter((arg, at) => at > 0 || !arg.startsWith('-'))])
    .catch((error: { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`.trim().split('\n');
}

const recording = `1.0.8802.1.1.2.1.3.1.0|2|4
1.2.840.10006.300.43.1.1.1.1.2.1|4x|00ff80
1.3.6.1.2.1.1.1.0|4|A box | with pipes
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10
1.3.6.1.2.1.1.3.0|67|4294967295
1.3.6.1.2.1.2.2.1.2.1|4|lo
1.3.6.1.2.1.2.2.1.2.2|4|eth0
1.3.6.1.2.1.2.2.1.2.10|4|eth8
1.3.6.1.2.1.2.2.1.7.1|2|1
1.3.6.1.2.1.2.2.1.10.1|65|4294967295
1.3.6.1.2.1.4.20.1.3.10.0.0.1|64|255.255.255.0
1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615
1.3.6.1.2.1.31.1.1.1.18.1|4|
1.3.6.1.4.1.9.9.1.0|2|-2147483648
1.3.6.1.4.1.9.9.2.0|5|
`;

const device = (): SnmpDevice => new SnmpDevice(parseRecording(recording), { contexts: new Map([['7', parseRecording('1.3.6.1.2.1.17.1.2.0|2|7\n')]]) });
const start = (): Promise<SnmpSimulator> => startSnmpSimulator({ device: device(), writeCommunity: 'private' });

test.skipIf(!hasTools)('a recording is walked in its order and to its end, in v1 and v2c', async () => {
  await using agent = await start();
  const whole = [
    '.1.0.8802.1.1.2.1.3.1.0 4', '.1.2.840.10006.300.43.1.1.1.1.2.1 "00 FF 80 "', '.1.3.6.1.2.1.1.1.0 "A box | with pipes"',
    '.1.3.6.1.2.1.1.2.0 .1.3.6.1.4.1.8072.3.2.10', '.1.3.6.1.2.1.1.3.0 497:2:27:52.95', '.1.3.6.1.2.1.2.2.1.2.1 "lo"', '.1.3.6.1.2.1.2.2.1.2.2 "eth0"',
    '.1.3.6.1.2.1.2.2.1.2.10 "eth8"', '.1.3.6.1.2.1.2.2.1.7.1 1', '.1.3.6.1.2.1.2.2.1.10.1 4294967295', '.1.3.6.1.2.1.4.20.1.3.10.0.0.1 255.255.255.0',
    '.1.3.6.1.2.1.31.1.1.1.6.1 18446744073709551615', '.1.3.6.1.2.1.31.1.1.1.18.1 ""', '.1.3.6.1.4.1.9.9.1.0 -2147483648', '.1.3.6.1.4.1.9.9.2.0 NULL',
  ];
  expect(await tool('snmpwalk', agent, ['1'])).toEqual([...whole, expect.stringContaining('No more variables')]);
  expect(await tool('snmpbulkwalk', agent, ['-Cr4', '1'])).toEqual([...whole, expect.stringContaining('No more variables')]);
  expect(await tool('snmpwalk', agent, ['1'], 'public', '1')).toEqual([...whole.filter((line) => !line.includes('18446744')), 'End of MIB']);
});

test.skipIf(!hasTools)('what is not there is said as the version has it', async () => {
  await using agent = await start();
  expect(await tool('snmpget', agent, ['1.3.6.1.2.1.2.2.1.2.9', '1.3.6.1.9.9.0'])).toEqual([
    '.1.3.6.1.2.1.2.2.1.2.9 No Such Instance currently exists at this OID', '.1.3.6.1.9.9.0 No Such Object available on this agent at this OID',
  ]);
  expect((await tool('snmpget', agent, ['1.3.6.1.9.9.0'], 'public', '1')).join()).toContain('noSuchName');
  expect((await tool('snmpget', agent, ['1.3.6.1.2.1.31.1.1.1.6.1'], 'public', '1')).join()).toContain('noSuchName');
  expect((await tool('snmpget', agent, ['1.3.6.1.2.1.1.1.0'], 'wrong')).join()).toContain('Timeout');
  expect(await tool('snmpget', agent, ['1.3.6.1.2.1.17.1.2.0'], 'public@7')).toEqual(['.1.3.6.1.2.1.17.1.2.0 7']);
});

test.skipIf(!hasTools)('SET keeps what its MIB allows, all of a PDU or nothing', async () => {
  await using agent = await start();
  const [alias, admin, descr] = ['1.3.6.1.2.1.31.1.1.1.18.1', '1.3.6.1.2.1.2.2.1.7.1', '1.3.6.1.2.1.2.2.1.2.1'];
  const seen: string[] = [];
  using _listening = agent.device.onSet(({ oid }) => seen.push(oid));
  expect(await tool('snmpset', agent, [alias, 's', 'uplink', admin, 'i', '2'], 'private')).toEqual([`.${alias} "uplink"`, `.${admin} 2`]);
  expect(await tool('snmpget', agent, [alias, admin])).toEqual([`.${alias} "uplink"`, `.${admin} 2`]);
  expect(seen).toEqual([alias, admin]);
  const refused = async (args: string[], community = 'private', version = '2c'): Promise<string> => (await tool('snmpset', agent, args, community, version)).join();
  expect(await refused([alias, 'i', '1'])).toContain('wrongType');
  expect(await refused([alias, 's', 'x'.repeat(65)])).toContain('wrongLength');
  expect(await refused([admin, 'i', '9'])).toContain('wrongValue');
  expect(await refused([descr, 's', 'x'])).toContain('notWritable');
  expect(await refused(['1.3.6.1.2.1.31.1.1.1.18.99', 's', 'x'])).toContain('noCreation');
  expect(await refused([alias, 's', 'x'], 'public')).toContain('noAccess');
  expect(await refused([descr, 's', 'x'], 'private', '1')).toContain('noSuchName');
  expect(await refused([admin, 'i', '9'], 'private', '1')).toContain('badValue');
  expect(await refused([alias, 's', 'y', descr, 's', 'x'])).toContain('notWritable');
  expect(await tool('snmpget', agent, [alias, admin])).toEqual([`.${alias} "uplink"`, `.${admin} 2`]);
});

test.skipIf(!hasTools)('GETBULK packs as much as a message carries; what fits into none is too big', async () => {
  const rows = Array.from({ length: 50 }, (_, at) => `1.3.6.1.4.1.99.1.${at + 1}|4|${'x'.repeat(100)}`);
  await using agent = await startSnmpSimulator({ device: new SnmpDevice(parseRecording([...rows, `1.3.6.1.4.1.99.2.0|4|${'y'.repeat(2_000)}`].join('\n'))), maxMessageBytes: 1_400 });
  const lines = await tool('snmpbulkget', agent, ['-Cr50', '1.3.6.1.4.1.99']);
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.length).toBeLessThan(13);
  expect((await tool('snmpget', agent, ['1.3.6.1.4.1.99.2.0'])).join()).toContain('tooBig');
});

test.skipIf(!hasTools)('a described switch has ports that are counted, follow their admin status, and neighbours', async () => {
  const model: SnmpModelInput = {
    name: 'sw1', descr: 'A switch', objectID: '1.3.6.1.4.1.9.1.1', uptime: '2h', mac: '00:1b:00:00:00:f0',
    chassis: { model: 'C-1', serial: 'SN1' },
    ports: [{ name: 'Gi1/0/[1-20]', descr: 'GigabitEthernet1/0/[1-20]', index: 10_101, traffic: { in: '8M' } }, { name: 'Te1', speed: '10G', oper: 'down' }],
    neighbours: [{ port: 'Gi1/0/20', name: 'sw2', remotePort: 'Gi1', mac: '00:1b:00:00:00:01' }],
  };
  await using agent = await startSnmpSimulator({ device: SnmpDevice.fromModel(model), writeCommunity: 'private' });
  expect(await tool('snmpget', agent, [
    '1.3.6.1.2.1.31.1.1.1.1.10120', '1.3.6.1.2.1.2.2.1.2.10101', '1.3.6.1.2.1.31.1.1.1.15.10121', '1.3.6.1.2.1.2.2.1.5.10121', '1.3.6.1.2.1.2.2.1.8.10121',
    '1.3.6.1.2.1.2.2.1.6.10116', '1.3.6.1.2.1.47.1.1.1.1.11.1', '1.0.8802.1.1.2.1.4.1.1.9.0.10120.1',
  ])).toEqual([
    '.1.3.6.1.2.1.31.1.1.1.1.10120 "Gi1/0/20"', '.1.3.6.1.2.1.2.2.1.2.10101 "GigabitEthernet1/0/1"', '.1.3.6.1.2.1.31.1.1.1.15.10121 10000',
    '.1.3.6.1.2.1.2.2.1.5.10121 4294967295', '.1.3.6.1.2.1.2.2.1.8.10121 2', '.1.3.6.1.2.1.2.2.1.6.10116 "00 1B 00 00 01 00 "',
    '.1.3.6.1.2.1.47.1.1.1.1.11.1 "SN1"', '.1.0.8802.1.1.2.1.4.1.1.9.0.10120.1 "sw2"',
  ]);
  const octets = async (): Promise<bigint> => BigInt((await tool('snmpget', agent, ['1.3.6.1.2.1.31.1.1.1.6.10101']))[0]?.split(' ')[1] ?? 0);
  const before = await octets();
  expect(before).toBeGreaterThan(7_000_000_000n);
  expect(await octets()).toBeGreaterThan(before);
  await tool('snmpset', agent, ['1.3.6.1.2.1.2.2.1.7.10101', 'i', '2'], 'private');
  expect(await tool('snmpget', agent, ['1.3.6.1.2.1.2.2.1.8.10101'])).toEqual(['.1.3.6.1.2.1.2.2.1.8.10101 2']);
  agent.device.set('1.3.6.1.2.1.2.2.1.8.10102', { type: 'Integer', value: 2 });
  expect(await tool('snmpget', agent, ['1.3.6.1.2.1.2.2.1.8.10102'])).toEqual(['.1.3.6.1.2.1.2.2.1.8.10102 2']);
});

test.skipIf(!hasTools)('faults are there when they are asked for, and gone after', async () => {
  await using agent = await start();
  const descr = '1.3.6.1.2.1.2.2.1.2';
  const get = async (): Promise<string> => (await tool('snmpget', agent, ['1.3.6.1.2.1.1.1.0'])).join();
  agent.faults = { nonIncreasing: descr };
  expect((await tool('snmpwalk', agent, [descr])).join()).toContain('OID not increasing');
  agent.faults = { endlessWalk: descr };
  expect(await tool('snmpbulkget', agent, ['-Cr6', descr])).toEqual([
    `.${descr}.1 "lo"`, `.${descr}.2 "eth0"`, `.${descr}.10 "eth8"`, `.${descr}.11 1`, `.${descr}.12 1`, `.${descr}.13 1`,
  ]);
  expect(await tool('snmpgetnext', agent, [`${descr}.4711`])).toEqual([`.${descr}.4712 1`]);
  for (const faults of [{ silent: true }, { garbage: true }, { truncated: true }, { wrongRequestId: true }, { loss: 1 }]) {
    agent.faults = faults;
    expect(await get()).toContain('Timeout');
  }
  agent.faults = { latencyMs: 20 };
  expect(await get()).toContain('A box');
  agent.faults = {};
  expect(await get()).toContain('A box');
});

test('what is no SNMP is not answered and harms nothing', async () => {
  await using agent = await start();
  const socket = createSocket('udp4');
  const answered = once(socket, 'message');
  const { default: fc } = await import('fast-check');
  const good = Buffer.from('302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500', 'hex');
  const sent = fc.sample(fc.tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length)), 300).map(([at, byte, length]) => {
    const bytes = Buffer.from(good);
    bytes[at] = byte;
    return bytes.subarray(0, length);
  });
  for (const bytes of sent) socket.send(bytes, agent.port, agent.address);
  socket.send(good, agent.port, agent.address);
  await answered;
  socket.close();
  expect(agent.device.get('1.3.6.1.2.1.1.1.0')).toMatchObject({ type: 'OctetString' });
});
