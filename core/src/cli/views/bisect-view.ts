import type { BisectResult } from '../../diagnosis/index.ts';
import type { Terminal } from '../terminal.ts';
import { count, plain } from '../text.ts';

/** Who is guilty, where it stands, and what to do. */
export function bisectView({ trouble, over, suspects, guilty, trials, complete }: BisectResult, { colours }: Pick<Terminal, 'colours'>): string {
  const lines = [`${colours.bold(plain(trouble))}`, `found in ${count(trials, 'trial')} among ${suspects} ${over}${complete ? '' : colours.yellow('; the trials ran out, there may be more')}`];
  guilty.forEach((set, index) => {
    lines.push('', guilty.length > 1 ? `${index + 1}. guilty${set.length > 1 ? ' together' : ''}:` : `guilty${set.length > 1 ? ' together, none alone' : ''}:`);
    for (const { what, where, remedy } of set) lines.push(`  ${colours.red(plain(what))}${where === '' ? '' : `  ${colours.bold(plain(where))}`}`, `    ${colours.dim('→')} ${plain(remedy)}`);
  });
  return `${lines.join('\n')}\n`;
}
