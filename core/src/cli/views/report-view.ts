import type { CommandResult } from '../../api/index.ts';
import { tablesOf } from '../../reports/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export function reportView(report: CommandResult<'report'>, { colours, columns }: Pick<Terminal, 'colours' | 'columns'>): string {
  return tablesOf(report).map(({ title, heads, rows }) => {
    const last = heads.length - 1;
    const shown = rows.length === 0 ? 'Nothing.\n' : table(heads.map((head, at) => ({ title: head.toUpperCase(), firm: at < 2, beneath: head === 'summary' || (at === last && head === 'title') })), rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))), columns, colours.dim);
    return `${colours.bold(title)}\n${shown}`;
  }).join('\n');
}
