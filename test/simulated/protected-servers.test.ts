import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const page = new URL('../../plugins/backup-appliance/README.md', import.meta.url);

let folder: string;
let opened: AsyncDisposableStack;
let host: RealHost;

const machine = (hostname: string, address: string, more: object = {}) => ({
  title: hostname, address,
  ssh: {
    port: 2293, users: [{ name: 'jackfield', password: 'example' }],
    machine: { linux: { hostname, uptime: '9d', hardware: { vendor: 'Dell', model: 'R250', serial: address }, memoryMB: { total: 8192, available: 6100 } }, ...more },
  },
});

/** Machines that answer from now on. */
async function connect(...devices: readonly [ReturnType<typeof machine>, ...ReturnType<typeof machine>[]]): Promise<void> {
  const file = join(folder, `${devices[0].title}.yaml`);
  await writeFile(file, stringify({ devices }));
  opened.use(await startSimulators(file));
}

beforeAll(async () => {
  opened = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'jackfield-protected-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const [, example = ''] = /## Every server of a site[\s\S]*?```yaml\n([\s\S]*?)```/.exec(await readFile(page, 'utf8')) ?? [];
  const { devices: [appliance] }: { devices: [{ plugins: object }] } = parse(example);
  const copies = ['/etc', '/srv/shares'].map((path) => ({ paths: [path], host: 'FILES.leeds.example', ages: ['5h', '29h'] }));
  await connect(
    machine('backup', '127.0.93.2', { restic: { repositories: [{ path: '/srv/backup/servers', sizeMB: 400, snapshots: copies }] } }),
    machine('files', '127.0.93.3'),
  );
  host = opened.use(await startRealHost({
    networks: ['127.0.93.0/29'],
    plugins: { 'linux-server': { enabled: true }, 'backup-appliance': { enabled: true } },
    credentials: { servers: { kind: 'ssh', user: 'jackfield', password: { plain: 'example' } } },
    transports: { ssh: { port: 2293, credentials: 'servers' } },
    devices: [{ name: 'backup', address: '127.0.93.2', plugins: appliance.plugins }, { name: 'files', address: '127.0.93.3', labels: { role: 'files' } }],
  }));
});
afterAll(() => opened.disposeAsync());

const items = async () => {
  await host.services.discovery.run({});
  const [status] = await host.services.health.checkNow(host.services.inventory.find('backup')?.id ?? '', { check: 'copies' });
  return Object.fromEntries((status?.items ?? []).map(({ name, state }) => [name, state]));
};

test('every server of the site is to have a copy: one that is new there and has none is critical by itself', { timeout: 60_000 }, async () => {
  expect(await items()).toEqual({ 'files:/etc': 'ok', 'files:/srv/shares': 'ok' });
  await connect(machine('mail', '127.0.93.4'));
  expect(await items()).toEqual({ 'files:/etc': 'ok', 'files:/srv/shares': 'ok', 'mail:/etc': 'critical' });
  const audited = async () => (await host.services.audit.list()).filter(({ action }) => action === 'settings.devices').map(({ detail }) => detail);
  await vi.waitFor(async () => expect(await audited()).toContainEqual(expect.stringMatching(/^backup: plugins\.backup-appliance\.\S+objects\.0 \(sites\/leeds\.yaml:\d+:\d+\) stands for files, mail$/)));
});

test('explain tells for which devices an entry stands, and where it is written', async () => {
  const terminal = new RecordingTerminal();
  const words = ['explain', 'plugins.backup-appliance.settings.repositories', '--site', 'leeds', '--device', 'backup', '--config', host.configuration];
  expect(await run(words, terminal, new AbortController().signal)).toBe(0);
  expect(terminal.output).toMatch(/objects\.0 \(sites\/leeds\.yaml:\d+:\d+\) stands for files, mail\n.*objects\.1 \(sites\/leeds\.yaml:\d+:\d+\) stands for files\n$/);
});
