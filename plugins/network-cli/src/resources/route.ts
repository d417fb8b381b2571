import { SettingsInvalid, Unsupported, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { frr } from '../drivers/frr.ts';
import { isNetwork } from '../frr/network-address.ts';
import { runningConfiguration } from '../frr/running-configuration.ts';
import { goneLines, listIn, newLines } from '../frr/statements.ts';
import { told } from '../frr/vtysh.ts';
import type { route as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { onTrial } from '../trial.ts';

type Spec = z.output<typeof schema>;
type Key = Pick<Spec, 'prefix'>;

/** What stands behind the prefix in each of its lines, in the words of FRRouting: also what no spec can say. */
interface State {
  readonly nextHops: readonly string[];
  readonly [more: string]: readonly string[];
}

const { nextHops } = frr.route;

/** The default VRF's lines stand in no block. */
const routeLines = async (ssh: Parameters<typeof runningConfiguration>[0]): Promise<readonly string[]> => listIn((await runningConfiguration(ssh)).get('') ?? [], nextHops);
const whole = (prefix: string, state: State): readonly string[] => state.nextHops.map((tail) => `${prefix} ${tail}`);

function tailOf({ gateway, interface: name, drop, distance }: Spec['nextHops'][number]): string {
  if ((drop !== undefined) === (gateway !== undefined || name !== undefined)) {
    throw new SettingsInvalid('a next hop is a gateway, an interface or both, or it drops', { hint: 'One of them is needed, and "drop" stands alone.' });
  }
  const ways = drop === undefined ? [gateway, name] : [frr.drop[drop]];
  return [...ways, distance === 1 ? undefined : String(distance)].filter((word) => word !== undefined).join(' ');
}

const pushed = onTrial<State, Key>({
  kind: 'frr',
  name: ({ prefix }) => `route ${prefix}`,
  async read({ ssh }, { prefix }) {
    return { nextHops: (await routeLines(ssh)).flatMap((line) => (line.startsWith(`${prefix} `) ? [line.slice(prefix.length + 1)] : [])) };
  },
  lines(from, to, { prefix }) {
    const [before, after] = [whole(prefix, from), whole(prefix, to)];
    // The new way first: meanwhile there are two, not none.
    return [...newLines(nextHops, before, after), ...goneLines(nextHops, before, after)];
  },
});

/** All static routes to a prefix in the default VRF. */
export const route: Resource<Spec, State, 'prefix', Settings> = {
  ...pushed,
  async list({ ssh }) {
    return [...new Set((await routeLines(ssh)).flatMap((line) => line.split(' ', 1)))].sort().map((prefix) => ({ prefix }));
  },
  async precheck({ ssh }) {
    if (!(await told(ssh, 'frrDaemons')).split(/\s+/).includes('staticd')) throw new Unsupported('staticd does not run: FRRouting would drop the route without a word');
  },
  plan(_context, _current, spec) {
    if (!isNetwork(spec.prefix)) throw new SettingsInvalid(`${spec.prefix} is not how FRRouting writes a network`, { hint: 'The bits behind the prefix must be 0; IPv6 as short as can be.' });
    return { nextHops: [...new Set(spec.nextHops.map(tailOf))].sort() };
  },
};
