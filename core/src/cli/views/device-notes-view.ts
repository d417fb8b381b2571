import type { CommandResult } from '../../api/index.ts';
import type { Terminal } from '../terminal.ts';
import { ago, plain } from '../text.ts';

export function deviceNotesView(notes: CommandResult<'device-notes'>, { colours }: Pick<Terminal, 'colours'>, now: number): string {
  if (notes.length === 0) return 'Nobody wrote a note.\n';
  return notes.map(({ id, text, author, madeAt, editedBy, editedAt }) =>
    `${text.split('\n').map((line) => `${plain(line)}\n`).join('')}${colours.dim(`  ${id.slice(0, 8)}  ${plain(author)}, ${ago(madeAt, now)}${editedAt === null ? '' : `; written anew by ${plain(editedBy ?? author)}, ${ago(editedAt, now)}`}\n`)}`).join('\n');
}
