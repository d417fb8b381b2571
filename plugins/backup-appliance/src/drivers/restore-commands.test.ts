import { expect, test } from 'vitest';
import { repository } from '../testing/memory-appliance.ts';
import type { Copy } from './driver.ts';
import { drivers } from './index.ts';

const copy: Copy = { id: 'spool-2026-05-04', host: 'files', parts: ['spool'], time: Date.UTC(2026, 4, 4, 3), bytes: 1, newBytes: null, kind: '', suspicion: null, seconds: 1, outcome: 'complete' };

test.each([
  ['borg', 'spool', "cd TARGET && BORG_PASSCOMMAND='cat /etc/restic.pass' borg extract /srv/backup/office::spool-2026-05-04"],
  ['bacula', 'docs', 'bconsole -c /etc/restic.pass  # then: restore client=files where=TARGET select current all done'],
  ['proxmox', 'vm/100', 'qmrestore STORAGE:backup/vm/100/2026-05-04T03:00:00Z 100'],
  ['proxmox', 'ct/101', 'pct restore 101 STORAGE:backup/ct/101/2026-05-04T03:00:00Z'],
  ['veeam', "Ann's PC", "Start-VBRRestoreVM -RestorePoint (Get-VBRRestorePoint -Name 'Ann''s PC' | Where-Object Id -eq 'spool-2026-05-04')"],
  ['proxmox', 'host/files', 'proxmox-backup-client restore host/files/2026-05-04T03:00:00Z ARCHIVE TARGET --repository SERVER:tank --ns leeds/prod'],
] as const)('%s gets %s back by a command of its own', (product, object, command) => {
  expect(drivers[product].restoreCommand(product === 'proxmox' ? { ...repository, path: 'tank/leeds/prod' } : repository, copy, object)).toBe(command);
});

test.each([
  ['restic', { host: 'files', parts: ['/etc'] }, 'files'],
  ['bacula', { host: 'files-fd', parts: ['docs'] }, 'files'],
  ['proxmox', { host: '', parts: ['host/files'] }, 'files'],
  ['proxmox', { host: '', parts: ['vm/100'] }, ''],
  ['veeam', { host: '', parts: ['files'] }, 'files'],
] as const)('%s names the machine of %o', (product, of, machine) => {
  expect(drivers[product].machineOf(of)).toBe(machine);
});
