import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env['JACKFIELD_SHARED'] ?? join(import.meta.dirname, '../../../../../../shared'), 'ami');

/** Recorded dialogues with a real Asterisk lie beside the project where there are any. */
export const hasDialogues = existsSync(folder);
if (!hasDialogues) process.stdout.write('skipped: needs recorded dialogues with a real Asterisk, which are not part of the project (JACKFIELD_SHARED names the folder that has them under ami/)\n');

export function dialogueFile(name: string): string {
  return join(folder, name);
}

export function dialogueNames(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.txt'));
}

/** What the server sent on each connection of a dialogue, byte for byte. */
export function serverBytes(name: string): Map<string, Buffer> {
  const connections = new Map<string, string>();
  let last: string | null = null;
  for (const line of readFileSync(dialogueFile(name), 'latin1').match(/[^\n]*\n/g) ?? []) {
    if (line.startsWith('# (no line end here)') && last !== null) connections.set(last, (connections.get(last) ?? '').slice(0, -1));
    const [marks, connection] = /^S(\d*): /.exec(line) ?? [];
    last = connection ?? null;
    if (marks !== undefined && connection !== undefined) connections.set(connection, (connections.get(connection) ?? '') + line.slice(marks.length));
  }
  return new Map([...connections].map(([connection, text]) => [connection, Buffer.from(text, 'latin1')]));
}
