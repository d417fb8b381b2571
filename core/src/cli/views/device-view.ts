import type { CommandResult } from '../../api/index.ts';
import { discoveryProblem, problemsText } from '../error-text.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, duration, plain, speed } from '../text.ts';
import { checkTable, incidentTable } from './health-view.ts';
import { stateCell } from './state.ts';
import { proofs } from './topology-view.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export function devicesView(devices: CommandResult<'devices'>, { colours, columns }: View): string {
  if (devices.length === 0) return 'No devices yet. Find them with `jackfield discover`.\n';
  return table(
    [{ title: 'NAME', firm: true }, { title: 'STATE', firm: true }, { title: 'SITE' }, { title: 'ADDRESS', firm: true }, { title: 'VENDOR', spare: 3 }, { title: 'MODEL', spare: 2 }, { title: 'VERSION', spare: 4 }, { title: 'SERIAL', spare: 5 }, { title: 'PORTS', align: 'right', spare: 6 }, { title: 'PLUGINS', spare: 1 }],
    devices.toSorted((a, b) => a.site.localeCompare(b.site) || a.name.localeCompare(b.name)).map((device) => [
      device.name, stateCell(device.state ?? 'pending', colours), device.site, device.addresses[0] ?? '', device.vendor ?? '', device.model ?? '', device.version ?? '', device.serial ?? '',
      (device.interfaces ?? []).length === 0 ? '' : String(device.interfaces?.length), device.plugins.join(', '),
    ]), columns, colours.dim,
  );
}

export function deviceView(device: CommandResult<'device'>, view: View, now: number): string {
  const { colours, columns } = view;
  const facts = [
    ['address', device.addresses.join(', ')], ['site', device.site], ['kind', device.kind], ['vendor', device.vendor], ['model', device.model],
    ['system', [device.os, device.version].filter((part) => part !== null).join(' ')], ['serial', device.serial === null || device.keys.some(({ type }) => type === 'serial') ? device.serial : `${device.serial} (it is not known by it: too plain to tell one device from another)`], ['plugins', device.plugins.join(', ')],
    ['labels', Object.entries(device.labels).map(([name, value]) => `${name}=${value}`).join(', ')],
    ['known by', device.keys.map((key) => `${key.type} ${key.value}`).join(', ')],
    ['hardware', device.hardware.length === 0 ? null : `${device.hardware.join(', ')} (by ARP)`],
    ['behind', device.behind === null ? null : `${device.behind.device} ${device.behind.port ?? ''} (${proofs[device.behind.proof]})`],
    ['told of by', device.attachedTo === undefined ? null : `${device.attachedTo.device}${device.attachedTo.as === null ? '' : `, as ${device.attachedTo.as}`}`],
    ['looked at', device.lastSeen === null ? 'never answered; a site\'s file names it' : ago(device.lastSeen, now)],
  ].filter(([, value]) => value !== null && value !== '');
  const parts = [
    `${colours.bold(plain(device.name))}  ${colours.dim(device.id)}\n${facts.map(([name, value]) => `  ${(name ?? '').padEnd(10)} ${plain(value ?? '')}\n`).join('')}`,
    ...(device.incidents.length > 0 ? [incidentTable(device.incidents.map((incident) => ({ ...incident, deviceName: device.name, site: device.site })), view, now)] : []),
    ...(device.checks.length > 0 ? [checkTable(device.checks, view, now)] : []),
    ...(device.lately.length > 0 ? [latelyTable(device.lately, view)] : []),
    ...(device.interfaces.length > 0 ? [table(
      [{ title: 'PORT', firm: true }, { title: 'ADMIN', spare: 2 }, { title: 'OPERATION', firm: true }, { title: 'SPEED', align: 'right', spare: 1 }, { title: 'ALIAS' }, { title: 'NEIGHBOUR' }],
      device.interfaces.map((port) => [
        port.name, port.adminStatus ?? '', { text: port.operStatus ?? '', style: port.operStatus === 'up' ? colours.green : colours.dim }, speed(port.speed), port.alias ?? '',
        device.neighbours.filter(({ localPort }) => localPort === port.name).map(({ remoteName, remotePort }) => `${remoteName ?? '?'} ${remotePort ?? ''}`.trim()).join(', '),
      ]), columns, colours.dim,
    )] : []),
    ...(device.vlans.length > 0 ? [table(
      [{ title: 'VLAN', align: 'right', firm: true }, { title: 'NAME', firm: true }, { title: 'UNTAGGED' }, { title: 'TAGGED' }],
      device.vlans.map(({ id, name, untagged, tagged }) => [String(id), name ?? '', untagged.join(', '), tagged.join(', ')]), columns, colours.dim,
    )] : []),
    ...(device.parts.length > 0 ? [table(
      [{ title: 'PART', firm: true }, { title: 'KIND', spare: 2 }, { title: 'MODEL', spare: 1 }, { title: 'SERIAL', firm: true }, { title: 'VERSION', spare: 3 }, { title: 'IN', spare: 4 }],
      device.parts.map(({ name, kind, model, serial, version, within }) => [name, kind, model ?? '', serial ?? '', version ?? '', within ?? '']), columns, colours.dim,
    )] : []),
  ];
  return parts.join('\n');
}

/** To the second and in UTC: what is compared with the logs of other machines. */
function latelyTable(happened: CommandResult<'device'>['lately'], { colours, columns }: View): string {
  return table(
    [{ title: 'WHEN (UTC)', firm: true }, { title: 'WHAT', firm: true }, { title: 'STATE', firm: true }, { title: 'ID', spare: 2 }, { title: 'LASTED', spare: 1 }, { title: 'SUMMARY', beneath: true }],
    happened.map(({ at, what, state, id, lasted, summary }) => [
      at.slice(0, 19).replace('T', ' '), what, stateCell(state, colours), id.slice(0, 8), lasted === null ? '' : duration(lasted), summary,
    ]), columns, colours.dim,
  );
}

export function discoveryView(report: CommandResult<'discover'>, { colours }: Pick<View, 'colours'>): string {
  const head = `${count(report.addresses, 'address', 'addresses')} swept, ${report.alive} alive, ${report.fingerprinted} fingerprinted, ${count(report.devices.length, 'device')} found (${report.added.length} new) in ${(report.elapsedMs / 1_000).toFixed(1)} s\n`;
  const added = report.added.length > 0 ? `new: ${report.added.map(plain).join(', ')}\n` : '';
  const unmatched = report.unmatched.length > 0 ? `alive, but no plugin knows them: ${report.unmatched.map(plain).join(', ')}\n` : '';
  const problems = report.problems.length === 0 ? '' : `\n${problemsText(report.problems.map(discoveryProblem), colours)}`;
  return head + added + unmatched + problems + nothingFound(report, report.problems);
}

export function discoveriesView(runs: CommandResult<'discoveries'>, { colours, columns }: View, now: number): string {
  if (runs.length === 0) return 'None since the daemon started.\n';
  const failed = runs.flatMap(({ id, error }) => (error === null ? [] : [{ ...error, where: error.where === '' ? id : error.where }]));
  const why = failed.length === 0 ? '' : `\n${problemsText(failed, colours)}`;
  return `${table(
    [{ title: 'DISCOVERY', firm: true }, { title: 'STATE', firm: true }, { title: 'WHERE' }, { title: 'BY', spare: 2 }, { title: 'BEGAN', spare: 1 }, { title: 'ANSWERED', align: 'right' }, { title: 'FOUND', align: 'right' }, { title: 'NEW', align: 'right' }, { title: 'GONE', align: 'right' }],
    runs.map(({ id, state, network, site, person, startedAt, sites }) => {
      const sum = (of: (one: (typeof sites)[number]) => number): string => String(sites.reduce((all, one) => all + of(one), 0));
      return [id, state, network ?? site ?? 'all sites', person, ago(startedAt, now), sum(({ answered }) => answered), sum(({ found }) => found), sum(({ added }) => added.length), sum(({ missing }) => missing.length)];
    }), columns, colours.dim,
  )}${why}`;
}

/** What to look at when a sweep found nothing: which of its steps nobody passed. */
export function nothingFound({ devices, alive, fingerprinted, addresses }: Pick<CommandResult<'discover'>, 'devices' | 'alive' | 'fingerprinted' | 'addresses'>, problems: readonly { readonly code: string }[]): string {
  // Without plugins nothing was looked for, and that was told.
  if (devices.length > 0 || problems.some(({ code }) => code === 'JF4105')) return '';
  const why = addresses === 0 ? 'No network was swept: see "networks:" of the sites.'
    : alive === 0 ? 'Nothing answered. Devices that do not answer echoes are named under "devices:" of their site, with their address.'
      : fingerprinted === 0 ? 'What answered an echo answered nothing else. Check the credentials: "jackfield doctor" tells whether they are there, "jackfield explain transports --site SITE" which ones are used.'
        : 'No plugin that is enabled knows what answered: "jackfield plugins" lists them, "plugins:" of a site enables them.';
  return `\n${why}\n`;
}

export function proposalsView(proposals: CommandResult<'proposals'>, { colours, columns }: View, now: number): string {
  if (proposals.length === 0) return 'No merges to decide.\n';
  return table(
    [{ title: 'PROPOSAL', firm: true }, { title: 'DEVICES' }, { title: 'BECAUSE BOTH HAVE' }, { title: 'SINCE' }],
    proposals.map(({ id, names, because, proposedAt }) => [id, names.join(' = '), because.map((key) => `${key.type} ${key.value}`).join(', '), ago(proposedAt, now)]), columns, colours.dim,
  );
}
