import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestHost } from '@jackfield/core/testing';
import { scanRecording, startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { freeTcpPort } from '../real/daemon.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const address = '127.0.85.2';
const secret = 'orchard-gate-9';
const phone = 'Tulip-garden-42';
const directory = resolve(import.meta.dirname, '../../plugins/asterisk');

let folder: string;
let simulators: Simulators;
let host: RealHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-record-'));
  const [ami, ssh] = [await freeTcpPort(address), await freeTcpPort(address)];
  const pjsip = `[transport-udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[1001]\ntype=endpoint\naors=1001\nauth=1001\n[1001]\ntype=aor\nmax_contacts=1\n[1001]\ntype=auth\nusername=1001\npassword=${secret}\n#tryinclude pjsip_jackfield.conf\n`;
  const users = [{ name: 'jackfield', secret, password: secret }];
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{
      address, files: { '/etc/asterisk/pjsip.conf': pjsip },
      ami: { port: ami, asterisk: { systemName: 'pbx', users: users.map(({ name }) => ({ name, secret })) } },
      ssh: { port: ssh, users: users.map(({ name, password }) => ({ name, password })) },
    }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
  host = await startRealHost({
    networks: ['127.0.85.0/30'], plugins: { asterisk: { enabled: true, grant: 'write' } },
    credentials: { pbx: { kind: 'ami', user: 'jackfield', secret: { plain: secret } }, shell: { kind: 'ssh', user: 'jackfield', password: { plain: secret } } },
    transports: { ami: { port: ami, credentials: 'pbx' }, ssh: { port: ssh, credentials: 'shell' } },
  });
  await host.services.discovery.run({});
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function record(...words: readonly string[]): Promise<{ readonly code: number; readonly terminal: RecordingTerminal }> {
  const terminal = new RecordingTerminal({ live: true });
  return { code: await run(['record', ...words, '--config', host.configuration], terminal, new AbortController().signal), terminal };
}

test('a PBX is recorded with what was pushed to it, and replayed word by word; its secrets stay behind', async () => {
  const change = await host.push('A phone', [{ device: 'pbx', resource: 'asterisk/endpoint', spec: { name: '2001', password: phone, context: 'internal', codecs: ['alaw'] } }]);
  expect(change.state).toBe('kept');
  const file = join(folder, 'pbx.yaml');
  const { code, terminal } = await record('pbx', '--out', file);
  expect({ code, output: terminal.output }).toMatchObject({ code: 0, output: expect.stringMatching(/asterisk +check endpoints +\w+[\s\S]*asterisk +read endpoint +done[\s\S]*exchanges in .*pbx\.yaml, \d+ secrets? replaced/) });
  expect(terminal.errors).toContain('pbx fingerprint');

  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(new RegExp(`${secret}|${phone}`));
  expect(scanRecording(text)).toEqual([]);
  await using replay = await createTestHost({ directory, devices: { pbx: { recording: file } } });
  const said = host.services.health.statuses();
  for (const { check } of said) {
    const { state, summary } = await replay.check(check, 'pbx');
    expect(terminal.output).toMatch(new RegExp(`check ${check} +${state} +${summary.replaceAll(/[.*+?^$(){}|[\]\\]/g, String.raw`\$&`)}`));
  }
  // Read because it was pushed before: as the device has it, but for its password.
  const state = JSON.stringify(await replay.read('endpoint', 'pbx', change.steps[0]?.key ?? {}));
  expect(state).toContain('alaw');
  expect(state).toContain('REDACTED-');
});

test('who recorded what is in the audit; what cannot be recorded says why', async () => {
  await record('pbx');
  expect(await host.services.audit.list()).toContainEqual(expect.objectContaining({ action: 'device.record', detail: 'pbx', outcome: 'done' }));
  expect(await record('nobody')).toMatchObject({ code: 1, terminal: { errors: expect.stringContaining('nobody') } });
  expect(await record('pbx', '--plugin', 'snmp-switch')).toMatchObject({ code: 1, terminal: { errors: expect.stringContaining('JF9303') } });
  expect(await record('pbx', '--read', 'endpoint')).toMatchObject({ code: 1, terminal: { errors: expect.stringContaining('JF9304') } });
});

test('a device that is gone is recorded as gone', async () => {
  await simulators[Symbol.asyncDispose]();
  const { code, terminal } = await record('pbx');
  expect(code).toBe(0);
  expect(terminal.output).toMatch(/fails:\n\s+outcome: Unreachable/);
  expect(terminal.errors).toMatch(/check core +JF0001/);
});
