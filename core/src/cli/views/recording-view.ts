import type { FoundSecret } from '@jackfield/sdk/secrets';
import type { Recording } from '@jackfield/sdk/testing';
import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { count, plain, shortPath } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export interface ScannedFile {
  readonly file: string;
  readonly found: readonly FoundSecret[];
}

function replaced({ secrets, addresses = 0, names = 0, serials = 0 }: NonNullable<Recording['redacted']>): string {
  const parts = [count(secrets, 'secret'), ...(addresses > 0 ? [count(addresses, 'address', 'addresses')] : []), ...(names > 0 ? [count(names, 'name')] : []), ...(serials > 0 ? [count(serials, 'serial')] : [])];
  return `${parts.join(', ')} replaced`;
}

/** What was recorded, call by call. */
export function recordingView({ calls, exchanges, redacted }: CommandResult<'record'>, file: string, { colours, columns }: View): string {
  const rows = calls.map(({ plugin, call, outcome, message }) => [plugin, call, { text: outcome, style: outcome.startsWith('JF') ? colours.yellow : colours.green }, message]);
  const head = `${count(exchanges, 'exchange')} in ${plain(file)}, ${replaced(redacted)}\n`;
  return `${table([{ title: 'PLUGIN' }, { title: 'CALL', firm: true }, { title: 'OUTCOME', firm: true }, { title: 'SAID' }], rows, columns, colours.dim)}\n${head}`;
}

/** What looks like a secret, by file and line. */
export function scanView(files: readonly ScannedFile[], { colours, columns }: View): string {
  const rows = files.flatMap(({ file, found }) => found.map(({ line, kind, why }) => [`${shortPath(file)}:${line}`, { text: kind, style: colours.red }, why]));
  if (rows.length === 0) return `Nothing in ${count(files.length, 'file')} looks like a secret.\n`;
  return table([{ title: 'WHERE', firm: true }, { title: 'KIND', firm: true }, { title: 'WHY' }], rows, columns, colours.dim);
}
