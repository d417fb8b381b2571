import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, plain } from '../text.ts';
import { stateCell } from './state.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Why = CommandResult<'why'>;

export function notesView(notes: CommandResult<'incident-notes'>, { colours, columns }: View): string {
  return table(
    [{ title: 'AT', firm: true }, { title: 'WHAT', firm: true }, { title: 'BY' }, { title: 'TEXT', beneath: true }], notes.map(({ at, what, person, text }) => [at.slice(0, 19).replace('T', ' '), what, person, text]), columns, colours.dim,
  );
}

export function tasksView(tasks: CommandResult<'tasks'>, { colours, columns }: View, now: number): string {
  if (tasks.length === 0) return 'No tasks.\n';
  return table(
    [{ title: 'TASK', firm: true }, { title: 'STATE', firm: true }, { title: 'FOR' }, { title: 'DUE', firm: true }, { title: 'DEVICE', firm: true }, { title: 'BY', spare: 1 }, { title: 'INCIDENT', spare: 2 }, { title: 'SUMMARY', beneath: true }],
    tasks.map((task) => {
      const late = task.state === 'open' && task.dueAt !== null && Date.parse(task.dueAt) < now;
      const due = task.dueAt === null ? '' : task.dueAt.slice(0, 16).replace('T', ' ');
      return [
        task.id.slice(0, 8), task.state, `${task.to.kind === 'team' ? 'team ' : ''}${task.to.name}`, { text: late ? `${due} (late)` : due, style: late ? colours.red : (text: string) => text }, task.deviceName, task.by, task.incident.slice(0, 8),
        task.comment === '' ? task.title : `${task.title}: ${task.comment}`,
      ];
    }), columns, colours.dim,
  );
}

export function maintenanceView(all: CommandResult<'maintenance'>, { colours, columns }: View, now: number): string {
  if (all.length === 0) return 'No maintenance.\n';
  return table(
    [{ title: 'MAINTENANCE', firm: true }, { title: 'OF', firm: true }, { title: 'BEGUN', spare: 1 }, { title: 'ENDS', firm: true }, { title: 'BY' }, { title: 'REASON', beneath: true }],
    all.map(({ id, at, begunAt, endsAt, person, reason }) => [id.slice(0, 8), at, ago(begunAt, now), endsAt.slice(0, 16).replace('T', ' '), person, reason]), columns, colours.dim,
  );
}

export function whyView({ check, path, cause, suppressed, behind, lastChange, maintenance }: Why, { colours, columns }: View, now: number): string {
  const items = check.items.length === 0 ? '' : table([{ title: 'ITEM', firm: true }, { title: 'STATE', firm: true }, { title: 'SUMMARY', beneath: true }], check.items.map(({ name, state, summary }) => [name, stateCell(state, colours), summary]), columns, colours.dim);
  const line = (title: string, text: string): string => `${colours.dim(title.padEnd(12))}${plain(text)}\n`;
  const way = path.map(({ deviceName, state }) => `${deviceName} (${state})`).join(' → ');
  return [
    line('check', `${check.title}: ${check.summary} (${check.state}, since ${ago(check.since, now)})`), items,
    ...(way === '' ? [] : [line('way', way)]),
    ...(cause === null ? [] : [line('look first', `at incident ${cause.slice(0, 8)}, which is nearer on the way`)]),
    ...(suppressed.length === 0 ? [] : [line('waiting', `${count(suppressed.length, 'check')}: ${suppressed.map(({ deviceName, plugin, check: name }) => `${deviceName} ${plugin} ${name}`).join(', ')}`)]),
    ...(behind.length === 0 ? [] : [line('behind it', behind.map(({ deviceName, state }) => `${deviceName} (${state})`).join(', '))]),
    line('last change', lastChange === null ? 'none touched the way' : `${lastChange.title}, by ${lastChange.person}, ${ago(lastChange.startedAt, now)}, ${lastChange.state} (${lastChange.id})`),
    ...maintenance.map(({ at, reason, endsAt, person }) => line('maintenance', `of ${at} until ${endsAt}, by ${person}: ${reason}`)),
  ].join('');
}
