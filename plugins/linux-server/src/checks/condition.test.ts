import { expect, test } from 'vitest';
import { contextOver, defaults, gathered, MemoryServer } from '../testing/memory-server.ts';
import { certificates } from './certificates.ts';
import { clock } from './clock.ts';
import { drives } from './drives.ts';
import { kernel } from './kernel.ts';
import { logins } from './logins.ts';
import { raid } from './raid.ts';
import { sockets } from './sockets.ts';
import { support } from './support.ts';
import { timers } from './timers.ts';

type Sections = Parameters<typeof gathered>[0];
const over = (sections: Sections, settings = defaults) => contextOver(new MemoryServer(gathered(sections)), settings);
const now = ['1795820400'];

test('the clock by chrony, ntpd or systemd; without any of them nobody knows', async () => {
  const tracking = 'C0000201,ntp.example.net,3,1795821000.1,0.000412,0.0001,0.0002,1.2,0.0,0.01,0.02,0.003,64.2,Normal';
  expect(await clock(over({ chrony: [tracking] }))).toMatchObject({ state: 'ok', summary: 'chrony keeps the clock, 0.4 ms off' });
  expect(await clock(over({ chrony: [tracking.replace('0.000412', '-7.5')] }))).toMatchObject({ state: 'critical', metrics: [{ name: 'clock.offset', value: 7.5 }] });
  expect(await clock(over({ chrony: [tracking.replace('C0000201', '00000000').replace('Normal', 'Not synchronised')] }))).toMatchObject({ state: 'warning' });
  // Its servers have been gone for a day, and it says what it said before.
  expect(await clock(over({ now: ['1795907400'], chrony: [tracking] }))).toMatchObject({ state: 'warning' });
  expect(await clock(over({ now: ['1795821060'], chrony: [tracking] }))).toMatchObject({ state: 'ok' });
  expect(await clock(over({ ntp: ['leap=11, stratum=16, offset=0.000'] }))).toMatchObject({ state: 'warning' });
  expect(await clock(over({ timedate: ['NTPSynchronized=yes'], timesync: ['       Offset: -1.5ms'] }))).toMatchObject({ state: 'ok', summary: 'systemd keeps the clock, 1.5 ms off' });
  expect(await clock(over({}))).toMatchObject({ state: 'unknown' });
});

test('certificates: days left, chain and name of ports, and what presents none', async () => {
  const settings = { ...defaults, certificates: { ...defaults.certificates, files: ['/etc/a.pem', '/etc/gone.pem'], ports: ['www.example.org:443', '636'] } };
  const found = await certificates(over({
    now,
    'certificate-files': ['= /etc/a.pem', 'subject=C = GB, CN = a.example.org', 'notAfter=Nov 30 23:00:00 2026 GMT', '= /etc/gone.pem', 'not readable'],
    'certificate-ports': ['= www.example.org:443', 'Verify return code: 62 (hostname mismatch)', 'subject=CN=old.example.org', 'notAfter=Nov 27 23:00:00 2027 GMT', '= 636', 'no certificate'],
  }, settings));
  expect(found.items).toMatchObject([
    { name: '/etc/a.pem', state: 'critical', summary: 'a.example.org ends in 3 d' }, { name: '/etc/gone.pem', state: 'unknown' },
    { name: 'www.example.org:443', state: 'warning', summary: 'old.example.org ends in 365 d; not trusted: hostname mismatch' }, { name: '636', state: 'critical' },
  ]);
  expect(await certificates(over({}))).toMatchObject({ state: 'ok', items: [] });
});

test('listening ports: missing, unexpected, and those that only the machine itself reaches; ss and netstat', async () => {
  const settings = { ...defaults, sockets: { expected: ['tcp/22', 'tcp/443'], allowed: '^udp/123$' } };
  const ss = ['tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*', 'tcp LISTEN 0 64 127.0.0.1:5432 0.0.0.0:*', 'udp UNCONN 0 0 [::]:123 [::]:*', 'tcp LISTEN 0 9 *:6379 *:*'];
  const found = await sockets(over({ ss }, settings));
  expect(found.items.map(({ name, state }) => [name, state])).toEqual([['tcp/22', 'ok'], ['tcp/443', 'critical'], ['tcp/6379', 'warning']]);
  const netstat = ['Active Internet connections (only servers)', 'tcp        0      0 0.0.0.0:22     0.0.0.0:*    LISTEN', 'tcp        0      0 :::443    :::*   LISTEN'];
  expect(await sockets(over({ netstat }, settings))).toMatchObject({ state: 'ok', metrics: [{ name: 'sockets.listening', value: 2 }] });
});

test('timers that failed, were not started, were due, or are older than the settings want', async () => {
  const timer = (name: string, more: string): string[] => [`Id=${name}.timer`, 'ActiveState=active', 'SubState=waiting', 'UnitFileState=enabled', 'Result=success', ...more.split('\n'), ''];
  const lines = [
    ...timer('fine', 'LastTriggerUSec=Fri 2026-11-27 21:00:00 UTC\nNextElapseUSecRealtime=Sat 2026-11-28 21:00:00 UTC'),
    ...timer('late', 'LastTriggerUSec=\nNextElapseUSecRealtime=Fri 2026-11-27 20:00:00 UTC'),
    ...timer('off', 'ActiveState=inactive\nSubState=dead'), ...timer('failed', 'Result=resources'),
    ...timer('backup', 'LastTriggerUSec=Mon 2026-11-23 21:00:00 UTC\nNextElapseUSecRealtime=n/a'),
  ];
  const settings = { ...defaults, timers: { ignore: '', maxAge: { backup: 26, gone: 1 } } };
  const found = await timers(over({ now, timers: lines }, settings));
  expect(found.items.map(({ name, state }) => [name, state])).toEqual([
    ['fine.timer', 'ok'], ['late.timer', 'warning'], ['off.timer', 'warning'], ['failed.timer', 'warning'], ['backup.timer', 'critical'], ['gone.timer', 'critical'],
  ]);
});

test('without the time of the machine nothing is said of timers', async () => {
  expect(await timers(over({ now: ['soon'], timers: ['Id=a.timer', 'ActiveState=active', 'LastTriggerUSec=Fri 2026-11-27 21:00:00 UTC'] }))).toMatchObject({ state: 'unknown', items: [] });
});

test('drives: the bit mask of smartctl tells what it could not look at from what fails', async () => {
  const blocks = ['sda\t1000\tWDC WD40', 'vda\t1000\t'];
  const ata = (pending: number): string => JSON.stringify({ model_name: 'WDC WD40', smart_status: { passed: true }, temperature: { current: 38 }, ata_smart_attributes: { table: [{ id: 5, raw: { value: 0 } }, { id: 197, raw: { value: pending } }] } });
  expect(await drives(over({ blocks, smart: ['= /dev/sda 64', ata(0)] }))).toMatchObject({ state: 'ok', summary: '1 drive healthy' });
  expect(await drives(over({ blocks, smart: ['= /dev/sda 0', ata(8)] }))).toMatchObject({ state: 'warning', summary: expect.stringContaining('8 sectors cannot be read') });
  expect(await drives(over({ blocks, smart: ['= /dev/sda 8', '{"smart_status":{"passed":false}}'] }))).toMatchObject({ state: 'critical' });
  expect(await drives(over({ blocks, smart: ['= /dev/sda 2', '{}'] }))).toMatchObject({ state: 'unknown' });
  const lost = '{ "smartctl": { "version": [7, 3], "messages": [{ "string": "/dev/vda: Unable to detect device type", "severity": "error" }], "exit_status": 1 } }';
  expect(await drives(over({ blocks, smart: ['= /dev/vda 1', lost] }))).toMatchObject({ state: 'unknown', summary: expect.stringContaining('status 1: /dev/vda: Unable to detect device type') });
  expect(await drives(over({ blocks, smart: [77, []] }))).toMatchObject({ state: 'unknown', summary: expect.stringContaining('sudo') });
  expect(await drives(over({ blocks: ['vda\t1000\t', 'sda\t9\tQEMU HARDDISK'] }))).toMatchObject({ state: 'ok' });
  expect(await drives(over({ blocks }))).toMatchObject({ state: 'unknown', summary: expect.stringContaining('smartmontools') });
});

test('arrays: a resync is no fault, a missing disk is; pools and volumes', async () => {
  const mdstat = (second: string): string[] => ['Personalities : [raid1]', 'md0 : active raid1 sda1[0] sdb1[1]', second, ''];
  expect(await raid(over({ mdstat: [...mdstat('  10 blocks [2/2] [UU]'), '  [=>..]  check = 12.6% (1/9) finish=2min'] }))).toMatchObject({ state: 'ok', items: [{ summary: 'raid1 whole' }] });
  expect(await raid(over({ mdstat: ['md1 : active raid5 sdc1[2](F) sda1[0] sdb1[1]', '  10 blocks level 5 [3/2] [UU_]', '  [=>...]  recovery = 4.0% (1/9)'] }))).toMatchObject({
    state: 'critical', items: [{ summary: 'raid5 with 2 of 3 disks, failed: sdc1, recovery at 4.0 %' }],
  });
  const found = await raid(over({ zpool: ['tank\tONLINE\t61%'], lvs: ['  vg0/root|-wi-ao----|||', '  vg0/pool|twi-aotz--|96.10|12.00|', '  vg0/m|rwi-a-r-p-|||partial'], vgs: ['  vg0|1'] }));
  expect(found.items.map(({ name, state }) => [name, state])).toEqual([['pool tank', 'ok'], ['volume vg0/root', 'ok'], ['volume vg0/pool', 'critical'], ['volume vg0/m', 'critical'], ['group vg0', 'critical']]);
  expect(await raid(over({}))).toMatchObject({ state: 'ok' });
});

test('the kernel: memory that ran out is critical, a crash a warning, silence is well', async () => {
  const lines = ['1795819000.1 web1 kernel: Out of memory: Killed process 4711 (java)', '1795819001.2 web1 kernel: php[812]: segfault at 0', '4711 EXT4-fs error (device sda1): bad inode'];
  expect(await kernel(over({ kernel: lines }))).toMatchObject({
    state: 'critical', items: [{ name: 'out of memory', summary: '1 line, the last: Out of memory: Killed process 4711 (java)' }, { name: 'disk errors' }, { name: 'programs crashed', state: 'warning' }],
  });
  expect(await kernel(over({ kernel: lines.slice(1, 2) }, { ...defaults, kernel: { window: 60, ignore: 'php' } }))).toMatchObject({ state: 'ok', items: [] });
});

test('logins: from where they are meant to be, and how many were refused', async () => {
  const settings = { ...defaults, logins: { sources: '^192\\.0\\.2\\.', refusedWarning: 100 } };
  const who = ['ann      pts/0        2026-11-27 10:02 (192.0.2.9)', 'root     tty1         2026-11-27 03:14', 'bob pts/2 Nov 27 10:00 (203.0.113.66)'];
  const found = await logins(over({ who, last: ['reboot   system boot  6.1.0  Fri', 'ann      pts/0        192.0.2.9        Fri Nov 27 10:02'], refused: ['1200'] }, settings));
  expect(found).toMatchObject({ state: 'warning', summary: 'bob pts/2 from 203.0.113.66, which is not expected; refused logins 1200 within an hour' });
  expect(await logins(over({ who: [], last: ['ann pts/0 192.0.2.9 Fri'], refused: ['3'] }))).toMatchObject({ state: 'ok', summary: '0 logged in; last: ann from 192.0.2.9' });
});

test('support: by table, by the distribution\'s own word, by the settings', async () => {
  const release = (id: string, version: string, more: readonly string[] = []): Sections => ({ now, 'os-release': [`ID=${id}`, `VERSION_ID="${version}"`, ...more], packages: ['512', '391 9'] });
  expect(await support(over(release('debian', '12')))).toMatchObject({ state: 'ok', summary: expect.stringContaining('supported until 2028-06-30 (as of 2025-10-18)'), metrics: [{ name: 'support.left', value: expect.any(Number) }, { name: 'support.tableAge', value: 405 }, { name: 'packages.installed', value: 512 }] });
  expect(await support(over(release('rocky', '8.10')))).toMatchObject({ state: 'ok', summary: expect.stringContaining('2029-05-31') });
  expect(await support(over(release('alpine', '3.17.3')))).toMatchObject({ state: 'warning', summary: expect.stringContaining('ended on 2024-11-22') });
  expect(await support(over(release('fedora', '42', ['SUPPORT_END=2026-12-02'])))).toMatchObject({ state: 'warning', summary: expect.stringContaining('until 2026-12-02') });
  const bought = { ...defaults, support: { ...defaults.support, ends: { 'centos 7': '2030-01-01' } } };
  expect(await support(over(release('centos', '7'), bought))).toMatchObject({ state: 'ok' });
  expect(await support(over(release('gentoo', '')))).toMatchObject({ state: 'ok', summary: expect.stringContaining('when its support ends is unknown'), metrics: [{ name: 'packages.installed' }] });
  expect((await support(over(release('rhel', '10.1')))).summary).toContain('unknown');
});
