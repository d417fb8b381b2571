import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, plain } from '../text.ts';
import { differenceLines } from './change-view.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type History = CommandResult<'history'>;
type Difference = CommandResult<'history-diff'>[number];
type LeftOut = CommandResult<'history-restore'>['leftOut'];

const titlesShown = 3;

function changedText(titles: readonly string[]): string {
  const more = titles.length > titlesShown ? `, and ${titles.length - titlesShown} more` : '';
  return titles.slice(0, titlesShown).join(', ') + more;
}

export function historyView({ deviceName, taken, versions }: History, { colours, columns }: View, now: number): string {
  const unread = (taken?.unread ?? []).map(({ title, message }) => `${colours.yellow(`not read: ${plain(title)}: ${plain(message)}`)}\n`).join('');
  const outcome = taken === null ? '' : taken.fresh ? `Version ${taken.version.version} is new.\n` : `As in version ${taken.version.version}: no new one.\n`;
  if (versions.length === 0) return `No versions of ${plain(deviceName)} yet. Take one with \`jackfield history ${plain(deviceName)} --take\`.\n`;
  const listed = table(
    [{ title: 'VERSION', align: 'right', firm: true }, { title: 'TAKEN', firm: true }, { title: 'LAST SEEN', spare: 1 }, { title: 'BECAUSE', firm: true }, { title: 'BY', spare: 2 }, { title: 'CHANGED', beneath: true }],
    versions.map(({ version, takenAt, seenAt, cause, change, person, changed }) => [
      String(version), ago(takenAt, now), ago(seenAt, now), change === null ? cause : `${cause} ${change}`, person, changedText(changed),
    ]), columns, colours.dim,
  );
  return outcome + unread + listed;
}

/** A field with its value as it would stand in a difference that adds it. */
function fieldLines(state: { readonly [field: string]: unknown }, colours: Terminal['colours']): string {
  return Object.entries(state).flatMap(([path, after]) => differenceLines({ path, before: null, after }, colours)).map((line) => `${line}\n`).join('');
}

export function versionView({ version, takenAt, items }: CommandResult<'history-show'>, { colours }: View): string {
  return `version ${version} of ${takenAt}, ${count(items.length, 'resource')}\n${items.map(({ title, state }) => `\n${colours.bold(plain(title))}\n${fieldLines(state, colours)}`).join('')}`;
}

export function historyDiffView(differing: readonly Difference[], { colours }: View): string {
  if (differing.length === 0) return 'No difference.\n';
  return differing.map(({ title, kind, differences }) =>
    `${colours.bold(plain(title))}${kind === 'changed' ? '' : `  ${colours.dim(kind)}`}\n${differences.flatMap((one) => differenceLines(one, colours)).map((line) => `${line}\n`).join('')}`).join('\n');
}

export function leftOutView(leftOut: LeftOut, { colours }: View): string {
  return leftOut.map(({ title, path, reason }) => `${colours.yellow(`left out: ${plain(title)}${path === null ? '' : ` ${plain(path)}`}: ${plain(reason)}`)}\n`).join('');
}
