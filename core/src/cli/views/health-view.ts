import type { CommandResult } from '../../api/index.ts';
import { problemsText } from '../error-text.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, duration, plain } from '../text.ts';
import { stateCell } from './state.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export function checkTable(checks: readonly CommandResult<'check'>[number][], { colours, columns }: View, now: number): string {
  return table(
    [{ title: 'CHECK', firm: true }, { title: 'STATE', firm: true }, { title: 'SINCE', spare: 1 }, { title: 'LAST RUN', spare: 2 }, { title: 'TOOK', align: 'right', spare: 3 }, { title: 'SUMMARY', beneath: true }],
    checks.map((check) => {
      const state = stateCell(check.state, colours);
      const soft = check.state !== 'pending' && !check.hard ? ` (${check.attempt}, soft)` : '';
      return [
        `${check.plugin} ${check.check}`, { ...state, text: state.text + soft }, ago(check.since, now), ago(check.lastRun, now),
        check.elapsedMs === null ? '' : duration(check.elapsedMs), check.code === null ? check.summary : `${check.code} ${check.summary}`,
      ];
    }), columns, colours.dim,
  );
}

/** What a person asked to have checked: each check, and of its items those that are not well. */
export function checkView(checks: readonly CommandResult<'check'>[number][], { colours, columns }: View, now: number): string {
  const items = checks.flatMap((check) => check.items.filter(({ state }) => state !== 'ok').map((item) => [check.check, item.name, stateCell(item.state, colours), item.summary]));
  const bad = items.length === 0 ? '' : `\n${table([{ title: 'CHECK' }, { title: 'ITEM', firm: true }, { title: 'STATE', firm: true }, { title: 'SUMMARY', beneath: true }], items, columns, colours.dim)}`;
  const blind = checks.flatMap(({ code, where, check, summary, hint }) => (code === null ? [] : [{ code, where: where === '' ? check : where, message: summary, hint }]));
  const errors = blind.length === 0 ? '' : `\n${problemsText(blind, colours)}`;
  return checks.length === 0 ? 'No plugin checks this device.\n  → next: Is one that knows it enabled at its site, with the right credentials? "jackfield doctor", then "jackfield discover".\n' : checkTable(checks, { colours, columns }, now) + bad + errors;
}

export function incidentTable(incidents: readonly CommandResult<'incidents'>[number][], { colours, columns }: View, now: number): string {
  return table(
    [{ title: 'INCIDENT', firm: true }, { title: 'STATE', firm: true }, { title: 'STATUS', firm: true }, { title: 'DEVICE', firm: true }, { title: 'SITE', spare: 1 }, { title: 'OPENED', spare: 2 }, { title: 'SUMMARY', beneath: true }],
    incidents.map((incident) => [incident.id.slice(0, 8), stateCell(incident.state, colours), incident.status, incident.deviceName, incident.site ?? '', ago(incident.openedAt, now), incident.summary]), columns, colours.dim,
  );
}

export function incidentsView(incidents: readonly CommandResult<'incidents'>[number][], view: View, now: number): string {
  return incidents.length === 0 ? `${view.colours.green('No incidents.')}\n` : incidentTable(incidents, view, now);
}

export function transitionLine(kind: 'opened' | 'resolved', device: string, summary: string, colours: Terminal['colours']): string {
  return kind === 'opened' ? `${colours.red('incident')} ${plain(device)}: ${plain(summary)}\n` : `${colours.green('resolved')} ${plain(device)}: ${plain(summary)}\n`;
}
