import { describe, expect, test } from 'vitest';
import { parseGathering, type Gathering } from '../gathering.ts';
import { gathered } from '../testing/memory-server.ts';
import { readFileSystems } from './file-systems.ts';
import { readIdentity } from './identity.ts';
import { identifyingMacs, readAddresses, readInterfaces } from './interfaces.ts';
import { readPressure } from './pressure.ts';
import { readUpdates } from './updates.ts';

function reading(sections: Parameters<typeof gathered>[0]): Gathering {
  return parseGathering(gathered(sections)) ?? { sections: new Map(), complete: false };
}

describe('what a machine is', () => {
  test('os-release with its quotes, DMI as the maker wrote it', () => {
    const dell = reading({
      'os-release': ['NAME="Red Hat Enterprise Linux"', "VERSION_ID='9.4'", 'ID="rhel"', 'X="a \\"b\\" \\$c"'],
      hostname: ['db1.example.net'],
      dmi: ['sys_vendor=Dell Inc.', 'product_name=PowerEdge R650', 'product_serial=7XK2M93 '],
    });
    expect(readIdentity(dell)).toEqual({ name: 'db1.example.net', vendor: 'Dell Inc.', model: 'PowerEdge R650', serial: '7XK2M93', os: 'Red Hat Enterprise Linux', version: '9.4' });
  });

  test.each([
    'Default string', 'To Be Filled By O.E.M.', 'To be filled by O.E.M.', 'System Serial Number', 'Not Specified', 'None', '0', '0123456789', 'N/A', '........', 'XXXXXXX',
  ])('"%s" is no serial number', (serial) => {
    expect(readIdentity(reading({ dmi: [`product_serial=${serial}`, `product_name=${serial}`] }))).toMatchObject({ serial: null, model: null });
  });

  test('Lenovo has its model in the version, a Raspberry Pi in the device tree', () => {
    const lenovo = reading({ dmi: ['sys_vendor=LENOVO', 'product_name=7Z73CTO1WW', 'product_version=ThinkSystem SR650 V2', 'product_serial=J30ABCDE'] });
    expect(readIdentity(lenovo)).toMatchObject({ model: 'ThinkSystem SR650 V2', serial: 'J30ABCDE' });
    const pi = reading({ dmi: ['device_tree_model=Raspberry Pi 4 Model B Rev 1.4', 'device_tree_serial=10000000abcdef01'] });
    expect(readIdentity(pi)).toMatchObject({ vendor: null, model: 'Raspberry Pi 4 Model B Rev 1.4', serial: '10000000abcdef01' });
  });

  test('a machine that tells nothing is an unnamed Linux', () => {
    expect(readIdentity(reading({ uname: ['Linux'], hostname: ['localhost'] }))).toEqual({ name: null, vendor: null, model: null, serial: null, os: 'Linux', version: null });
  });
});

describe('interfaces', () => {
  const found = readInterfaces(reading({
    interfaces: [
      '1\tlo\tunknown\t0x9\t\t65536\t00:00:00:00:00:00\t772\t\t',
      '2\teno1\tup\t0x1003\t10000\t9000\t3C:EC:EF:01:02:03\t1\tto core\thardware',
      '3\teno2\tdown\t0x1002\t-1\t1500\t3c:ec:ef:01:02:04\t1\t\thardware',
      '4\tdocker0\tlowerlayerdown\t0x1003\t4294967295\t1500\t02:42:aa:bb:cc:dd\t1\t\t',
      'x\tbroken', '',
    ],
  }));

  test('speed in bits, administrative state from IFF_UP, MACs in normal form', () => {
    expect(found.map(({ name, speed, adminStatus, operStatus, mac, alias }) => [name, speed, adminStatus, operStatus, mac, alias])).toEqual([
      ['lo', null, 'up', 'unknown', null, null],
      ['eno1', 10_000_000_000, 'up', 'up', '3c:ec:ef:01:02:03', 'to core'],
      ['eno2', null, 'down', 'down', '3c:ec:ef:01:02:04', null],
      ['docker0', null, 'up', 'lowerLayerDown', '02:42:aa:bb:cc:dd', null],
    ]);
  });

  test('MACs that software made up do not identify a machine', () => {
    expect(identifyingMacs(found)).toEqual(['3c:ec:ef:01:02:03', '3c:ec:ef:01:02:04']);
    expect(identifyingMacs(found.filter(({ isHardware }) => !isHardware))).toEqual([]);
  });

  test('addresses that others can reach, from iproute2 and from busybox', () => {
    const addresses = readAddresses(reading({
      addresses: [
        String.raw`1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever`,
        String.raw`2: eno1    inet 192.0.2.7/24 brd 192.0.2.255 scope global dynamic eno1\       valid_lft 5sec`,
        String.raw`2: eno1    inet6 2001:DB8::7/64 scope global flags 02 \       valid_lft forever`,
        String.raw`2: eno1    inet6 fe80::1/64 scope link \       valid_lft forever`,
        String.raw`3: tun0    inet 10.8.0.2 peer 10.8.0.1/32 scope global tun0\       valid_lft forever`,
      ],
    }));
    expect(addresses).toEqual(['192.0.2.7', '2001:db8::7', '10.8.0.2']);
  });
});

describe('file systems', () => {
  const sections = reading({
    mounts: ['/dev/sda1 / ext4 rw,relatime', String.raw`/dev/sdb1 /srv/two\040words xfs ro,noatime`, '/dev/sdc1 /data ext4 rw', '/dev/sdd1 /data btrfs rw', 'nonsense'],
    df: [
      'Filesystem Type 1024-blocks Used Available Capacity Mounted on', '/dev/sda1 ext4 1000 800 100 89% /',
      'name with blanks xfs 2000 0 2000 0% /srv/two words', '/dev/sdd1 btrfs 4096 1024 3072 25% /data',
    ],
    inodes: ['Filesystem Inodes IUsed IFree IUse% Mounted on', '/dev/sda1 100 50 50 50% /', '/dev/sdd1 0 0 0 - /data'],
  });

  test('blocks kept for root are not available, as df says it', () => {
    expect(readFileSystems(sections.sections)[0]).toMatchObject({ mount: '/', space: { percent: expect.closeTo(88.9, 1), available: 102_400 }, inodes: { percent: 50 } });
  });

  test('names with blanks, file systems without inodes, mounts over mounts', () => {
    expect(readFileSystems(sections.sections).slice(1)).toMatchObject([
      { mount: '/srv/two words', isReadOnly: true, space: { percent: 0 }, inodes: null },
      { mount: '/data', device: '/dev/sdd1', type: 'btrfs', space: { percent: 25 }, inodes: null },
    ]);
  });

  test('negative room is none', () => {
    const full = reading({ mounts: ['/dev/sda1 / ext4 rw'], df: ['/dev/sda1 ext4 1000 1000 -50 105% /'] });
    expect(readFileSystems(full.sections)[0]?.space).toEqual({ percent: 100, available: 0, size: 1_024_000 });
  });
});

test('pressure of the last minute, none on kernels without it', () => {
  const lines = ['cpu some avg10=24.97 avg60=14.88 avg300=9.10 total=217881051', 'io some avg10=0.12 avg60=0.07 avg300=0.01 total=1', 'io full avg10=0 avg60=9 avg300=0 total=1'];
  expect([readPressure(reading({ pressure: lines }), 'cpu'), readPressure(reading({ pressure: lines }), 'io')]).toEqual([14.88, 0.07]);
  expect(readPressure(reading({ pressure: [1, []] }), 'cpu')).toBeNull();
});

describe('updates', () => {
  test('apt: security by origin, new packages are no updates', () => {
    const apt = [
      'Reading package lists...',
      'Inst libssl3 [3.0.11-1~deb12u2] (3.0.15-1~deb12u1 Debian:12.9/stable, Debian-Security:12/stable-security [amd64])',
      'Inst tzdata [2024a-0+deb12u1] (2025a-0+deb12u1 Debian:12.9/stable [all]) []',
      'Inst linux-image-6.1.0-30-amd64 (6.1.124-1 Debian-Security:12/stable-security [amd64])',
      'Inst openssh-server [1:9.6p1-3ubuntu13] (1:9.6p1-3ubuntu13.5 Ubuntu:24.04/noble-updates, Ubuntu:24.04/noble-security [amd64])',
      'Conf libssl3 (3.0.15-1~deb12u1 Debian-Security:12/stable-security [amd64])',
    ];
    expect(readUpdates(reading({ apt, 'cache-age': ['3600'], reboot: ['required', 'linux-image'] }))).toEqual({
      pending: ['libssl3', 'tzdata', 'openssh-server'], security: ['libssl3', 'openssh-server'], cacheAge: 3_600, isRebootNeeded: true,
    });
  });

  test('dnf: status 100 is updates, 0 none, 1 a failure and not "none"', () => {
    const lines = ['', 'kernel.x86_64                5.14.0-503.11.1.el9_5         baseos', 'openssl-libs.x86_64  1:3.2.2-6.el9_5   baseos', 'Obsoleting Packages', 'old.noarch  1-1  appstream'];
    const some = readUpdates(reading({ dnf: [100, lines], 'dnf-security': [100, lines.slice(0, 2)] }));
    expect(some).toMatchObject({ pending: ['kernel', 'openssl-libs'], security: ['kernel'] });
    expect(readUpdates(reading({ dnf: [0, []], 'dnf-security': [0, []] }))).toMatchObject({ pending: [], security: [] });
    expect(readUpdates(reading({ dnf: [1, ['Error: Cache-only enabled but no cache']], 'dnf-security': [1, []] }))).toMatchObject({ pending: null, security: null });
  });

  test('apk and zypper', () => {
    expect(readUpdates(reading({ apk: ['Installed:                                Available:', 'busybox-1.36.1-r15                      < 1.36.1-r20', 'ca-certificates-20240226-r0 < 20241010-r0'] })))
      .toMatchObject({ pending: ['busybox', 'ca-certificates'], security: null });
    const table = ['S | Repository | Name | Current Version | Available Version | Arch', '--+-----------+------+---+---+---', 'v | Update | curl | 8.0 | 8.1 | x86_64'];
    expect(readUpdates(reading({ zypper: table, 'zypper-security': ['Repository | Name | Category', '---+---+---', 'Update | SUSE-2025-1 | security'] })))
      .toMatchObject({ pending: ['curl'], security: ['SUSE-2025-1'] });
  });

  test('a machine without a package manager knows of no updates', () => {
    expect(readUpdates(reading({ reboot: [] }))).toEqual({ pending: null, security: null, cacheAge: null, isRebootNeeded: false });
  });
});
