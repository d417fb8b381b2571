import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSimulatorFile } from './simulator-file.ts';
import { startSimulators } from './start-simulators.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-simulators-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): string {
  const file = join(folder, 'simulators.yaml');
  writeFileSync(file, text);
  return file;
}

const pbx = `
devices:
  - title: pbx
    address: 127.78.0.1
    files:
      /etc/asterisk/pjsip.conf: |
        [100]
        type=endpoint
    snmp: { port: 11610, model: { name: pbx, descr: A PBX, objectID: 1.3.6.1.4.1.8072.3.2.10 } }
    ssh: { port: 12222, users: [{ name: root, password: secret }] }
    ami: { port: 15038, asterisk: { users: [{ name: jackfield, secret: secret }] } }
    http: { port: 18080, server: pbxd, documents: { /api/lines: [{ line: 1, up: true }] }, items: { /api/lines: { by: line } } }
    tcp: { port: 13493, variables: { load: '3' }, rules: [{ on: load, answer: '{{load}}' }] }
`;

test('a device speaks all its protocols on one address, over the same files', async () => {
  const file = written(pbx);
  await using simulators = await startSimulators(file);
  const device = simulators.devices.get('127.78.0.1');
  expect(device?.ami?.asterisk.objects.endpoint.has('100')).toBe(true);
  expect(device?.ssh?.files).toBe(device?.files);
  const put = await fetch('http://127.78.0.1:18080/api/lines/1', { method: 'PUT', body: '{"up":false}', headers: { connection: 'close' } });
  expect([put.status, put.headers.get('server'), device?.http?.documents.get('/api/lines')]).toEqual([200, 'pbxd', [{ line: 1, up: false }]]);
  const socket = connect({ host: '127.78.0.1', port: 15_038 });
  expect(String((await once(socket, 'data'))[0])).toContain('Asterisk Call Manager');
  socket.destroy();
  await expect(startSimulators(file)).rejects.toThrow(/^127.78.0.1 \(pbx\) snmp: .*EADDRINUSE/);
});

test.each([
  ['devices:\n  - address: nowhere\n    snmp: {}\n', /^simulators.yaml:2:14: devices.0.address: an IP address/],
  ['devices:\n  - address: 127.0.0.1\n    snmp: { port: 161 }\n', /^simulators.yaml:3:11: devices.0.snmp: either model or recording/],
  ['devices:\n  - address: 127.0.0.1\n    telnet: {}\n', /^simulators.yaml:2:5: devices.0: .*telnet/],
  ['devices: [\n', /^simulators.yaml:\d+:\d+: /],
])('what is wrong in the file is said with its place', (text, message) => {
  const file = written(text);
  expect(() => readSimulatorFile(file)).toThrow(message);
});

const entry = ['--conditions=jackfield-source', join(import.meta.dirname, '../main.ts')];

test.each(['closed standard input', 'SIGTERM'])('as a program it says when it is ready, and ends with %s', async (how) => {
  const child = spawn(process.execPath, [...entry, written(pbx)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(JSON.parse(String(line))).toEqual({
    ready: true,
    services: [
      { protocol: 'snmp', address: '127.78.0.1', port: 11_610 }, { protocol: 'ssh', address: '127.78.0.1', port: 12_222 }, { protocol: 'ami', address: '127.78.0.1', port: 15_038 },
      { protocol: 'http', address: '127.78.0.1', port: 18_080 }, { protocol: 'tcp', address: '127.78.0.1', port: 13_493 },
    ],
  });
  if (how === 'SIGTERM') child.kill('SIGTERM');
  else child.stdin.end();
  expect(await exited).toEqual([0, null]);
});

test('as a program it tells what is wrong and fails', async () => {
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((done) => {
    execFile(process.execPath, [...entry, written('devices: 7\n')], (error, _stdout, text) => done({ code: error?.code, stderr: text }));
  });
  expect(code).toBe(1);
  expect(stderr).toContain('simulators.yaml:1:10: devices:');
});

test('a recording stands for a file with its device; one that holds a secret is not served', async () => {
  const recording = (text: string): string => `recording: 1\ndevice: { name: x }\nexchanges:\n  - ask: ssh.exec\n    argv: [uptime]\n    answer: { stdout: ${text} }\n`;
  expect(readSimulatorFile(written(recording('up')))).toMatchObject({ devices: [{ address: '127.0.0.1', recorded: { file: 'simulators.yaml', ports: { ssh: 2_222 } } }] });
  await expect(startSimulators(written(recording('password=hunter22')))).rejects.toThrow(/recorded: simulators\.yaml:6: setting/);
});
