import {
  Asterisk, LineDevice, MemoryFiles, parseRecordingFile, RecordedDevice, recordingSchema, serveRecording, SnmpDevice, startAmiSimulator, startHttpSimulator, startLineSimulator, startSnmpSimulator,
  startSshSimulator, type ProgramCall, type ProgramResult,
} from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import type { Credential } from '../sites/index.ts';
import { createLocalTransports, transportSettings, type Operation, type Transports } from '../transports/index.ts';
import { finishRecording, RecordingTransports } from './index.ts';

const secret = 'lab-secret-7';
const credentials = new Map<string, Credential>([
  ['snmp', { kind: 'snmp-community', community: secret, writeCommunity: null }],
  ['ssh', { kind: 'ssh', user: 'lab', password: secret, privateKey: null, passphrase: null }],
  ['ami', { kind: 'ami', user: 'lab', secret }],
  ['http', { kind: 'http-token', header: 'authorization', token: `Bearer ${secret}` }],
]);

function local(): Transports {
  return createLocalTransports({
    names: [...credentials.keys()],
    get(name) {
      const credential = credentials.get(name);
      if (credential === undefined) throw new RangeError(`no credentials ${name}`);
      return credential;
    },
  });
}

interface Ports {
  readonly [protocol: string]: number;
}

function ask(transports: Transports, { snmp = 1, ssh = 1, ami = 1, http = 1, tcp = 1 }: Ports, operation: Operation): Promise<string> {
  const settings = transportSettings({
    snmp: { port: snmp, credentials: 'snmp', timeoutMs: 500, retries: 0 }, ssh: { port: ssh, credentials: 'ssh' }, ami: { port: ami, credentials: 'ami' }, http: { port: http, tls: false, credentials: 'http' },
  });
  const sent = 'port' in operation ? { ...operation, port: tcp } : operation;
  return transports.perform({ target: { key: 'device', site: 'lab', address: '127.0.0.1', settings }, operation: sent, timeoutMs: 5_000 });
}

const operations: readonly Operation[] = [
  { op: 'fingerprint.snmp' }, { op: 'fingerprint.ssh' }, { op: 'fingerprint.ami' }, { op: 'fingerprint.http' }, { op: 'fingerprint.tcp', port: 7, send: 'GET x\n' },
  { op: 'snmp.get', oids: ['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.99.0'] },
  { op: 'snmp.walk', root: '1.3.6.1.2.1.2.2.1.2', maxRows: 1_000 },
  { op: 'snmp.table', columns: { name: '1.3.6.1.2.1.31.1.1.1.1', alias: '1.3.6.1.2.1.31.1.1.1.18' }, maxRows: 1_000 },
  { op: 'ssh.exec', argv: ['uptime', '-p'], stream: false },
  { op: 'ssh.exec', argv: ['cat'], stdin: 'hello\n', stream: false },
  { op: 'ssh.script', text: 'echo gathered "$@"', args: ['disks', 'a b'], stream: false },
  { op: 'ssh.readFile', path: '/etc/motd' }, { op: 'ssh.readFile', path: '/etc/nothing' },
  { op: 'ami.action', action: 'CoreSettings', fields: [] },
  { op: 'ami.list', action: 'PJSIPShowEndpoints', fields: [] },
  { op: 'ami.list', action: 'QueueSummary', fields: [['Queue', 'support']] },
  { op: 'http.get', path: '/state', query: { a: '1' }, headers: {} }, { op: 'http.get', path: '/nothing', query: {}, headers: {} },
  { op: 'tcp.exchange', port: 7, send: Buffer.from('GET x\n').toString('base64'), until: '\n', idleMs: 1_000 },
];

/** Without what is another one each time and says nothing of the device: ids, the host key, headers of one hop. */
function essential(answer: string): unknown {
  const plain: unknown = JSON.parse(answer.replaceAll(/\["ActionID","[^"]*"\],?/g, '').replaceAll(/"hostKey":"[^"]*"/g, '"hostKey":null').replaceAll(/"(?:date|content-length|connection|keep-alive)":"[^"]*",?/g, '').replaceAll(/,(?=[}\]])/g, ''));
  return plain;
}

function programs({ argv, stdin }: ProgramCall): ProgramResult | null {
  switch (argv[0]) {
    case 'uptime':
      return { stdout: `up 3 days, password ${secret}\n` };
    case 'cat':
      return { stdout: stdin };
    case 'sh':
      return { stdout: 'gathered\n', stderr: 'slow\n', code: 3 };
    default:
      return null;
  }
}

test('what was recorded over each protocol is answered the same when it is served on the network', async () => {
  await using real = new AsyncDisposableStack();
  const files = new MemoryFiles({ '/etc/motd': 'welcome\n', '/etc/asterisk/pjsip.conf': '[1001]\ntype=endpoint\n' });
  const model = { name: 'core', descr: 'Acme W48', objectID: '1.3.6.1.4.1.99999.1', ports: [{ name: 'Gi1/0/[1-4]', alias: 'desk' }] };
  const servers = {
    snmp: real.use(await startSnmpSimulator({ community: secret, device: SnmpDevice.fromModel(model) })),
    ssh: real.use(await startSshSimulator({ users: [{ name: 'lab', password: secret }], files, programs })),
    ami: real.use(await startAmiSimulator({ asterisk: new Asterisk({ users: [{ name: 'lab', secret }], queues: [{ name: 'support' }] }, files) })),
    http: real.use(await startHttpSimulator({ model: { documents: { '/state': { on: true, note: `key ${secret}` } }, pages: { '/': '<title>Acme</title>' } }, login: { token: secret } })),
    tcp: real.use(await startLineSimulator({ device: new LineDevice({ rules: [{ on: 'GET x', answer: 'x is 5\n' }] }) })),
  };
  await using transports = local();
  const recorder = new RecordingTransports(transports);
  const ports = Object.fromEntries(Object.entries(servers).map(([name, { port }]) => [name, port]));
  const answers: string[] = [];
  for (const operation of operations) answers.push(await ask(recorder, ports, operation));
  const { text, found } = await finishRecording(recordingSchema.parse({ recording: 1, device: { name: 'core' }, exchanges: recorder.exchanges }), transports, {});
  expect(text).not.toContain(secret);
  expect(found).toEqual([]);
  await real.disposeAsync();

  await using live = await serveRecording(new RecordedDevice(parseRecordingFile(text, 'core.yaml').recording), {
    address: '127.0.0.1', ports: { snmp: 0, ssh: 0, ami: 0, http: 0, tcp: { [String(servers.tcp.port)]: 0 } }, login: { community: secret, user: 'lab', secret },
  });
  expect(live.services.map(({ protocol }) => protocol)).toEqual(['snmp', 'ssh', 'ami', 'http', 'tcp']);
  await using again = local();
  const served = Object.fromEntries(live.services.map(({ protocol, port }) => [protocol, port]));
  for (const [at, operation] of operations.entries()) {
    const came = essential(await ask(again, served, operation));
    expect({ op: operation.op, came }).toEqual({ op: operation.op, came: essential((answers[at] ?? '').replaceAll(secret, 'REDACTED-C1')) });
  }
  // Whoever asks for more is told what is missing, in the way of the protocol.
  expect(JSON.parse(await ask(again, served, { op: 'ssh.exec', argv: ['reboot'], stream: false }))).toMatchObject({ code: 127, stderr: expect.stringContaining('ssh.exec reboot has no recording') });
  expect(await ask(again, served, { op: 'ami.action', action: 'Originate', fields: [] })).toContain('ami.action Originate has no recording');
  expect(JSON.parse(await ask(again, served, { op: 'http.send', method: 'PUT', path: '/state', query: {}, headers: {}, body: {} }))).toMatchObject({ status: 405 });
});

test('what was called off and what is written are not recorded; an outcome is', async () => {
  await using transports = local();
  const recorder = new RecordingTransports(transports);
  recorder.during = 'check load';
  await expect(ask(recorder, {}, { op: 'ssh.exec', argv: ['uptime'], stream: false })).rejects.toMatchObject({ kind: 'Unreachable' });
  await expect(ask(recorder, {}, { op: 'http.send', method: 'PUT', path: '/x', query: {}, headers: {} })).rejects.toMatchObject({ kind: 'Unreachable' });
  const off = AbortSignal.abort(new Error('called off'));
  await expect(recorder.perform({ target: { key: 'x', site: 'x', address: '127.0.0.1', settings: transportSettings({}) }, operation: { op: 'fingerprint.ssh' }, timeoutMs: 10 }, off)).rejects.toThrow('called off');
  expect(recorder.exchanges).toEqual([{ ask: 'ssh.exec', argv: ['uptime'], during: 'check load', fails: { outcome: 'Unreachable', layer: 'connect', message: expect.stringContaining('ssh.exec on 127.0.0.1'), hint: 'Is sshd up and the port right?' } }]);
});
