import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { importAmiDialogue, importSnmprec, type Recording } from '@jackfield/sdk/testing';
import { importUnknown } from '../../recordings/index.ts';

export type ImportForm = 'snmp' | 'ami';

/** What a file is, by its ending or its first lines; null when neither tells. */
function formOf(file: string, text: string): ImportForm | null {
  if (file.endsWith('.snmprec') || /^\d+(\.\d+)+\|\d+x?\|/m.test(text.slice(0, 10_000))) return 'snmp';
  return /^[CS]\d*: /m.test(text.slice(0, 10_000)) ? 'ami' : null;
}

/** `NAME@CONTEXT.snmprec` beside `NAME.snmprec`, by context. */
async function contextsOf(file: string): Promise<ReadonlyMap<string, string>> {
  const start = `${basename(file, '.snmprec')}@`;
  const others = (await readdir(dirname(file))).filter((name) => name.startsWith(start) && name.endsWith('.snmprec'));
  return new Map(await Promise.all(others.map(async (name) => [name.slice(start.length, -'.snmprec'.length), await readFile(join(dirname(file), name), 'latin1')] as const)));
}

/** A recording made of a walk or a dialogue that another tool wrote. */
export async function importFile(file: string, as: ImportForm | undefined): Promise<Recording> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw importUnknown(`${file} cannot be read`, { cause, place: { file }, hint: 'Name a file that is there.' });
  });
  const text = bytes.toString('latin1');
  const form = as ?? formOf(file, text);
  if (form === null) throw importUnknown(`${file} is no .snmprec walk and no AMI dialogue`, { place: { file } });
  const name = basename(file, extname(file));
  try {
    return form === 'snmp' ? importSnmprec(name, text, await contextsOf(file)) : importAmiDialogue(name, bytes.toString('utf8'));
  } catch (cause) {
    throw importUnknown(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, place: { file } });
  }
}
