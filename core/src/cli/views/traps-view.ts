import type { CommandResult } from '../../api/index.ts';
import { errorText } from '../error-text.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count } from '../text.ts';

type Traps = CommandResult<'traps'>;
type View = Pick<Terminal, 'colours' | 'columns'>;

const noSite = '(no site)';

export function trapsView(traps: Traps, view: View, now: number): string {
  if (traps.receiver === null && traps.sites.length === 0) return receiverText(null, view);
  return [receiverText(traps.receiver, view), ...[keptTable(traps, view, now), droppedTable(traps, view, now)].filter((text) => text !== '')].join('\n');
}

function receiverText(receiver: Traps['receiver'], { colours }: View): string {
  if (receiver === null) return 'No traps are received: jackfield.yaml has no `traps:`, such as `traps: { address: 0.0.0.0, port: 162 }`.\n';
  const { address, port, listening, error, received, accepted, acknowledged, dropped } = receiver;
  const reasons = Object.entries(dropped).filter(([, number]) => number > 0).map(([why, number]) => `${number} ${why}`);
  const counts = `${received} received since the start, ${accepted} of them accepted, ${count(acknowledged, 'inform')} acknowledged; dropped: ${reasons.join(', ') || 'none'}\n`;
  if (error !== null) return `${colours.red('not received')} on ${address} port ${port}: ${errorText(error, colours)}${counts}`;
  return `${listening ? 'listening' : 'not yet listening'} on ${address} port ${port} (UDP)\n${counts}`;
}

function keptTable({ sites }: Traps, { colours, columns }: View, now: number): string {
  const rows = sites.flatMap(({ site, devices }) => devices.map(({ name, kept, last }) => (
    [site ?? noSite, name, String(kept), ago(last.at, now), last.address, `${last.kind} ${last.oid}`]
  )));
  if (rows.length === 0) return 'None is kept.\n';
  return table(
    [{ title: 'SITE', firm: true }, { title: 'DEVICE', firm: true }, { title: 'KEPT', align: 'right', firm: true }, { title: 'LAST' }, { title: 'FROM', spare: 1 }, { title: 'WHAT', beneath: true }],
    rows, columns, colours.dim,
  );
}

function droppedTable({ sites }: Traps, { colours, columns }: View, now: number): string {
  const rows = sites.flatMap(({ site, droppedFrom }) => droppedFrom.map(({ address, dropped, last }) => [site ?? noSite, address, String(dropped), ago(last, now)]));
  return rows.length === 0 ? '' : table([{ title: 'SITE', firm: true }, { title: 'DROPPED FROM', firm: true }, { title: 'DROPPED', align: 'right' }, { title: 'LAST' }], rows, columns, colours.dim);
}

export function recentTrapsView({ receives, traps }: CommandResult<'traps-recent'>, view: View, now: number): string {
  if (traps.length === 0) return receives ? 'None came.\n' : receiverText(null, view);
  return table(
    [{ title: 'CAME', firm: true }, { title: 'KIND', firm: true }, { title: 'FROM', spare: 1 }, { title: 'WHAT', firm: true }, { title: 'TRIGGERED', beneath: true }],
    traps.map(({ at, kind, address, oid, heard }) => [ago(at, now), kind, address, oid, heard.map(({ plugin, summary, hints }) => `${plugin}: ${summary}${hints.length === 0 ? '' : `; ran ${hints.join(', ')}`}`).join('. ')]), view.columns, view.colours.dim,
  );
}
