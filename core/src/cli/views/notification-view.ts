import type { CommandResult } from '../../api/index.ts';
import { table, type Cell } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, duration } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Notification = CommandResult<'notifications'>[number];

function stateOf({ state, attempts, nextAt }: Notification, colours: Terminal['colours'], now: number): Cell {
  if (state === 'held') return { text: nextAt === null ? state : `held, ${duration(Math.max(0, Date.parse(nextAt) - now))} at most`, style: colours.yellow };
  const tried = state === 'waiting' && attempts > 0 ? ` (tried ${attempts === 1 ? 'once' : `${attempts} times`})` : '';
  return { text: state + tried, style: { sent: colours.green, waiting: colours.yellow, failed: colours.red }[state] };
}

export function notificationsView(all: readonly Notification[], { colours, columns }: View, now: number): string {
  if (all.length === 0) return 'Nobody was told anything.\n  → next: set `notifications` in the settings, then "jackfield notifications routes".\n';
  return table(
    [{ title: 'MESSAGE', firm: true }, { title: 'STATE', firm: true }, { title: 'CHANNEL', firm: true }, { title: 'ROUTE' }, { title: 'MADE', firm: true }, { title: 'TITLE', beneath: true }],
    all.map((one) => [one.id.slice(0, 8), stateOf(one, colours, now), one.channel, one.route, ago(one.madeAt, now), one.reason === '' ? one.title : `${one.title}: ${one.reason}`]), columns, colours.dim,
  );
}

export function routesView({ routes, channels }: CommandResult<'notification-routes'>, { colours, columns }: View): string {
  if (routes.length === 0 && channels.length === 0) return 'Nobody is told of incidents.\n  → next: set `notifications` in the settings: channels, and routes to them.\n';
  const quiet = (window: (typeof routes)[number]['quiet']): string => (window === null ? '' : `${window.from}-${window.to} ${window.zone}${window.except === undefined ? '' : `, not for ${window.except.join(', ')}`}`);
  return table(
    [{ title: 'SITE', firm: true }, { title: 'ROUTE', firm: true }, { title: 'TO' }, { title: 'STATES' }, { title: 'AFTER', firm: true }, { title: 'REPEATED', spare: 1 }, { title: 'QUIET', spare: 2 }],
    routes.map(({ site, name, to, states, afterMs, repeatMs, quiet: window }) => [site, name, to.join(', '), states.join(', '), afterMs === null ? 'at once' : duration(afterMs), repeatMs === null ? '' : duration(repeatMs), quiet(window)]), columns, colours.dim,
  ) + '\n' + table([{ title: 'SITE', firm: true }, { title: 'CHANNEL', firm: true }, { title: 'BY', firm: true }, { title: 'TARGET', beneath: true }], channels.map(({ site, name, kind, target }) => [site ?? '', name, kind, target]), columns, colours.dim);
}
