import type { ErrorReport } from '../control/index.ts';
import type { Colours } from './terminal.ts';
import { plain } from './text.ts';

/** A problem of an address, a device or a check, or of a file. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** File and line to mend; else what it is about. */
  readonly where: string;
}

/** Places that are named of a problem that many have. */
const mostNamed = 6;

/** Each problem once, with all the places that have it. */
export function problemsText(problems: readonly Problem[], colours: Colours): string {
  const same = Map.groupBy(problems, ({ code, message, hint }) => JSON.stringify([code, message, hint]));
  return [...same.values()].map(([first, ...others]) => {
    if (first === undefined) return '';
    const places = [...new Set([first, ...others].map(({ where }) => where))].filter((where) => where !== '');
    const more = places.length - mostNamed;
    return errorText({ ...first, where: `${places.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`, more: [] }, colours);
  }).join('');
}

/** What it is about, when no file is to be mended. */
export function discoveryProblem({ address, plugin, where, ...error }: Problem & { readonly address: string; readonly plugin: string | null }): Problem {
  return { ...error, where: where !== '' ? where : [address, plugin].filter((part) => part !== null && part !== '').join(' ') };
}

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
