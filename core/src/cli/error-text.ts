import type { ErrorReport } from '../api/index.ts';
import type { Colours } from './terminal.ts';
import { plain } from './text.ts';

type OneError = Omit<ErrorReport, 'more'>;

/**
 * Code, place, message, and what to do next:
 *
 *     JF1011 sites/leeds.yaml:14:5 10.1.0.0/16 overlaps 10.1.4.0/24 of york
 *       → next: An address belongs to one site: make the networks smaller or remove one.
 */
export function errorText(report: ErrorReport, colours: Colours): string {
  const one = ({ code, where, message, hint }: OneError): string => {
    const lines = message.split('\n').map(plain);
    const head = [colours.red(colours.bold(code)), where === '' || message.includes(where) ? '' : colours.bold(plain(where)), lines.join('\n  ')].filter((part) => part !== '').join(' ');
    return hint === '' ? `${head}\n` : `${head}\n  ${colours.dim('→ next:')} ${plain(hint)}\n`;
  };
  return [report, ...report.more].map(one).join('');
}
