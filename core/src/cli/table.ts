import { fit, plain, width, wrapped } from './text.ts';

export interface Cell {
  readonly text: string;
  readonly style?: (text: string) => string;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Not made narrower when the table does not fit. */
  readonly firm?: boolean;
  /** Gives way before the others, and is left out when that is not enough: those with the highest number first. */
  readonly spare?: number;
  /** What the row is about: where it does not fit it stands beneath its row, whole. */
  readonly beneath?: boolean;
}

const gap = '  ';
/** A shrunk column still says something; one that can be spared says more or goes. */
const narrowest = 6;
const narrowestSpare = 10;

interface Sized extends Column {
  readonly index: number;
  size: number;
}

/**
 * An aligned table that fits the terminal: what can be spared gives way first, then the widest columns, with … where text
 * is missing. `columns` is the terminal's width; Infinity when the output goes to a file or a pipe.
 */
export function table(
  heads: readonly Column[], rows: readonly (readonly (string | Cell)[])[], columns: number, headStyle: (text: string) => string = (text) => text,
): string {
  const cells = rows.map((row) => row.map((cell): Cell => (typeof cell === 'string' ? { text: plain(cell) } : { ...cell, text: plain(cell.text) })));
  const all = heads.map((head, index): Sized => ({ ...head, index, size: Math.max(width(head.title), ...cells.map((row) => width(row[index]?.text ?? ''))) }));
  const lowered = total(all) > columns ? all.filter(({ beneath }) => beneath) : [];
  const shown = fitted(all.filter((column) => !lowered.includes(column)), columns);
  const line = (row: readonly Cell[]): string => shown
    .map(({ index, size, align }, at) => {
      const { text = '', style = (same: string) => same } = row[index] ?? {};
      const fitting = fit(text, size);
      const padding = ' '.repeat(size - width(fitting));
      return align === 'right' ? padding + style(fitting) : style(fitting) + (at === shown.length - 1 ? '' : padding);
    })
    .join(gap)
    .trimEnd();
  const under = (row: readonly Cell[]): string[] => lowered.flatMap(({ index }) => {
    const { text = '', style = (same: string) => same } = row[index] ?? {};
    return text === '' ? [] : wrapped(text, Math.max(narrowestSpare, columns - gap.length)).map((part) => gap + style(part));
  });
  const lines = [line(heads.map((head) => ({ text: head.title, style: headStyle }))), ...cells.flatMap((row) => [line(row), ...under(row)])];
  return lines.map((text) => `${text}\n`).join('');
}

/** The columns that are shown, as wide as there is room. */
function fitted(all: readonly Sized[], columns: number): Sized[] {
  const least = ({ size, spare }: Sized): number => (spare === undefined ? size : Math.min(size, narrowestSpare));
  let shown = [...all];
  while (total(shown.map((column) => ({ size: least(column) }))) > columns) {
    const [sparest] = shown.filter(({ spare }) => spare !== undefined).toSorted((a, b) => (b.spare ?? 0) - (a.spare ?? 0));
    if (sparest === undefined) break;
    shown = shown.filter((column) => column !== sparest);
  }
  const shrink = (which: (column: Sized) => boolean, smallest: number): void => {
    for (let excess = total(shown) - columns; excess > 0; excess -= 1) {
      const [widest] = shown.filter((column) => which(column) && column.size > smallest).toSorted((a, b) => b.size - a.size);
      if (widest === undefined) break;
      widest.size -= 1;
    }
  };
  shrink(({ spare }) => spare !== undefined, narrowestSpare);
  shrink(({ firm }) => firm !== true, narrowest);
  return shown;
}

function total(columns: readonly { readonly size: number }[]): number {
  return columns.reduce((sum, { size }) => sum + size, 0) + gap.length * Math.max(0, columns.length - 1);
}
