import { Unsupported, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { frr } from '../drivers/frr.ts';
import { frrInterfaces } from '../frr/interfaces.ts';
import { interfaceLines, nameOf, runningConfiguration } from '../frr/running-configuration.ts';
import { flagIn, flagLines, goneLines, listIn, newLines, textIn, textLines } from '../frr/statements.ts';
import type { interface as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { onTrial } from '../trial.ts';

type Spec = z.output<typeof schema>;

/** What FRRouting sets of an interface. What the machine itself sets is not in its configuration, and stays as it is. */
interface State {
  readonly description: string | null;
  readonly shutdown: boolean;
  readonly addresses: readonly string[];
  readonly [more: string]: string | boolean | readonly string[] | null;
}

type Key = Pick<Spec, 'interface'>;

const { description, shutdown, addresses } = frr.interface;

const pushed = onTrial<State, Key>({
  kind: 'frr',
  name: ({ interface: name }) => `interface ${name}`,
  async read({ ssh }, { interface: name }) {
    const lines = interfaceLines(await runningConfiguration(ssh), name);
    return { description: textIn(lines, description), shutdown: flagIn(lines, shutdown), addresses: listIn(lines, addresses) };
  },
  lines(from, to, { interface: name }) {
    const inside = [
      ...textLines(description, from.description, to.description),
      // Beside the old one a new address of the same network would be its second, and go with it.
      ...goneLines(addresses, from.addresses, to.addresses), ...newLines(addresses, from.addresses, to.addresses),
      ...flagLines(shutdown, from.shutdown, to.shutdown),
    ];
    return inside.length === 0 ? [] : [`interface ${name}`, ...inside, 'exit'];
  },
});

/** An interface as FRRouting configures it. */
export const interfaceResource: Resource<Spec, State, 'interface', Settings> = {
  ...pushed,
  async list({ ssh }) {
    const [there, configuration] = [await frrInterfaces(ssh), await runningConfiguration(ssh)];
    const configured = [...configuration.keys()].flatMap((block) => nameOf(block) ?? []);
    return [...new Set([...there.map(({ name }) => name), ...configured])].sort().map((name) => ({ interface: name }));
  },
  async precheck({ ssh }, { interface: name }) {
    if (!(await frrInterfaces(ssh)).some((each) => each.name === name)) throw new Unsupported(`there is no interface ${name}`);
  },
  plan: (_context, current, spec) => ({
    description: spec.description === undefined ? current.description : spec.description,
    shutdown: spec.shutdown ?? current.shutdown,
    addresses: spec.addresses === undefined ? current.addresses : [...new Set(spec.addresses)].sort(),
  }),
};
