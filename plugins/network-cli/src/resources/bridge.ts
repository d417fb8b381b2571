import { Conflict, SettingsInvalid, type Resource, type SshReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { openVSwitch } from '../drivers/open-vswitch.ts';
import { columnArguments } from '../open-vswitch/columns.ts';
import { database, flagOf, isEmpty, named, portsOf, textOf } from '../open-vswitch/database.ts';
import type { bridge as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { onTrial } from '../trial.ts';

type Spec = z.output<typeof schema>;
type Key = Pick<Spec, 'bridge'>;

interface Present {
  readonly exists: true;
  /** As the database has it: empty for the kernel's. */
  readonly datapath: string;
  readonly failMode: string | null;
  readonly stp: boolean;
  readonly rstp: boolean;
  readonly multicastSnooping: boolean;
  readonly [more: string]: string | boolean | null;
}
type State = Present | { readonly exists: false; readonly [more: string]: boolean };

const { bridge: columns, unmanaged } = openVSwitch;
const fresh: Present = { exists: true, datapath: '', failMode: null, stp: false, rstp: false, multicastSnooping: false };
const datapaths = { system: '', netdev: 'netdev' } as const;

function isPresent(state: State): state is Present {
  return state.exists;
}

/** Throws while the bridge has what would go with it and could not be put back. */
async function removable(ssh: SshReader, name: string): Promise<void> {
  const all = await database(ssh);
  const row = named(all.bridges, name);
  if (row === null) return;
  const [port] = portsOf(all, row);
  if (port !== undefined) throw new Conflict(`${name} has ports, such as ${textOf(port, 'name')}`, { hint: 'Take them out of the bridge first, in a change of its own.' });
  const [more] = unmanaged.bridge.filter((column) => !isEmpty(row, column));
  if (more !== undefined) throw new Conflict(`${name} has a setting that could not be put back: ${more}`, { hint: 'Clear it by ovs-vsctl first.' });
}

const pushed = onTrial<State, Key>({
  kind: 'ovs',
  name: ({ bridge: name }) => `bridge ${name}`,
  async read({ ssh }, { bridge: name }) {
    const row = named((await database(ssh)).bridges, name);
    if (row === null) return { exists: false };
    const failMode = textOf(row, columns.failMode.column);
    return {
      exists: true, datapath: textOf(row, columns.datapath.column), failMode: failMode === '' ? null : failMode, stp: flagOf(row, columns.stp.column), rstp: flagOf(row, columns.rstp.column),
      multicastSnooping: flagOf(row, columns.multicastSnooping.column),
    };
  },
  lines(from, to, { bridge: name }) {
    if (!isPresent(to)) return isPresent(from) ? ['--', '--if-exists', 'del-br', name] : [];
    const made = isPresent(from) ? [] : ['--', '--may-exist', 'add-br', name];
    return [...made, ...columnArguments('Bridge', name, columns, isPresent(from) ? from : fresh, to)];
  },
  guard: async ({ ssh }, to, { bridge: name }) => (to.exists ? undefined : removable(ssh, name)),
});

/** A bridge; its ports are resources of their own. */
export const bridge: Resource<Spec, State, 'bridge', Settings> = {
  ...pushed,
  list: async ({ ssh }) => (await database(ssh)).bridges.map((row) => ({ bridge: textOf(row, 'name') })),
  precheck: async ({ ssh }, { bridge: name, exists }) => (exists ? undefined : removable(ssh, name)),
  plan(_context, current, spec) {
    const { exists, datapath, failMode, stp, rstp, multicastSnooping } = spec;
    if (!exists) {
      if ([datapath, failMode, stp, rstp, multicastSnooping].some((said) => said !== undefined)) throw new SettingsInvalid(`${spec.bridge} is to be removed and has settings`, { hint: 'Leave them out, or "exists: false".' });
      return { exists: false };
    }
    const before = isPresent(current) ? current : fresh;
    return {
      exists, datapath: datapath === undefined ? before.datapath : datapaths[datapath], failMode: failMode === undefined ? before.failMode : failMode,
      stp: stp ?? before.stp, rstp: rstp ?? before.rstp, multicastSnooping: multicastSnooping ?? before.multicastSnooping,
    };
  },
};
