import { basename } from 'node:path/posix';
import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';

/** What backup-appliance's script prints of a folder's room, where the machine knows what df says. */
export function runRoom(df: string, [, usageFile = '']: readonly string[], files: MemoryFiles): ProgramResult {
  return { stdout: `${df}usage\n${files.text(`/var/lib/jackfield/${basename(usageFile)}`) ?? ''}` };
}
