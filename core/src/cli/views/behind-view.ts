import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { count, plain } from '../text.ts';
import { stateCell } from './state.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Behind = CommandResult<'behind'>;
type PlanBehind = CommandResult<'plan-behind'>;
type Radius = Pick<Behind, 'devices' | 'sites' | 'hidden' | 'strangers' | 'unlinked' | 'guessed'>;

const threats = { 'own-way': 'the way to the device itself', cuts: 'others lose by it', spares: 'nobody is known to lose by it', unknown: 'no link of it is known' } as const;
const undoers = { device: 'the device by itself', host: 'the host, while it reaches it', nobody: 'nobody' } as const;
const hangs = { way: 'its way', service: 'what it is registered at' } as const;

const listed = (names: readonly string[]): string => `${names.slice(0, 5).map(plain).join(', ')}${names.length > 5 ? ', …' : ''}`;

function lossTable(devices: Radius['devices'], { colours, columns }: View): string {
  return table(
    [{ title: 'NAME', firm: true }, { title: 'KIND', spare: 1 }, { title: 'STATE', firm: true }, { title: 'SITE' }, { title: 'LOSES', spare: 2 }, { title: 'HANGS ON' }],
    devices.map(({ name, kind, state, site, how, at }) => [name, kind, stateCell(state ?? 'pending', colours), site, hangs[how], at === null ? '' : `${at.name}${at.port === null ? '' : ` ${at.port}`}`]), columns, colours.dim,
  );
}

/** What of a blast radius nobody can know, or the person does not see. */
function limits({ hidden, strangers, unlinked, guessed }: Radius): string {
  const addresses = strangers.reduce((sum, one) => sum + one.addresses, 0);
  return [
    addresses === 0 ? '' : `${count(addresses, 'hardware address', 'hardware addresses')} of no known device stand behind it: ${listed(strangers.map(({ name, port }) => `${name} ${port}`))}.\n`,
    hidden === 0 ? '' : `${count(hidden, 'device')} more at sites that you do not see.\n`,
    unlinked.length === 0 ? '' : `Not known: ${count(unlinked.length, 'device')} of the same ${new Set(unlinked.map(({ site }) => site)).size === 1 ? 'site' : 'sites'} ${unlinked.length === 1 ? 'has' : 'have'} no known neighbour, and may hang on it: ${listed(unlinked.map(({ name }) => name))}.\n`,
    guessed.length === 0 ? '' : `The way of the host is taken to begin at ${listed(guessed)}; the label anchor says it better.\n`,
  ].join('');
}

export function behindView(behind: Behind, view: View): string {
  const { deviceName, port, ownWay, devices, risks } = behind;
  const what = port === null ? plain(deviceName) : `${plain(port)} of ${plain(deviceName)}`;
  const own = ownWay ? `The host reaches ${plain(deviceName)} itself over ${plain(port ?? '')}.\n` : '';
  const standIns = risks.flatMap((risk) => risk.standIns);
  const covered = standIns.length === 0 ? '' : `${listed(standIns)} ${standIns.length === 1 ? 'stands' : 'stand'} in for it (label redundancy).\n`;
  const none = risks.some(({ threat }) => threat === 'unknown') ? `No link of ${plain(deviceName)} is known: what hangs on it nobody can say.\n` : `Nothing that is known hangs on ${what} alone.\n`;
  const list = devices.length === 0 ? none : `Without ${what} ${count(devices.length, 'device')} ${devices.length === 1 ? 'loses' : 'lose'} something:\n${lossTable(devices, view)}`;
  return `${own}${covered}${list}${limits(behind)}`;
}

export function planBehindView(behind: PlanBehind, view: View): string {
  const { title, risks, devices } = behind;
  const { colours, columns } = view;
  const list = devices.length === 0 ? 'No other device is known to lose anything.\n' : `${count(devices.length, 'other device')} ${devices.length === 1 ? 'loses' : 'lose'} something:\n${lossTable(devices, view)}`;
  return `If "${plain(title)}" goes wrong:\n${table(
    [{ title: 'AT RISK', firm: true }, { title: 'PORT', firm: true }, { title: 'WHAT IT MEANS' }, { title: 'PUT BACK BY' }, { title: 'STANDS IN', spare: 1 }],
    risks.map(({ name, port, threat, undoneBy, standIns }) => [name, port ?? 'all of it', { text: threats[threat], style: threat === 'spares' ? colours.dim : colours.yellow }, undoers[undoneBy], listed(standIns)]), columns, colours.dim,
  )}\n${list}${limits(behind)}`;
}
