import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { keysView, rolloutsView, rolloutView } from '../views/configuration-view.ts';
import { counted, example, json } from './options.ts';

interface Place {
  readonly at: string;
  readonly device?: string;
}

interface Given extends Place {
  readonly title?: string;
  readonly canary?: string;
  readonly size?: number;
  readonly soak?: string;
}

/** `KEY=VALUE`, the value as a file would have it. */
function setting(command: Command, text: string): { readonly key: string; readonly value: unknown } {
  const at = text.indexOf('=');
  if (at < 1) command.error(`${text} is not KEY=VALUE`);
  const document = parseDocument(text.slice(at + 1));
  if (document.errors.length > 0) command.error(`${text.slice(at + 1)} is no value of YAML`);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return { key: text.slice(0, at), value: value ?? null };
}

/** Edits of the configuration that the daemon does: the files keep their comments, and a wrong value changes nothing. */
export function addConfigurationCommands(program: Command, session: Session): void {
  const { terminal } = session;
  const placed = (command: Command): Command => command.requiredOption('--at <place>', 'organization, policy, or a region, district or site').option('--device <name>', 'for a device of the site');
  const where = ({ at, device }: Place): Place => ({ at, ...(device === undefined ? {} : { device }) });

  example(placed(json(program.command('set').description('set keys of a place: enablement, versions, schedules, windows, settings'))), 'jackfield set plugins.snmp-switch.enabled=true health.attempts=5 --at yorkshire')
    .argument('<settings...>', 'KEY=VALUE, such as plugins.snmp-switch.version=^0.1.0')
    .action(async (settings: string[], place: Place, command: Command) => {
      const done = await session.call(command, 'keys-set', { ...where(place), set: settings.map((one) => setting(command, one)), unset: [] });
      session.show(command, done, (result) => keysView(result));
    });
  example(placed(json(program.command('unset').description('take keys of a place away: what is above counts again'))), 'jackfield unset health.attempts --at yorkshire')
    .argument('<keys...>', 'dotted keys')
    .action(async (keys: string[], place: Place, command: Command) => {
      const done = await session.call(command, 'keys-set', { ...where(place), set: [], unset: keys });
      session.show(command, done, (result) => keysView(result));
    });

  const rollout = example(json(program.command('rollout').description('set keys in waves: a canary site first, the others while no check gets worse')), 'jackfield rollout begin plugins.snmp-switch.version=^0.2.0 --at yorkshire --canary leeds');
  rollout.action(async (_options: object, command: Command) => {
    const all = await session.call(command, 'rollouts', {});
    session.show(command, all, (found) => rolloutsView(found, terminal));
    if (all.some(({ state }) => state === 'stopped')) session.exitCode = exitCodes.problem;
  });
  example(rollout.command('begin').description('write the canary, and the others when its checks are no worse'), 'jackfield rollout begin plugins.asterisk.enabled=true --at west --soak 30m')
    .argument('<settings...>', 'KEY=VALUE, set at each site')
    .requiredOption('--at <place>', 'organization, or a region, district or site')
    .option('--canary <site>', 'the site that comes first and alone; else the first there is')
    .option('--size <sites>', 'sites of each further wave; else a district', counted)
    .option('--soak <time>', 'how long a wave is left before its checks are looked at', '10m')
    .option('--title <words>', 'what it is for')
    .action(async (settings: string[], { at, canary, size, soak = '10m', title }: Given, command: Command) => {
      const begun = await session.call(command, 'rollout-begin', {
        title: title ?? settings.join(' ').slice(0, 200), at, soak, ...(canary === undefined ? {} : { canary }), ...(size === undefined ? {} : { size }), set: settings.map((one) => setting(command, one)), unset: [],
      });
      session.show(command, begun, (result) => rolloutView(result, terminal));
    });
  const words = { pause: 'write no further site', resume: 'go on; what is bad by now counts as known', abort: 'end it, with the sites as they are', undo: 'end it, and put back what its sites said before' };
  for (const word of ['pause', 'resume', 'abort', 'undo'] as const) {
    example(rollout.command(word).description(words[word]), `jackfield rollout ${word} 3f9a01bc`)
      .argument('<rollout>', 'its id; the first letters are enough')
      .action(async (id: string, _options: object, command: Command) => {
        const now = await session.call(command, 'rollout-control', { rollout: id, word });
        session.show(command, now, (result) => rolloutView(result, terminal));
      });
  }
}
