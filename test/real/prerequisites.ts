import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** Debian's package for each program that real machines are made of. */
const packages = {
  snmpd: 'snmpd', snmpget: 'snmp', snmptrap: 'snmp', snmpinform: 'snmp', sshd: 'openssh-server', 'ssh-keygen': 'openssh-client', restic: 'restic', borg: 'borgbackup', openssl: 'openssl', 'bacula-dir': 'bacula-director-sqlite3', 'bacula-sd': 'bacula-sd', 'bacula-fd': 'bacula-fd', bconsole: 'bacula-console', fping: 'fping', ping: 'iputils-ping',
  nft: 'nftables', 'systemd-nspawn': 'systemd-container', upsc: 'nut-client', 'dummy-ups': 'nut-server', vtysh: 'frr', 'ovs-vsctl': 'openvswitch-switch', ethtool: 'ethtool', kamailio: 'kamailio', dnf: 'dnf', zypper: 'zypper', rpmbuild: 'rpm', createrepo_c: 'createrepo-c', sudo: 'sudo', aiosmtpd: 'python3-aiosmtpd',
} as const;

export type Program = keyof typeof packages;

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/lib/nut'];

/** Full path of a program, or null. Daemons live in sbin, which is on few people's path, and those of NUT in a folder of their own. */
export function pathOf(name: Program): string | null {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}

/** Full path of a program that the test has made sure of. */
export function program(name: Program): string {
  const path = pathOf(name);
  if (path === null) throw new Error(`${name} is missing: install Debian's ${packages[name]}`);
  return path;
}

/** `describe`, or a skip with a line that names the Debian packages; JACKFIELD_NO_SKIP makes a skip a failure. */
export function describeWith(programs: readonly Program[], title: string, body: () => void): void {
  const missing = programs.filter((name) => pathOf(name) === null).map((name) => packages[name]);
  if (missing.length > 0) {
    const reason = `${title}: needs Debian's ${missing.join(', ')}`;
    if (process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error(reason);
    process.stderr.write(`skipped: ${reason}\n`);
  }
  describe.skipIf(missing.length > 0)(title, body);
}
