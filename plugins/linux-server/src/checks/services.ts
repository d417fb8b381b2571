import { result, Unsupported, worst, type Check, type Item, type State } from '@jackfield/sdk';
import { linesOf, type Gathering } from '../gathering.ts';
import { fits } from '../levels.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

interface Services {
  /** Null when the service manager did not answer. */
  readonly failed: readonly string[] | null;
  /** What the service manager says of the whole system. */
  readonly overall: readonly [State, string];
}

/** Words of `systemctl is-system-running`. Degraded only says that units failed: those are told by name. */
const systemStates: { readonly [word: string]: State } = {
  running: 'ok', degraded: 'ok', starting: 'ok', initializing: 'ok', stopping: 'warning', maintenance: 'critical',
};

function systemdServices(gathering: Gathering): Services {
  const word = gathering.sections.get('systemd')?.lines[0]?.trim() ?? 'silent';
  const lines = linesOf(gathering, 'failed');
  return {
    // A mark may stand before the unit's name.
    failed: lines === null ? null : lines.flatMap((line) => /^(?:[●*×○]\s+)?(\S+\.[a-z]+)\s/.exec(line)?.[1] ?? []),
    overall: [Object.hasOwn(systemStates, word) ? (systemStates[word] ?? 'unknown') : 'unknown', `systemd is ${word}`],
  };
}

function openrcServices(lines: readonly string[]): Services {
  const failed = lines.flatMap((line) => /^\s*(\S+)\s+\[\s*crashed\b/.exec(line)?.[1] ?? []);
  return { failed, overall: ['ok', 'OpenRC'] };
}

/** Units of systemd that are active, services of OpenRC that are started. */
function running(gathering: Gathering): ReadonlySet<string> | null {
  const units = linesOf(gathering, 'units');
  if (units !== null) return new Set(units.flatMap((line) => /^(?:[●*×○]\s+)?(\S+\.[a-z]+)\s+\S+\s+(?:active|reloading)\s/.exec(line)?.[1] ?? []));
  const services = linesOf(gathering, 'openrc-all');
  return services === null ? null : new Set(services.flatMap((line) => /^\s*(\S+)\s+\[\s*started\b/.exec(line)?.[1] ?? []));
}

/** What the settings want and does not run, unless it is told as failed already. */
function missingItems(gathering: Gathering, wanted: readonly string[], failed: readonly string[]): readonly Item[] {
  const active = running(gathering);
  return wanted.flatMap((name): Item[] => {
    const names = [name, `${name}.service`];
    if (names.some((each) => failed.includes(each))) return [];
    if (active === null) return [{ name, state: 'unknown', summary: 'whether it runs was not told' }];
    return names.some((each) => active.has(each)) ? [] : [{ name, state: 'critical', summary: 'does not run' }];
  });
}

function isWatched(name: string, { watch, wanted }: Settings['services']): boolean {
  return fits(watch, name) || wanted.some((each) => each === name || `${each}.service` === name);
}

/** Services that the service manager calls failed, and those that the settings want and that do not run. */
export const services: Check<Settings> = async (context) => {
  const { settings: { services: settings } } = context;
  const gathering = await gatherTogether(context, 'services');
  const openrc = gathering.sections.get('openrc');
  if (openrc === undefined && !gathering.sections.has('systemd')) throw new Unsupported('the machine runs neither systemd nor OpenRC');
  const { failed, overall } = openrc === undefined ? systemdServices(gathering) : openrcServices(openrc.lines);
  const [state, told] = overall;
  if (failed === null) return result.unknown(`the failed services could not be listed, ${told}`);
  const items = [...new Set(failed)]
    .filter((name) => !fits(settings.ignore, name))
    .map((name): Item => ({ name, state: isWatched(name, settings) ? 'critical' : 'warning', summary: 'failed' }));
  const missing = missingItems(gathering, settings.wanted, failed);
  const metrics = [{ name: 'services.failed', value: items.length }, { name: 'services.missing', value: missing.length }];
  const names = items.map(({ name }) => name);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const words = [...(names.length > 0 ? [`${names.slice(0, 3).join(', ')}${more} failed`] : []), ...missing.slice(0, 3).map(({ name, summary: what }) => `${name} ${what}`)];
  items.push(...missing);
  const summary = words.length > 0 ? words.join(', ') : `no service failed, ${told}`;
  return result[worst([state, ...items.map((item) => item.state)])](summary, { items, metrics });
};
