import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { tokenNotSafe } from './errors.ts';

/** The token in a file that nobody else can read; a coded error for any other. */
export async function readToken(command: Command, file: string | undefined): Promise<string> {
  if (file === undefined) return command.error('--host needs --token-file');
  const place = { place: { file } };
  const found = await stat(file).catch((cause: unknown) => {
    throw tokenNotSafe(`${file} cannot be read`, { ...place, cause });
  });
  if ((found.mode & 0o077) !== 0) throw tokenNotSafe(`${file} can be read by others`, place);
  const token = (await readFile(file, 'utf8')).trim();
  if (!/^jackfield_[\w-]+$/.test(token)) throw tokenNotSafe(`${file} holds no token`, place);
  return token;
}
