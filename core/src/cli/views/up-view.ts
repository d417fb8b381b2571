import { countStates, type CheckCounts } from '../../api/index.ts';
import { sweptAddresses } from '../../discovery/index.ts';
import type { Terminal } from '../terminal.ts';
import { count, shortPath } from '../text.ts';

type Colours = Terminal['colours'];

export function firstPicture(devices: number, checks: Parameters<typeof countStates>[0], incidents: number, colours: Colours): string {
  const counts: CheckCounts = countStates(checks);
  const states = [
    colours.green(`${counts.ok} ok`), colours.yellow(`${counts.warning} warning`), colours.red(`${counts.critical} critical`), colours.magenta(`${counts.unknown} unknown`),
    ...(counts.pending > 0 ? [colours.dim(`${counts.pending} not run yet`)] : []),
  ];
  return `\n${colours.bold(`${count(devices, 'device')} found`)}, checks: ${states.join(', ')}; ${count(incidents, 'open incident')}\n`;
}

/** `192.0.2.0/24 (254 addresses) of site home`: what discovery will knock at. */
export function sweepText({ id, networks }: { readonly id: string; readonly networks: readonly string[] }): string {
  return `${networks.map((network) => `${network}${sizeText(network)}`).join(', ')} of site ${id}`;
}

function sizeText(network: string): string {
  const size = sweptAddresses(network);
  return size === null ? ' (too large to sweep)' : ` (${count(size, 'address', 'addresses')})`;
}

export interface NextOptions {
  readonly directory: string;
  /** How many were found: without any there is nothing to look at but the reason. */
  readonly devices: number;
  /** A change file to try; null when the configuration has none. */
  readonly example: string | null;
  readonly throughNpm: boolean;
}

/** What a newcomer can do now, in another terminal. */
export function nextCommands({ directory, devices, example, throughNpm }: NextOptions, colours: Colours): string {
  const jackfield = throughNpm ? 'npx jackfield' : 'jackfield';
  const shown = shortPath(directory);
  const option = shown === 'config' ? '' : ` --config ${shown}`;
  const plan = `example.plan.json`;
  const commands = devices === 0 ? [
    [`${jackfield} doctor${option}`, 'what keeps it from finding devices'],
    [`${jackfield} discover${option}`, 'look again, with every problem'],
    [`${jackfield} plugins${option}`, 'which plugins there are'],
  ] as const : [
    [`${jackfield} devices${option}`, 'what was found'],
    [`${jackfield} incidents${option}`, 'what is wrong'],
    example === null
      ? [`${jackfield} status${option}`, 'how the daemon does']
      : [`${jackfield} plan ${example} --out ${plan}${option} && ${jackfield} apply ${plan}${option}`, `push a change; undo it with \`${jackfield} undo CHANGE${option}\``],
  ] as const;
  const lines = commands.map(([command, why]) => `  ${colours.cyan(command)}\n      ${colours.dim(why)}\n`).join('');
  return `\nTry next, in another terminal:\n${lines}\nCtrl-C ends the daemon.\n`;
}
