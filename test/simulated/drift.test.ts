import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const address = '127.0.82.2';
const alias = '1.3.6.1.2.1.31.1.1.1.18.2';
const contact = '1.3.6.1.2.1.1.4.0';

let folder: string;
let simulators: Simulators;
let host: RealHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-drift-'));
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{
      title: 'switch', address,
      snmp: { port: 1182, community: 'public', writeCommunity: 'example', model: { name: 'sw', descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', contact: 'it@example.net', ports: [{ name: 'Gi1/0/[1-4]' }] } },
    }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
  host = await startRealHost({
    networks: ['127.0.82.0/30'],
    plugins: { 'snmp-switch': { enabled: true, grant: 'write' } },
    credentials: { switches: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'example' } } },
    transports: { snmp: { port: 1182, credentials: 'switches', timeoutMs: 300, retries: 0 } },
  });
  await host.services.discovery.run({});
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const agent = () => simulators.devices.get(address)?.snmp;
const text = (oid: string): string => Buffer.from(String(agent()?.device.get(oid)?.value ?? '')).toString();
/** Somebody sets it on the switch itself. */
const meddle = (oid: string, value: string): void => agent()?.device.set(oid, { type: 'OctetString', value: Buffer.from(value) });

async function jackfield(...words: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = new RecordingTerminal();
  const code = await run([...words, '--config', host.configuration], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}
const openIncidents = async () => (await host.services.health.incidents({ status: 'open' })).filter(({ check }) => check.startsWith('drift '));

test('what is changed behind the host\'s back is seen, has an incident, and is pushed again', async () => {
  expect(await jackfield('drift')).toMatchObject({ code: 0, output: 'Nothing was pushed there that is still to hold.\n' });
  const change = await host.push('Say what hangs there', [{ device: 'sw', resource: 'snmp-switch/port', spec: { port: 'Gi1/0/2', alias: 'Door' } }]);
  expect(change.state).toBe('kept');
  // Compared by itself after the change.
  await vi.waitFor(async () => expect((await jackfield('drift', '--json')).output).toContain('"state": "equal"'), { timeout: 10_000 });
  expect((await jackfield('drift')).output).toMatch(/^STATE .*LAST EQUAL.*\nequal +sw +snmp-switch\/port Gi1\/0\/2 +ann \(/);

  meddle(alias, 'Somebody was here');
  const seen = await jackfield('drift', 'sw', '--check');
  expect(seen.code).toBe(1);
  expect(seen.output).toMatch(/drifting +sw[\s\S]* {2}- alias: Somebody was here\n {2}\+ alias: Door\n/);
  expect(seen.output).toContain('1 resource drifts.');
  expect(await openIncidents()).toMatchObject([{ plugin: 'jackfield', check: 'drift snmp-switch/port Gi1/0/2', state: 'warning', summary: `snmp-switch/port Gi1/0/2 is not what change ${change.id} of ann pushed: alias` }]);
  expect((await jackfield('incidents')).output).toContain('is not what change');

  const file = join(folder, 'again.plan.json');
  const replanned = await jackfield('drift', 'replan', '--out', file);
  expect(replanned).toMatchObject({ code: 0, errors: `Written to ${file}. Apply it with \`jackfield apply ${file}\`.\n` });
  expect((await jackfield('apply', file, '--yes')).output).toMatch(/^change \w+: kept/);
  expect(text(alias)).toBe('Door');
  await vi.waitFor(async () => expect(await openIncidents()).toEqual([]), { timeout: 10_000 });
  expect((await jackfield('drift')).code).toBe(0);
});

test('what is there is accepted, by a person and in the audit', async () => {
  meddle(alias, 'Better than before');
  expect((await jackfield('drift', '--check', '--site', 'leeds')).code).toBe(1);
  const accepted = await jackfield('drift', 'accept', 'sw', '--resource', 'snmp-switch/port');
  expect(accepted).toMatchObject({ code: 0, output: expect.stringMatching(/^sw snmp-switch\/port Gi1\/0\/2 is accepted as it is, by \S+\.\n$/) });
  expect(await openIncidents()).toEqual([]);
  expect((await jackfield('drift', '--check')).output).toMatch(/equal +sw +snmp-switch\/port Gi1\/0\/2 +\S+, accepted/);
  expect((await jackfield('audit', '--json')).output).toContain('"action": "drift.accept"');
  expect(await jackfield('drift', 'accept', 'sw')).toMatchObject({ code: 1, errors: expect.stringContaining('JF9701') });
});

test('a switch that does not answer is unknown, and no incident says that it drifts', async () => {
  const { faults } = agent() ?? {};
  if (faults !== undefined) faults.silent = true;
  const unknown = await jackfield('drift', '--check');
  if (faults !== undefined) faults.silent = false;
  expect(unknown.code).toBe(1);
  expect(unknown.output).toMatch(/unknown +sw[\s\S]*sw snmp-switch\/port Gi1\/0\/2: not known: .*\(JF0001\)\n/);
  expect(await openIncidents()).toEqual([]);
});

test('three versions of a configuration, what differs, and a plan back', async () => {
  const taken = async (): Promise<unknown> => JSON.parse((await jackfield('history', 'sw', '--take', '--json')).output);
  const first = await taken();
  expect(first).toMatchObject({ deviceName: 'sw' });
  const before = await host.services.history.versions('sw');
  const start = before[0]?.version ?? 0;
  meddle(contact, 'second@example.net');
  expect(await taken()).toMatchObject({ taken: { fresh: true, version: { version: start + 1, cause: 'request', changed: ['snmp-switch/system'] } } });
  expect((await jackfield('history', 'sw', '--take')).output).toMatch(new RegExp(`^As in version ${start + 1}: no new one\\.\\n`));
  meddle(contact, 'third@example.net');
  meddle(alias, 'Third');
  expect(await taken()).toMatchObject({ taken: { fresh: true, version: { version: start + 2 } } });

  const listed = await jackfield('history', 'sw');
  expect(listed.output).toMatch(new RegExp(`^VERSION +TAKEN.*\\n +${start + 2} .*request .*snmp-switch/port Gi1/0/2, snmp-switch/system\\n +${start + 1} `));
  const diff = await jackfield('history', 'sw', 'diff', String(start), String(start + 2));
  expect(diff).toMatchObject({ code: 0, output: expect.stringContaining('  - contact: it@example.net\n  + contact: third@example.net\n') });
  expect((await jackfield('history', 'sw', 'show', String(start + 1))).output).toContain('  + contact: second@example.net\n');
  expect(await jackfield('history', 'sw', 'show', '99')).toMatchObject({ code: 1, errors: expect.stringContaining('JF9710 sw has no version 99') });
  expect(await jackfield('history', 'sw', 'diff', '1')).toMatchObject({ code: 2 });

  const file = join(folder, 'back.plan.json');
  expect(await jackfield('history', 'sw', 'restore', String(start), '--out', file)).toMatchObject({ code: 0 });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ title: expect.stringContaining(`Restore sw to version ${start} of `), steps: [{ resource: 'port' }, { resource: 'system' }] });
  expect((await jackfield('apply', file, '--yes')).output).toMatch(/^change \w+: kept/);
  expect([text(contact), text(alias)]).toEqual(['it@example.net', 'Better than before']);
  // The change has a version of its own, the same configuration as the one it went back to.
  await vi.waitFor(async () => {
    const [latest] = await host.services.history.versions('sw');
    expect(latest).toMatchObject({ version: start + 3, cause: 'change', hash: before[0]?.hash });
  }, { timeout: 10_000 });
});
