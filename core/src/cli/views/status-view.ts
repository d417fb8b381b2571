import type { CommandResult } from '../../api/index.ts';
import { errorText } from '../error-text.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { bytes, count, duration, plain } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export function statusView(status: CommandResult<'status'>, { colours, columns }: View, now: number): string {
  const { checks, incidents, schedule } = status;
  const states = [
    colours.green(`${checks.ok} ok`), colours.yellow(`${checks.warning} warning`), colours.red(`${checks.critical} critical`),
    colours.magenta(`${checks.unknown} unknown`), ...(checks.pending > 0 ? [colours.dim(`${checks.pending} pending`)] : []),
  ].join(', ');
  const lines = [
    `${colours.bold(plain(status.organization))}  Jackfield ${status.version}, pid ${status.pid}, up ${duration(Math.max(0, now - Date.parse(status.startedAt)))}, ${plain(status.directory)}`,
    `devices    ${status.devices} on ${count(status.sites, 'site')}`,
    `checks     ${states}`,
    `incidents  ${incidents.open} open, ${incidents.acknowledged} acknowledged`,
    `schedule   lag p50 ${duration(schedule.lagMs.p50)}, p95 ${duration(schedule.lagMs.p95)}, max ${duration(schedule.lagMs.max)}; ${schedule.inFlight} running, ${count(schedule.skipped, 'cycle')} skipped`,
    ...trapLines(status, colours),
    ...storageLines(status, colours),
  ];
  const transports = table(
    [{ title: 'TRANSPORT' }, { title: 'OPERATIONS', align: 'right' }, { title: 'FAILURES', align: 'right' }, { title: 'IN FLIGHT', align: 'right' }, { title: 'RESTARTS', align: 'right' }],
    status.transports.map((one) => [one.thread, String(one.operations), String(one.failures), String(one.inFlight), String(one.restarts)]), columns, colours.dim,
  );
  return `${lines.join('\n')}\n\n${pluginTable(status.plugins, { colours, columns })}${refusedLines(status.refused, colours)}${status.complaints.map((error) => `${colours.red('left out')} ${errorText(error, colours)}`).join('')}${status.unmade.map((error) => `${colours.red('not made')} ${errorText(error, colours)}`).join('')}${status.transports.length > 0 ? `\n${transports}` : ''}`;
}

function trapLines({ traps }: CommandResult<'status'>, colours: View['colours']): string[] {
  if (traps === null) return [];
  if (traps.error !== null) return [`traps      ${colours.red('not received:')} ${errorText(traps.error, colours).trimEnd()}`];
  const dropped = Object.entries(traps.dropped).filter(([, number]) => number > 0).map(([why, number]) => `${number} ${why}`);
  return [`traps      ${traps.accepted} on ${traps.address} port ${traps.port}${dropped.length === 0 ? '' : `; dropped: ${dropped.join(', ')}`}`];
}

/** What waits for room on the disk, and what did not even find room to wait. */
function storageLines({ storage, schedule }: CommandResult<'status'>, colours: View['colours']): string[] {
  const files = Object.entries(storage).flatMap(([file, { waiting, lost, error }]) => [
    ...(error === null ? [] : [`${file.padEnd(10)} ${colours.red(`${count(waiting, 'write')} waiting in memory:`)} ${errorText(error, colours).trimEnd()}`]),
    ...(lost === 0 ? [] : [`${file.padEnd(10)} ${colours.red(`${count(lost, 'write')} lost: too much to wait in memory`)}`]),
  ]);
  return schedule.unsaved > 0 ? [...files, `database   ${colours.red(`${count(schedule.unsaved, 'write')} refused: the log says why`)}`] : files;
}

export function pluginTable(plugins: CommandResult<'status'>['plugins'], { colours, columns }: View): string {
  return table(
    [{ title: 'PLUGIN', firm: true }, { title: 'VERSION', firm: true }, { title: 'STATE', firm: true }, { title: 'RESTARTS', align: 'right', spare: 2 }, { title: 'CPU', align: 'right', spare: 4 }, { title: 'PSS', align: 'right', spare: 3 },
      { title: 'CALLS', align: 'right', spare: 6 }, { title: 'OPERATIONS', align: 'right', spare: 5 }, { title: 'REFUSED', align: 'right', spare: 1 }, { title: 'STARTED BECAUSE', spare: 7 }],
    plugins.map((plugin) => [
      plugin.id, plugin.version, { text: plugin.state, style: plugin.state === 'quarantined' ? colours.red : plugin.state === 'active' ? colours.green : colours.dim },
      String(plugin.restarts), duration(plugin.cpuMs), plugin.pssBytes === null ? '' : bytes(plugin.pssBytes), String(plugin.calls), String(plugin.operations), String(plugin.refused),
      plugin.activation === null ? '' : `${plugin.activation.reason} (${duration(plugin.activation.readyMs)})`,
    ]), columns, colours.dim,
  );
}

type Contributing = Pick<CommandResult<'plugins'>['installed'][number], 'id' | 'version' | 'resources'>;

/** What a change file may name: `PLUGIN/RESOURCE`, with the fields that tell one from another. */
export function resourceTable(plugins: readonly Contributing[], { colours, columns }: View): string {
  const rows = plugins.flatMap(({ id, version, resources }) => resources.map(({ name, title, key, commitClass }) => [`${id}/${name}`, version, key.join(', ') || 'one of a device', commitClass, title]));
  if (rows.length === 0) return 'No plugin has resources.\n';
  return table([{ title: 'RESOURCE', firm: true }, { title: 'VERSION', firm: true, spare: 2 }, { title: 'KEY' }, { title: 'COMMIT CLASS', firm: true }, { title: 'TITLE', spare: 1 }], rows, columns, colours.dim);
}

export function refusedLines(refused: CommandResult<'status'>['refused'], colours: Terminal['colours']): string {
  return refused.map(({ directory, error }) => `${colours.red('refused')} ${plain(directory)}: ${errorText(error, colours)}`).join('');
}

/** What works still and will not for ever, and what is left out because this host cannot do it. */
export function noticeLines(plugins: CommandResult<'plugins'>['plugins'], installed: readonly Pick<CommandResult<'plugins'>['installed'][number], 'id' | 'off'>[], colours: Terminal['colours']): string {
  return [
    ...plugins.flatMap(({ id, deprecated }) => deprecated.map(({ code, text }) => `${colours.yellow('deprecated')} ${plain(id)}: ${plain(code)} ${plain(text)}\n`)),
    ...installed.flatMap(({ id, off }) => off.map(({ contribution, missing }) => `${colours.yellow('left out')} ${plain(id)} ${plain(contribution)}: this host has no ${plain(missing.join(', '))}\n`)),
  ].join('');
}
