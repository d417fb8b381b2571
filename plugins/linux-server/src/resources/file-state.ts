import { contentHash, Conflict, Refused, SettingsInvalid, type SshReader, type SshWriter, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import type { file as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { validatorOf } from '../validation.ts';
import { requireUnedited } from './edited.ts';
import { isDenied, putRootFile, readRootFile, removeRootFile, type RootFile } from './root-file.ts';

/** What a person says of a file. */
export type FileSpec = z.output<typeof schema>;

/** All that is put back: content to the byte, permission bits, owner and group by number. */
export type FileState =
  | { readonly exists: false }
  | {
      readonly exists: true;
      readonly encoding: 'utf8' | 'base64';
      readonly content: string;
      /** Four octal digits. */
      readonly mode: string;
      readonly uid: number;
      readonly gid: number;
    };

/** Files of secrets: reading them for a diff would carry them to every screen and log that shows it. */
const secret = /^\/etc\/((g?shadow|opasswd)[^/]*|security\/opasswd|ssh\/ssh_host_[^/]*_key|ssl\/private\/.*|krb5\.keytab|NetworkManager\/system-connections\/.*)$|\/\.ssh\/(id_[^/.]+|identity)$|\/\.(netrc|pgpass|my\.cnf)$/;

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function encode(content: Uint8Array): Pick<FileState & { exists: true }, 'encoding' | 'content'> {
  const bytes = Buffer.from(content);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { encoding: 'utf8', content: text } : { encoding: 'base64', content: bytes.toString('base64') };
}

function bytesOf(state: FileState & { exists: true }): Buffer {
  return Buffer.from(state.content, state.encoding);
}

async function look(ssh: SshReader, path: string): Promise<FileState> {
  const found = await ssh.readFile(path).catch((error: unknown) => {
    if (isDenied(error)) return readRootFile(ssh, path);
    throw error;
  });
  if (found === null) return { exists: false };
  return { exists: true, ...encode(found.content), mode: octal(found.mode), uid: found.uid, gid: found.gid };
}

export function isSame(one: FileState, other: FileState): boolean {
  if (!one.exists || !other.exists) return one.exists === other.exists;
  return bytesOf(one).equals(bytesOf(other)) && one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}

/** `expect`: the state the file must still have; its content is compared once more just before it is replaced. */
export async function replace({ ssh, settings }: WritingContext<Settings>, path: string, wanted: FileState, expect: FileState | null): Promise<void> {
  const now = await look(ssh, path);
  if (isSame(now, wanted)) return;
  if (expect !== null && !isSame(now, expect)) throw new Conflict(`${path} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
  if (expect !== null) await requireUnedited(ssh, path);
  const file = wanted.exists ? { mode: wanted.mode, uid: wanted.uid, gid: wanted.gid, ...writing(settings, path, wanted, expect) } : null;
  try {
    await (file === null ? ssh.removeFile(path) : writeFile(ssh, path, file));
  } catch (error) {
    if (!isDenied(error)) throw error;
    await (file === null ? removeRootFile(ssh, path) : putRootFile(ssh, path, file));
  }
}

function writeFile(ssh: SshWriter, path: string, { content, mode, uid, gid, validator, expect }: RootFile): Promise<void> {
  return ssh.writeFile(path, content, {
    mode: Number.parseInt(mode, 8), uid, gid, ...(validator === 'none' ? {} : { validate: validator }), ...(expect === undefined ? {} : { expect }),
  });
}

function writing(settings: Settings, path: string, wanted: FileState & { exists: true }, expect: FileState | null): Pick<RootFile, 'content' | 'expect' | 'validator'> {
  const content = bytesOf(wanted);
  return {
    content,
    // What is put back was in force before: it is not for a validation to keep it out.
    validator: expect === null ? 'none' : validatorOf(path, content, settings.file),
    expect: expect === null ? undefined : expect.exists ? contentHash(bytesOf(expect)) : null,
  };
}

/** The state of a file that may be managed: no secret, no link. */
export async function readFileState(ssh: SshReader, path: string): Promise<FileState> {
  if (secret.test(path)) throw new Refused(`${path} holds secrets, which a plan would show`, { hint: 'Such files are not managed as plain files.' });
  // Replacing by rename would make a plain file of a link, and could not put the link back.
  const link = await ssh.exec('linkTarget', { path });
  if (link.code === 0 && link.stdout.trim() !== '') {
    throw new Refused(`${path} is a symbolic link to ${link.stdout.trim()}`, { hint: 'Name the file it leads to.' });
  }
  return look(ssh, path);
}

/** What the file is to be, from what it is and the spec. */
export function plannedFile(current: FileState, spec: FileSpec): FileState {
  if (!spec.exists) {
    if (spec.content !== undefined) throw new SettingsInvalid(`${spec.path} is to be removed and has a content`, { hint: 'Leave out the content, or "exists: false".' });
    return { exists: false };
  }
  const encoded = spec.content === undefined ? null : Buffer.from(spec.content, spec.encoding);
  if (encoded === null && !current.exists) throw new SettingsInvalid(`${spec.path} does not exist and needs a content`);
  if (encoded !== null && spec.encoding === 'base64' && encoded.toString('base64').replace(/=+$/, '') !== spec.content?.replace(/=+$/, '')) {
    throw new SettingsInvalid(`the content of ${spec.path} is not base64`);
  }
  const before = current.exists ? current : { mode: '0644', uid: 0, gid: 0 };
  const content = encoded === null ? null : encode(encoded);
  return {
    exists: true,
    ...(content ?? (current.exists ? { encoding: current.encoding, content: current.content } : { encoding: 'utf8', content: '' })),
    mode: spec.mode === undefined ? before.mode : spec.mode.padStart(4, '0'),
    uid: spec.uid ?? before.uid,
    gid: spec.gid ?? before.gid,
  };
}
