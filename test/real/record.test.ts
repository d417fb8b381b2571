import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestHost } from '@jackfield/core/testing';
import { findSecrets } from '@jackfield/sdk/secrets';
import { parseRecordingFile, scanRecording, startSimulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createTransports } from '../../core/src/transports/index.ts';
import { createHostEvents } from '../../core/src/events/index.ts';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import linuxServer from '../../plugins/linux-server/package.json' with { type: 'json' };
import snmpSwitch from '../../plugins/snmp-switch/package.json' with { type: 'json' };
import { freeTcpPort, freeUdpPort } from './daemon.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';
import { startSshd, type RealSshServer } from './sshd.ts';

const plugins = { 'snmp-switch': { enabled: true, grant: 'write' }, 'linux-server': { enabled: true, grant: 'read' } };
const bundled = (name: string): string => resolve(import.meta.dirname, '../../plugins', name);

interface Recorded {
  readonly text: string;
  readonly exchanges: number;
  readonly redacted: { readonly secrets: number };
  readonly calls: readonly { readonly plugin: string; readonly call: string; readonly outcome: string; readonly message: string }[];
}

async function jackfield(host: RealHost, ...words: readonly string[]): Promise<RecordingTerminal> {
  const terminal = new RecordingTerminal();
  const code = await run(['--config', host.configuration, ...words], terminal, new AbortController().signal);
  expect({ code, errors: code === 0 ? '' : terminal.errors }).toEqual({ code: 0, errors: '' });
  return terminal;
}

/** Every way in which a secret could stand in a file: as it is, in other spellings, by its hash. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), (bytes.toString('hex').match(/../g) ?? []).join(' '), [...bytes].join('.'),
    createHash('md5').update(secret).digest('hex'),
  ];
}

describeWith(['snmpd', 'sshd', 'ssh-keygen', 'fping'], 'a recording of a real snmpd and a real sshd', () => {
  const address = '127.0.83.2';
  let agent: RealAgent;
  let server: RealSshServer;
  let host: RealHost;
  let folder = '';
  let recorded: Recorded;
  let privateKey = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-recorded-'));
    [agent, server] = await Promise.all([startSnmpd(address), startSshd(address)]);
    privateKey = await readFile(server.privateKeyFile, 'utf8');
    host = await startRealHost({
      networks: ['127.0.83.0/29'], plugins,
      credentials: { lab: { kind: 'snmp-community', community: { plain: agent.community } }, login: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } } },
      transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 500, retries: 1 }, ssh: { port: server.port, credentials: 'login' } },
    });
    await host.services.discovery.run({});
    const [device] = host.services.inventory.devices();
    // What the device itself says holds the credentials: its contact the community, a file of it everything.
    await host.push('Contact', [{ device: device?.name, resource: 'snmp-switch/system', spec: { contact: `ask ${agent.community} or md5 ${createHash('md5').update(agent.community).digest('hex')}` } }]);
    const { user } = agent;
    await writeFile(join(folder, 'snmpd.conf'), `rwcommunity ${agent.community}\ncreateUser ${user.name} SHA-256 "${user.authKey}" AES "${user.privacyKey}"\n# ${Buffer.from(`x${agent.community}`).toString('base64')}\n`);
    await writeFile(join(folder, 'keys'), `${privateKey}\n  ${privateKey.split('\n')[2] ?? ''}\nAuthorization: Bearer 0123456789abcdef0123456789\n`);
    const read = ['snmpd.conf', 'keys'].flatMap((file) => ['--read', `file:path=${join(folder, file)}`]);
    recorded = JSON.parse((await jackfield(host, 'record', device?.name ?? '', ...read, '--json')).output);
    await writeFile(join(folder, 'device.yaml'), recorded.text);
    // The machine's own package manager is asked for updates, which takes its time.
  }, 180_000);
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await Promise.all([agent[Symbol.asyncDispose](), server[Symbol.asyncDispose]()]);
    await rm(folder, { recursive: true });
  });

  const calls = (kind: string) => recorded.calls.filter(({ call }) => call.startsWith(`${kind} `));

  test('every call of both plugins is in it', () => {
    expect(new Set(recorded.calls.map(({ plugin }) => plugin))).toEqual(new Set(['snmp-switch', 'linux-server']));
    expect(calls('check').map(({ plugin, call }) => `${plugin} ${call}`).sort()).toEqual([snmpSwitch, linuxServer].flatMap(({ name, jackfield: { contributes } }) => Object.keys(contributes.checks).map((check) => `${name.replace('@jackfield/plugin-', '')} check ${check}`)).sort());
    for (const kind of ['identify', 'inspect', 'read']) expect(new Set(calls(kind).map(({ plugin }) => plugin))).toEqual(new Set(['snmp-switch', 'linux-server']));
    expect(new Set([...calls('identify'), ...calls('inspect'), ...calls('read')].map(({ outcome }) => outcome))).toEqual(new Set(['done']));
  });

  test('no secret is in it, in no spelling; what it said is', () => {
    const secrets = [agent.community, agent.user.authKey, agent.user.privacyKey, ...privateKey.split('\n').filter((line) => line.length > 16 && !line.startsWith('-----'))];
    expect(secrets.flatMap(spellings).filter((spelling) => recorded.text.includes(spelling))).toEqual([]);
    expect(recorded.text).not.toContain('0123456789abcdef0123456789');
    expect(recorded.text).toMatch(/OctetString: "ask REDACTED-C\d+ or md5 [0-9a-f]{32}"/);
    expect(recorded.text).toMatch(/rwcommunity REDACTED-C\d+\n\s+createUser gardener SHA-256 "REDACTED-\d+" AES "REDACTED-\d+"/);
    expect(scanRecording(recorded.text)).toEqual([]);
    expect(findSecrets(recorded.text)).toEqual([]);
    expect(recorded.redacted.secrets).toBeGreaterThanOrEqual(4);
  });

  test('replayed, the checks say word by word what they said of the real device', async () => {
    for (const plugin of ['snmp-switch', 'linux-server']) {
      await using replay = await createTestHost({ directory: bundled(plugin), devices: { device: { recording: join(folder, 'device.yaml') } } });
      for (const { call, outcome, message } of calls('check').filter((each) => each.plugin === plugin)) {
        const came = await replay.check(call.replace('check ', ''), 'device').then(({ state, summary }) => ({ outcome: state, message: summary }), ({ code, message: of }) => ({ outcome: code, message: of }));
        expect({ call, ...came }).toEqual({ call, outcome, message });
      }
    }
  });

  test('served on the network, the whole host finds the same device and its checks say the same', async () => {
    const at = '127.0.84.2';
    const ports = { snmp: await freeUdpPort(at), ssh: await freeTcpPort(at) };
    const file = join(folder, 'simulators.yaml');
    await writeFile(file, stringify({ devices: [{ address: at, recorded: { file: 'device.yaml', ports, login: { community: 'lab', user: 'lab', secret: 'lab-secret' } } }] }));
    await using live = await startSimulators(file);
    expect(live.services.map(({ protocol }) => protocol)).toEqual(['snmp', 'ssh']);
    await using again = await startRealHost({
      networks: ['127.0.84.0/29'], plugins,
      credentials: { lab: { kind: 'snmp-community', community: { plain: 'lab' } }, login: { kind: 'ssh', user: 'lab', password: { plain: 'lab-secret' } } },
      transports: { snmp: { port: ports.snmp, credentials: 'lab', timeoutMs: 500, retries: 1 }, ssh: { port: ports.ssh, credentials: 'login' } },
    });
    await again.services.discovery.run({});
    const [real] = host.services.inventory.devices();
    const [served] = again.services.inventory.devices();
    expect(served).toMatchObject({ name: real?.name, kind: real?.kind, vendor: real?.vendor, model: real?.model, os: real?.os, version: real?.version });
    // What each plugin said holds the address and the host key, which are others here.
    const managing = (device: typeof real) => device?.plugins.map(({ id, discovery }) => `${id} ${discovery}`);
    expect(managing(served)).toEqual(managing(real));
    expect(served?.interfaces.map(({ name }) => name)).toEqual(real?.interfaces.map(({ name }) => name));
    const statuses = await again.services.health.checkNow(served?.id ?? '');
    const said = (of: readonly { readonly check: string; readonly state: string }[]) => of.map(({ check, state }) => `check ${check}: ${state}`).sort();
    expect(said(statuses)).toEqual(calls('check').map(({ call, outcome }) => `${call}: ${outcome.startsWith('JF') ? 'unknown' : outcome}`).sort());
  });

  test('with fictions the addresses and names of the machine are gone too, and the checks say the same', async () => {
    const [device] = host.services.inventory.devices();
    const file = join(folder, 'fiction.yaml');
    await jackfield(host, 'record', device?.name ?? '', '--plugin', 'snmp-switch', '--redact', 'addresses,names,serials', '--out', file);
    const text = await readFile(file, 'utf8');
    const { recording } = parseRecordingFile(text, 'fiction.yaml');
    expect(recording.device.name).toMatch(/^host-\d+/);
    expect(text).not.toMatch(new RegExp(`(?<![A-Za-z0-9])${device?.name ?? ''}(?![A-Za-z0-9])`));
    await using replay = await createTestHost({ directory: bundled('snmp-switch'), devices: { device: { recording: file } } });
    expect(await replay.identify('agent', 'device')).toMatchObject({ name: recording.device.name });
    expect((await replay.inspect('agent', 'device')).interfaces.length).toBe(device?.interfaces.length);
  });

  test('the transport thread answers texts without its secrets, and not with them', async () => {
    await using transports = createTransports({ directory: host.configuration, stateDirectory: join(host.folder, 'state'), events: createHostEvents() });
    expect(await transports.redact([`community ${agent.community}`, 'nothing'])).toEqual(['community REDACTED-C1', 'nothing']);
  });
});
