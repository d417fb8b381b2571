import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contextOver, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { roomOfFolder } from './room-of-folder.ts';

const df = '     1B-blocks        Avail   Inodes    IFree\n1000000000000 600000000000 16777216 12582912\n';
const look = (stdout: string, code = 0) => roomOfFolder(contextOver(new MemoryAppliance(() => output(stdout, code, 'df: /srv/backup/office: No such file or directory'))), repository);

test('room and inodes are what df says, the samples those of the folder', async () => {
  const usage = JSON.stringify({ [repository.path]: [{ at: '2026-11-20T03:12:00Z', usedBytes: 12 }], '/srv/other': [] });
  expect(await look(`${df}usage\n${usage}`)).toEqual({ totalBytes: 1e12, freeBytes: 6e11, inodesUsed: 25, samples: [{ at: Date.UTC(2026, 10, 20, 3, 12), usedBytes: 12 }] });
  expect(await look(`${df}usage\n`)).toEqual({ totalBytes: 1e12, freeBytes: 6e11, inodesUsed: 25 });
  await expect(look('', 1)).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('No such file') });
});

test('the script reads usage files of one folder alone, whatever it is told', () => {
  const said = execFileSync('sh', [join(import.meta.dirname, '../../scripts/room.sh'), '/', '../../etc/passwd'], { encoding: 'utf8' });
  expect(said).toMatch(/\d+\s+\d+\s+\d+\s+\d+\s*\nusage\n$/);
});
