import type { Json } from '@jackfield/sdk';
import type { AuditChange } from '../../access/index.ts';
import { isMapping, sameData } from '../../changes/index.ts';
import { credentialsFile, SourceFile, type FileWritten, type KeyEdited } from '../../sites/index.ts';

/** As much as a person reads of one record. */
const mostDetail = 4_000;

const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What of a file is another now, value by value. Of credentials only where: what they refer to may be given in the clear. */
export function writtenText({ file, before, after, changed }: FileWritten): string {
  if (!changed) return `${file}: as it was`;
  const found = differing([], jsonOf(file, before), jsonOf(file, after));
  const lines = found.map(({ path, before: was, after: is }) => (file === credentialsFile ? path.join('.') : `${path.join('.')}: ${shown(was)} → ${shown(is)}`));
  return cut(`${file}: ${lines.length === 0 ? 'only how it is written' : lines.join('; ')}`);
}

/** What a layer says now of its keys. */
export function editedText(layer: string, edited: readonly KeyEdited[]): string {
  return cut(`${layer}: ${edited.map(({ key, before, after }) => `${key}: ${shown(before)} → ${shown(after)}`).join('; ')}`);
}

/** The same as records of the audit have it. */
export const editedChanges = (edited: readonly KeyEdited[]): readonly AuditChange[] => edited.map(({ key, before, after }) => ({ what: key, before: valueText(before), after: valueText(after) }));

export function writtenChanges({ file, before, after, changed }: FileWritten): readonly AuditChange[] {
  if (!changed) return [];
  return differing([], jsonOf(file, before), jsonOf(file, after)).map(({ path, before: was, after: is }) => ({ what: path.join('.'), ...(file === credentialsFile ? secretChange(was, is) : { before: valueText(was), after: valueText(is) }) }));
}

/** What stands in credentials.yaml may be a secret in the clear: that it is another is all that is told. */
const secretChange = (before: Json | undefined, after: Json | undefined): Pick<AuditChange, 'before' | 'after'> => ({ before: before === undefined ? null : 'kept', after: after === undefined ? null : before === undefined ? 'kept' : 'another' });

const valueText = (value: Json | undefined): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value));

const cut = (text: string): string => (text.length <= mostDetail ? text : `${text.slice(0, mostDetail)} …`);

function jsonOf(file: string, text: string | null): Json {
  const value: unknown = text === null ? null : new SourceFile(file, text).value;
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function differing(path: readonly string[], before: Json | undefined, after: Json | undefined): readonly { readonly path: readonly string[]; readonly before: Json | undefined; readonly after: Json | undefined }[] {
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differing([...path, key], Object.hasOwn(before, key) ? before[key] : undefined, Object.hasOwn(after, key) ? after[key] : undefined));
  }
  return before !== undefined && after !== undefined && sameData(before, after) ? [] : [{ path, before, after }];
}
