import { NotReady, Unsupported } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, defaults, gathered, MemoryServer } from '../testing/memory-server.ts';
import { disks } from './disks.ts';
import { filled } from './filled.ts';
import { load } from './load.ts';
import { memory } from './memory.ts';
import { services } from './services.ts';
import { updates } from './updates.ts';

type Sections = Parameters<typeof gathered>[0];
const over = (sections: Sections, settings = defaults) => contextOver(new MemoryServer(gathered(sections)), settings);

test('load counts per CPU and names what waits for a disk', async () => {
  const sections: Sections = { loadavg: ['12.00 10.00 4.00 3/500 4711'], cpus: ['2'], stat: ['cpu 1 2 3', 'procs_blocked 7'], pressure: ['cpu some avg10=0 avg60=12.5 avg300=0 total=0'] };
  const found = await load(over(sections));
  expect(found).toMatchObject({ state: 'critical', summary: 'load 10 on 2 CPUs, 7 waiting for a disk' });
  expect(found.metrics).toContainEqual({ name: 'load.perCpu', value: 5 });
  expect(found.metrics).toContainEqual({ name: 'pressure.cpu', value: 12.5 });
  expect(await load(over({ ...sections, cpus: ['16'] }))).toMatchObject({ state: 'ok' });
});

test('memory: caches are available, a full swap is a warning', async () => {
  const lines = ['MemTotal:        8388608 kB', 'MemFree:          100000 kB', 'MemAvailable:    4194304 kB', 'SwapTotal:       1048576 kB', 'SwapFree:         104858 kB'];
  expect(await memory(over({ meminfo: lines }))).toMatchObject({ state: 'warning', summary: '50 % of 8 GiB used, 4 GiB available, swap 90 % used' });
  expect(await memory(over({ meminfo: lines.slice(0, 3) }))).toMatchObject({ state: 'ok', summary: '50 % of 8 GiB used, 4 GiB available, no swap' });
  expect(await memory(over({ meminfo: ['MemTotal: 1000 kB', 'MemFree: 5 kB', 'Buffers: 5 kB', 'Cached: 10 kB'] }))).toMatchObject({ state: 'critical' });
  await expect(memory(over({ meminfo: [1, []] }))).rejects.toBeInstanceOf(Unsupported);
});

const mounts = ['/dev/sda1 / ext4 rw', '/dev/sdb1 /data ext4 ro,errors=remount-ro', 'tmpfs /run tmpfs ro', '/dev/sda1 /var/lib/docker/x overlay rw'];
const df = ['/dev/sda1 ext4 1000 960 40 96% /', '/dev/sdb1 ext4 1000 999 1 100% /data', 'tmpfs tmpfs 1000 0 1000 0% /run', '/dev/sda1 overlay 1000 960 40 96% /var/lib/docker/x'];

test('a full disk is critical, so is one that became read-only; containers are left out', async () => {
  const found = await disks(over({ mounts, df, inodes: ['/dev/sda1 1000 900 100 90% /'] }));
  expect(found.items.map(({ name, state, summary }) => [name, state, summary])).toEqual([
    ['/', 'critical', '96 % used, 40 KiB available, 90 % of the inodes used'],
    ['/data', 'critical', 'read-only, 100 % used, 1 KiB available'],
    ['/run', 'ok', '0 % used, 1000 KiB available'],
  ]);
  expect(found.summary).toContain('/ 96 % used');
});

test('a disk that is meant to be read-only may be full', async () => {
  const settings = { ...defaults, disks: { ...defaults.disks, readOnly: '^/data$', critical: 99, warning: 98 } };
  expect(await disks(over({ mounts, df }, settings))).toMatchObject({ state: 'ok', summary: '3 disks with room' });
});

test('a full disk is told with what fills it, and for an hour the machine is not asked again', async () => {
  const context = over({ mounts, df, filled: ['/\t500\t/var/log/app.log', '/\t300\t/srv/a b', '/\t200\t/home/ann', 'no such line'] });
  expect((await disks(context)).items[0]?.summary).toBe('96 % used, 40 KiB available, /var/log/app.log has 500 KiB, /srv/a b has 300 KiB');
  expect(filled.isWanted(context.device.id)).toBe(false);
  expect((await disks(over({ mounts, df }))).items[0]?.summary).toContain('/var/log/app.log has 500 KiB');
  expect((await disks(over({ mounts: [...mounts, '/dev/sdc1 /new ext4 rw'], df: [...df, '/dev/sdc1 ext4 1000 990 10 99% /new'] }))).state).toBe('critical');
  expect(filled.isWanted(context.device.id)).toBe(true);
});

test('a df that hangs is no full disk', async () => {
  await expect(disks(over({ mounts, df: [124, []], inodes: [124, []] }))).rejects.toBeInstanceOf(NotReady);
  const one = await disks(over({ mounts, df: [124, df.slice(0, 1)] }));
  expect(one.items.map(({ state }) => state)).toEqual(['critical', 'unknown', 'unknown']);
});

test('failed units are named; the watched ones are critical', async () => {
  const sections: Sections = { systemd: [1, ['degraded']], failed: ['nginx.service loaded failed failed A high performance web server', '● -.mount loaded failed failed Root', 'motd-news.service loaded failed failed x'] };
  expect(await services(over(sections))).toMatchObject({ state: 'warning', summary: 'nginx.service, -.mount, motd-news.service failed' });
  const settings = { ...defaults, services: { ...defaults.services, watch: '^nginx', ignore: 'motd' } };
  const found = await services(over(sections, settings));
  expect(found.items.map(({ name, state }) => [name, state])).toEqual([['nginx.service', 'critical'], ['-.mount', 'warning']]);
  expect(await services(over({ systemd: ['running'], failed: [] }))).toMatchObject({ state: 'ok', summary: 'no service failed, systemd is running' });
});

test('a wanted service that does not run is critical, and told once when it failed', async () => {
  const settings = { ...defaults, services: { ...defaults.services, wanted: ['ssh', 'nginx', 'backup.timer'] } };
  const units = ['ssh.service loaded active running OpenBSD Secure Shell server', '● nginx.service loaded inactive dead nginx', 'backup.timer loaded active waiting Backup'];
  expect(await services(over({ systemd: ['running'], failed: [], units }, settings))).toMatchObject({ state: 'critical', summary: 'nginx does not run' });
  const failed = ['nginx.service loaded failed failed nginx'];
  expect((await services(over({ systemd: ['degraded'], failed, units }, settings))).items).toEqual([{ name: 'nginx.service', state: 'critical', summary: 'failed' }]);
  const openrc = { openrc: [], 'openrc-all': [' sshd      [  started  ]', ' nginx     [  stopped  ]', ' ssh.x [ started ]'] };
  expect((await services(over(openrc, settings))).items.map(({ name }) => name)).toEqual(['ssh', 'nginx', 'backup.timer']);
});

test('a service manager that does not answer is unknown, none at all unsupported', async () => {
  expect(await services(over({ systemd: [124, []], failed: [124, []] }))).toMatchObject({ state: 'unknown' });
  expect(await services(over({ systemd: [1, ['offline']], failed: [] }))).toMatchObject({ state: 'unknown' });
  expect(await services(over({ systemd: [1, ['maintenance']], failed: [] }))).toMatchObject({ state: 'critical' });
  await expect(services(over({}))).rejects.toBeInstanceOf(Unsupported);
});

test('OpenRC tells crashed services', async () => {
  expect(await services(over({ openrc: [' sshd                                          [  crashed  ]'] }))).toMatchObject({ state: 'warning', summary: 'sshd failed' });
  expect(await services(over({ openrc: [1, []] }))).toMatchObject({ state: 'ok' });
});

const apt = ['Inst curl [7.88] (7.88.1 Debian-Security:12/stable-security [amd64])', 'Inst vim [9.0] (9.1 Debian:12.9/stable [amd64])'];

test('security updates are a warning, others only counted', async () => {
  const found = await updates(over({ apt, 'cache-age': ['600'], reboot: [] }));
  expect(found).toMatchObject({ state: 'warning', summary: '1 security updates wait: curl' });
  expect(found.metrics).toEqual([{ name: 'updates.pending', value: 2 }, { name: 'updates.security', value: 1 }, { name: 'updates.cacheAge', value: 600 }]);
  expect(await updates(over({ apt: apt.slice(1), 'cache-age': ['600'], reboot: [] }))).toMatchObject({ state: 'ok', summary: '1 updates wait, 0 of them for security' });
});

test('old or missing package lists are unknown, not up to date', async () => {
  expect(await updates(over({ apt: [], 'cache-age': ['900000'] }))).toMatchObject({ state: 'unknown', summary: 'package lists fetched 10 d ago' });
  expect(await updates(over({ apt: [], 'cache-age': [127, []] }))).toMatchObject({ state: 'unknown' });
  expect(await updates(over({ dnf: [1, []], 'cache-age': ['5'] }))).toMatchObject({ state: 'unknown', summary: 'updates could not be determined' });
});

test('a restart that is due is a warning, unless the site says otherwise', async () => {
  const sections: Sections = { apk: [], 'cache-age': ['5'], reboot: ['required', 'linux-lts'] };
  expect(await updates(over(sections))).toMatchObject({ state: 'warning', summary: 'restart needed' });
  expect(await updates(over(sections, { ...defaults, updates: { ...defaults.updates, reboot: 'ok' } }))).toMatchObject({ state: 'ok' });
});
