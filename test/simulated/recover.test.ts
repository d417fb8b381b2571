import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const lost = '127.0.83.2';
const spare = '127.0.83.3';
const backup = '127.0.83.4';
const alias = '1.3.6.1.2.1.31.1.1.1.18.2';
const contact = '1.3.6.1.2.1.1.4.0';

let folder: string;
let simulators: Simulators;
let host: RealHost;

const aSwitch = (name: string, address: string, serial: string) => ({
  title: name, address,
  snmp: {
    port: 1183, community: 'public', writeCommunity: 'example',
    model: { name, descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', contact: name === 'sw' ? 'it@example.net' : '', ports: [{ name: 'Gi1/0/[1-4]' }], chassis: { model: 'C9300-24T', serial, maker: 'Cisco' } },
  },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-recover-'));
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [
      aSwitch('sw', lost, 'LOST1'), aSwitch('spare', spare, 'SPARE1'),
      {
        title: 'backup', address: backup,
        ssh: {
          port: 2283, users: [{ name: 'jackfield', password: 'example' }],
          machine: {
            linux: { hostname: 'backup', uptime: '9d', hardware: { vendor: 'Dell', model: 'R250', serial: 'BACKUP1' }, memoryMB: { total: 8192, available: 6100 }, disks: [{ device: '/dev/sda1', path: '/srv/backup', sizeMB: 102400, usedMB: 21000 }] },
            restic: { repositories: [{ path: '/srv/backup/all', sizeMB: 400, snapshots: [{ paths: ['/srv/flows'], host: 'sw', ages: ['5h', '29h'] }] }] },
          },
        },
      },
    ],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
});

beforeAll(async () => {
  host = await startRealHost({
    networks: ['127.0.83.0/29'],
    plugins: { 'snmp-switch': { enabled: true, grant: 'write' }, 'backup-appliance': { enabled: true, grant: 'read' } },
    credentials: {
      switches: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'example' } },
      servers: { kind: 'ssh', user: 'jackfield', password: { plain: 'example' } },
    },
    transports: { snmp: { port: 1183, credentials: 'switches', timeoutMs: 300, retries: 0 }, ssh: { port: 2283, credentials: 'servers' } },
    devices: [{ name: 'backup', address: backup, plugins: { 'backup-appliance': { settings: { repositories: [{ path: '/srv/backup/all', passwordFile: '/etc/restic/all' }] } } } }],
  });
  await host.services.discovery.run({});
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const agent = (address: string) => simulators.devices.get(address)?.snmp;
const text = (address: string, oid: string): string => Buffer.from(String(agent(address)?.device.get(oid)?.value ?? '')).toString();

async function jackfield(...words: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = new RecordingTerminal();
  const code = await run([...words, '--config', host.configuration], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

test('a switch that died is replaced by a spare, which gets its configuration by a change; the data to restore is listed', async () => {
  expect((await host.push('Say what hangs there', [{ device: 'sw', resource: 'snmp-switch/port', spec: { port: 'Gi1/0/2', alias: 'Door' } }])).state).toBe('kept');
  await jackfield('history', 'sw', '--take');
  await jackfield('check', 'backup');
  const { faults } = agent(lost) ?? {};
  if (faults !== undefined) faults.silent = true;

  const score = await jackfield('recover', '--site', 'leeds');
  expect(score.output).toMatch(/\nleeds +\d+ % +7 checks\n[\s\S]*100 % +ok +backup +Copies/);
  expect(await jackfield('recover', '--site', 'nowhere')).toMatchObject({ code: 1, errors: expect.stringContaining('Sites: leeds') });

  const ahead = await jackfield('recover', 'sw');
  expect(ahead).toMatchObject({ code: 0, output: expect.stringContaining('Nothing was begun') });
  const begun = await jackfield('recover', 'sw', 'begin', '--onto', 'spare');
  expect(begun.output).toMatch(/^Recovery of sw onto spare: version \d+, last seen .*; begun by \S+, /);
  expect(begun.output).toMatch(/3 {2}open {2}Data \/srv\/flows: newest good copy on backup\n +backup at leeds: copied 5h.* ago\n +restic --repo \/srv\/backup\/all --password-file \/etc\/restic\/all restore \w+ --include \/srv\/flows --target TARGET\n/);

  expect(await jackfield('recover', 'sw', 'plan')).toMatchObject({ code: 1, errors: expect.stringContaining('JF9723') });
  await host.services.discovery.run({});
  const file = join(folder, 'recover.plan.json');
  const planned = await jackfield('recover', 'sw', 'plan', '--out', file);
  expect(planned).toMatchObject({ code: 0, errors: expect.stringContaining(`Written to ${file}.`) });
  expect(text(spare, contact)).toBe('');
  expect((await jackfield('apply', file, '--yes')).output).toMatch(/^change \w+: kept/);
  expect([text(spare, contact), text(spare, alias)]).toEqual(['it@example.net', 'Door']);

  expect(await jackfield('recover', 'sw', 'done', '/srv/flaws')).toMatchObject({ code: 1, errors: expect.stringContaining('JF9722') });
  expect((await jackfield('recover', 'sw', 'done', '/srv/flows')).output).toMatch(/2 {2}done {2}Configuration: version \d+, change \w+ .*\n3 {2}done {2}Data \/srv\/flows: /);
  // By its address: with the configuration it took the name.
  await jackfield('check', spare);
  await vi.waitFor(async () => expect((await jackfield('recover', 'sw')).output).toContain('All is done.'), { timeout: 10_000 });
  expect((await jackfield('audit', '--json')).output).toMatch(/"recovery.done"[\s\S]*"recovery.begin"/);
});
