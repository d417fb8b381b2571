import type { CommandResult } from '../../api/index.ts';
import { table, type Cell } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, plain } from '../text.ts';
import { differenceLines } from './change-view.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Drift = CommandResult<'drift'>[number];

function driftCell(state: Drift['state'], colours: Terminal['colours']): Cell {
  return { text: state, style: { equal: colours.green, drifting: colours.red, unknown: colours.magenta, pending: colours.dim }[state] };
}

function whose({ person, change, accepted }: Drift): string {
  return accepted === null ? `${person} (${change})` : `${accepted.person}, accepted`;
}

export function driftView(all: readonly Drift[], { colours, columns }: View, now: number): string {
  if (all.length === 0) return 'Nothing was pushed there that is still to hold.\n';
  const rows = all.toSorted((a, b) => a.deviceName.localeCompare(b.deviceName) || a.title.localeCompare(b.title));
  const listed = table(
    [{ title: 'STATE', firm: true }, { title: 'DEVICE', firm: true }, { title: 'RESOURCE', firm: true }, { title: 'PUSHED BY' }, { title: 'PUSHED', spare: 1 }, { title: 'LAST EQUAL' }, { title: 'COMPARED', spare: 2 }],
    rows.map((one) => [driftCell(one.state, colours), one.deviceName, one.title, whose(one), ago(one.pushedAt, now), ago(one.equalAt, now), ago(one.checkedAt, now)]), columns, colours.dim,
  );
  const drifting = rows.filter(({ state }) => state === 'drifting').map((one) =>
    `\n${colours.bold(plain(`${one.deviceName} ${one.title}`))}  ${colours.dim(`- what it has, + what ${plain(whose(one))} wants, last equal ${one.equalAt}`)}\n${one.differences.flatMap((difference) => differenceLines(difference, colours)).map((line) => `${line}\n`).join('')}`);
  const unknown = rows.filter(({ state }) => state === 'unknown').map((one) => `\n${plain(`${one.deviceName} ${one.title}`)}: not known: ${plain(one.message ?? '')}\n`);
  const next = drifting.length === 0 ? '' : `\n${count(drifting.length, 'resource')} ${drifting.length === 1 ? 'drifts' : 'drift'}. Push again with \`jackfield drift replan\`, or keep what is there with \`jackfield drift accept DEVICE\`.\n`;
  return listed + drifting.join('') + unknown.join('') + next;
}

export function acceptedView(accepted: readonly Drift[]): string {
  return accepted.map(({ deviceName, title, accepted: by }) => `${plain(deviceName)} ${plain(title)} is accepted as it is, by ${plain(by?.person ?? '')}.\n`).join('');
}
