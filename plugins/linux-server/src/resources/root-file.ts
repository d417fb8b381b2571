import { Conflict, contentHash, NotReady, Refused, type RemoteFile, type SshReader, type SshWriter } from '@jackfield/sdk';
import type { Validator } from '../validation.ts';
import { readAsRoot, writeAsRoot } from './root.ts';

/** Longest answer of the script: a file of 1 MiB in base64, in lines. */
const mostBytes = 2 * 1_024 * 1_024;

/** Statuses of the scripts. */
const notPlain = 65;
const contentRefused = 65;
const notAsExpected = 75;

/** Whether it was the login that may not, and root may. */
export function isDenied(error: unknown): boolean {
  return error instanceof Refused && error.data['denied'] === true;
}

/** A file that root alone may read; null when there is none. */
export async function readRootFile(ssh: SshReader, path: string): Promise<RemoteFile | null> {
  const { code, stdout, stderr } = await readAsRoot(ssh, 'readFile', [path], mostBytes);
  if (code === notPlain) throw new Refused(`${path}: ${stderr.trim()}`);
  const [first = '', ...lines] = stdout.split(/\r?\n/);
  if (code === 0 && first === 'absent') return null;
  const [, mode, uid, gid] = /^([0-7]{1,4}) (\d+) (\d+)$/.exec(first) ?? [];
  if (code !== 0 || mode === undefined) throw new NotReady(`reading ${path} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(-300)}`);
  return { content: Buffer.from(lines.join(''), 'base64'), mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid) };
}

/** What a file is to be, and what it has to be before: the content's sum, null for none, undefined for whatever. */
export interface RootFile {
  readonly content: Uint8Array;
  /** Octal digits. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly expect: string | null | undefined;
  readonly validator: Validator;
}

/** Puts a file where root alone may write: its content goes to a file of the login's own, which root takes it from. */
export async function putRootFile(ssh: SshWriter, path: string, { content, mode, uid, gid, expect, validator }: RootFile): Promise<void> {
  const sum = contentHash(content);
  const staged = `/tmp/jackfield-${contentHash(Buffer.from(path)).slice(0, 16)}`;
  await ssh.writeFile(staged, content, { mode: 0o600 });
  try {
    const { code, stderr } = await writeAsRoot(ssh, 'putFile', ['put', path, staged, sum, mode, String(uid), String(gid), expect === undefined ? 'any' : (expect ?? 'absent'), validator]);
    if (code === contentRefused) throw new Refused(`${validator} refuses the new content: ${stderr.trim().slice(0, 500)}`, { hint: 'Nothing was changed.' });
    if (code === notAsExpected) throw new Conflict(`${path} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
    if (code !== 0) throw new NotReady(`writing ${path} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(-300)}`);
  } finally {
    await ssh.removeFile(staged);
  }
}

/** Takes away a file that root alone may take away. */
export async function removeRootFile(ssh: SshWriter, path: string): Promise<void> {
  const { code, stderr } = await writeAsRoot(ssh, 'putFile', ['remove', path]);
  if (code !== 0) throw new NotReady(`removing ${path} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(-300)}`);
}
