import { Conflict, contentHash, Unsupported, type ReadingContext, type RemoteFile, type WritingContext } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';
import { checkBaseFile, isGenerated } from './base-file.ts';
import { parseSections, renderSections, type Section } from './config-lines.ts';
import type { OwnFileKind } from './kinds.ts';

/** Jackfield's own file as it stands, and the file that takes it in. */
export interface OwnFile {
  readonly path: string;
  /** Null where nothing was ever written. */
  readonly own: RemoteFile | null;
  readonly base: RemoteFile;
  readonly sections: readonly Section[];
}

const head = [
  '; Written by Jackfield. Do not change it by hand: Jackfield refuses to touch a file that is not as it wrote it.',
  '; What is your own belongs into the file that includes this one.',
];

const textOf = ({ content }: RemoteFile): string => Buffer.from(content).toString('utf8');

/** The people's file: on a FreePBX the one that it does not write itself. */
async function readBase({ ssh, settings: { configuration: { folder } } }: ReadingContext<Settings>, kind: OwnFileKind): Promise<{ readonly name: string; readonly file: RemoteFile }> {
  const { base, custom, name } = kind;
  const file = await ssh.readFile(`${folder}/${base}`);
  if (file === null) {
    throw new Unsupported(`there is no ${folder}/${base}`, { hint: 'Set configuration.folder of the plugin to the folder Asterisk reads (astetcdir of asterisk.conf).' });
  }
  if (!isGenerated(textOf(file))) return { name: base, file };
  if (custom === null) throw new Unsupported(`FreePBX writes ${folder}/${base} itself`, { hint: 'It leaves people no file of their own there: use its interface.' });
  const own = await ssh.readFile(`${folder}/${custom}`);
  if (own === null || isGenerated(textOf(own))) {
    throw new Unsupported(`FreePBX writes ${folder}/${base} itself, and there is no ${custom}`, { hint: `Make ${folder}/${custom} with the line "#tryinclude ${name}".` });
  }
  return { name: custom, file: own };
}

function sectionsOf(own: RemoteFile | null, path: string): readonly Section[] {
  const sections = own === null ? [] : parseSections(textOf(own), head);
  if (sections === null) throw byHand(path);
  return sections;
}

export function byHand(path: string): Conflict {
  return new Conflict(`${path} is not as Jackfield wrote it`, { hint: 'Somebody changed it by hand: move the changes into the file that includes it, or undo them.' });
}

/** Reads both files; throws what keeps the own one from being taken in. `section` is one that the people's file must not have. */
export async function readOwnFile(context: ReadingContext<Settings>, kind: OwnFileKind, section: string | null): Promise<OwnFile> {
  const { ssh, settings: { configuration: { folder } } } = context;
  const path = `${folder}/${kind.name}`;
  const [base, own] = await Promise.all([readBase(context, kind), ssh.readFile(path)]);
  checkBaseFile(textOf(base.file), base.name, folder, kind, section);
  return { path, own, base: base.file, sections: sectionsOf(own, path) };
}

/** What stands in the own file; nothing where there is none. */
export async function ownSections({ ssh, settings: { configuration: { folder } } }: ReadingContext<Settings>, { name }: OwnFileKind): Promise<readonly Section[]> {
  const path = `${folder}/${name}`;
  return sectionsOf(await ssh.readFile(path), path);
}

/** Replaces the own file in one step. It is never removed: a plain #include of a file that is not there would keep Asterisk from reading the base at all. */
export async function writeOwnFile({ ssh }: WritingContext<Settings>, { path, own, base }: OwnFile, sections: readonly Section[]): Promise<void> {
  await ssh.writeFile(path, Buffer.from(renderSections(head, sections)), {
    // Readable by whom the base is readable: Asterisk seldom runs as root.
    mode: own?.mode ?? base.mode, uid: own?.uid ?? base.uid, gid: own?.gid ?? base.gid,
    expect: own === null ? null : contentHash(own.content),
  });
}
