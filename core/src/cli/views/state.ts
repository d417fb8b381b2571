import type { Cell } from '../table.ts';
import type { Colours } from '../terminal.ts';

/** A state in its colour, and always in words: colours may be off or not seen. */
export function stateCell(state: string, colours: Colours): Cell {
  const style = { ok: colours.green, warning: colours.yellow, critical: colours.red, unknown: colours.magenta }[state] ?? colours.dim;
  return { text: state, style };
}
