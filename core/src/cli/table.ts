import { fit, plain, width } from './text.ts';

export interface Cell {
  readonly text: string;
  readonly style?: (text: string) => string;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Not made narrower when the table does not fit. */
  readonly firm?: boolean;
}

const gap = '  ';
/** A shrunk column still says something. */
const narrowest = 6;

/**
 * An aligned table that fits the terminal: the widest columns give way first, with … where text is missing. `columns` is
 * the terminal's width; Infinity when the output goes to a file or a pipe.
 */
export function table(
  heads: readonly Column[], rows: readonly (readonly (string | Cell)[])[], columns: number, headStyle: (text: string) => string = (text) => text,
): string {
  const cells = rows.map((row) => row.map((cell): Cell => (typeof cell === 'string' ? { text: plain(cell) } : { ...cell, text: plain(cell.text) })));
  const widths = heads.map((head, index) => Math.max(width(head.title), ...cells.map((row) => width(row[index]?.text ?? ''))));
  for (let excess = total(widths) - columns; excess > 0; excess -= 1) {
    const shrinkable = widths.flatMap((size, index) => (heads[index]?.firm || size <= narrowest ? [] : [{ size, index }]));
    const widest = shrinkable.toSorted((a, b) => b.size - a.size)[0];
    if (!widest) break;
    widths[widest.index] = widest.size - 1;
  }
  const line = (row: readonly Cell[]): string => row
    .map(({ text, style = (same: string) => same }, index) => {
      const size = widths[index] ?? 0;
      const shown = fit(text, size);
      const padding = ' '.repeat(size - width(shown));
      const last = index === heads.length - 1;
      return heads[index]?.align === 'right' ? padding + style(shown) : style(shown) + (last ? '' : padding);
    })
    .join(gap)
    .trimEnd();
  return [line(heads.map((head) => ({ text: head.title, style: headStyle }))), ...cells.map(line)].map((text) => `${text}\n`).join('');
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, size) => sum + size, 0) + gap.length * Math.max(0, widths.length - 1);
}
