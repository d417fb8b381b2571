import type { SupportBundle } from '../../diagnosis/index.ts';
import type { Terminal } from '../terminal.ts';
import { bytes, count, plain } from '../text.ts';

/** What went into a bundle, what was taken out, what is missing. */
export function diagnosticsView({ contents, redactions, missing }: Omit<SupportBundle, 'bytes'>, { colours }: Pick<Terminal, 'colours'>): string {
  const size = contents.reduce((sum, one) => sum + one.bytes, 0);
  return [
    `${count(contents.length, 'file')}, ${bytes(size)}\n`,
    ...redactions.map(({ kind, count: times }) => `${colours.green('taken out')}  ${times} × ${plain(kind)}\n`),
    ...missing.map((what) => `${colours.yellow('missing')}    ${plain(what)}\n`),
  ].join('');
}
