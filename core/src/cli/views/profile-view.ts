import type { BusyFunction } from '../../plugins/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { duration } from '../text.ts';

/** Where the time of a profile went. */
export function profileView(
  { busyMs, seconds, functions }: { readonly busyMs: number; readonly seconds: number; readonly functions: readonly BusyFunction[] }, { colours, columns }: Pick<Terminal, 'colours' | 'columns'>,
): string {
  const head = `busy ${duration(busyMs)} of ${duration(seconds * 1_000)}, ${Math.min(100, busyMs / seconds / 10).toFixed(1)} %\n`;
  if (functions.length === 0) return head;
  return head + table(
    [{ title: 'SELF', align: 'right', firm: true }, { title: '%', align: 'right', firm: true }, { title: 'FUNCTION' }, { title: 'AT' }],
    functions.map(({ selfMs, share, name, place }) => [duration(selfMs), (share * 100).toFixed(1), name, place]), columns, colours.dim,
  );
}
