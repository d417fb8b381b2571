import type { Readiness } from '../../conformance/index.ts';
import type { Terminal } from '../terminal.ts';
import { count, duration, plain } from '../text.ts';

/** More problems of one plugin than anybody reads. */
const shownProblems = 8;

function what({ ending, tried, readyMs, problems }: Readiness): string {
  const started = readyMs === null ? '' : `, started in ${duration(readyMs)}`;
  if (ending === 'breaks') return count(problems.length, 'problem');
  return ending === 'ready' ? `${count(tried, 'reading call')} answered${started}` : `loads, not tried: it has no conformance.yaml${started}`;
}

export function readinessView(all: readonly Readiness[], { colours }: Pick<Terminal, 'colours'>): string {
  if (all.length === 0) return 'No plugins are installed there.\n';
  const marks: { readonly [Ending in Readiness['ending']]: string } = { ready: colours.green('ready  '), untried: colours.yellow('untried'), breaks: colours.red('breaks ') };
  const names = all.map(({ plugin, version }) => plain(`${plugin} ${version ?? ''}`.trimEnd()));
  const width = Math.max(...names.map((name) => name.length));
  const lines = all.map((one, at) => {
    const { ending, problems, notices } = one;
    const shown = problems.slice(0, shownProblems).map(({ code, where, message, hint }) =>
      `          ${colours.red(code)} ${where === '' || message.includes(where) ? '' : `${colours.bold(plain(where))}: `}${message.split('\n').map(plain).join('\n          ')}\n          ${colours.dim('→ next:')} ${plain(hint)}\n`);
    const more = problems.length > shownProblems ? `          … and ${problems.length - shownProblems} more\n` : '';
    const told = notices.map((notice) => `          ${colours.yellow('note')} ${plain(notice)}\n`);
    return `${marks[ending]} ${(names[at] ?? '').padEnd(width)}  ${what(one)}\n${shown.join('')}${more}${told.join('')}`;
  });
  const breaking = all.filter(({ ending }) => ending === 'breaks').length;
  const verdict = breaking > 0 ? colours.red(`${count(breaking, 'plugin')} of ${all.length} would break in this version of Jackfield`) : colours.green(`none of ${count(all.length, 'plugin')} would break in this version of Jackfield`);
  return `${lines.join('')}\n${verdict}\n`;
}
