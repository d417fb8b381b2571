import { Conflict, SettingsInvalid, Unsupported, type Resource, type SshReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { openVSwitch } from '../drivers/open-vswitch.ts';
import { columnArguments } from '../open-vswitch/columns.ts';
import { database, interfacesOf, isEmpty, named, numberOf, portsOf, setOf, textOf, type Database, type Row } from '../open-vswitch/database.ts';
import type { vlanPort as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { onTrial } from '../trial.ts';

type Spec = z.output<typeof schema>;
type Key = Pick<Spec, 'bridge' | 'port'>;

interface Present {
  readonly exists: true;
  readonly type: string;
  readonly mode: string | null;
  readonly tag: number | null;
  readonly trunks: readonly number[];
  readonly [more: string]: string | number | boolean | null | readonly number[];
}
type State = Present | { readonly exists: false; readonly [more: string]: boolean };

const { port: columns, unmanaged, plainTypes } = openVSwitch;
const fresh: Present = { exists: true, type: 'system', mode: null, tag: null, trunks: [] };

function isPresent(state: State): state is Present {
  return state.exists;
}

function portOf(all: Database, { bridge, port }: Key): Row | null {
  const row = named(all.bridges, bridge);
  return row === null ? null : named(portsOf(all, row), port);
}

function typeOf(all: Database, port: Row): string {
  const [first] = interfacesOf(all, port);
  const type = first === undefined ? '' : textOf(first, 'type');
  return type === '' ? 'system' : type;
}

/** Throws while the port has what would go with it and could not be put back. */
async function removable(ssh: SshReader, key: Key): Promise<void> {
  const all = await database(ssh);
  const row = portOf(all, key);
  if (row === null) return;
  const members = interfacesOf(all, row);
  const isPlain = members.length === 1 && members.every((member) => plainTypes.some((type) => type === textOf(member, 'type')) && unmanaged.interface.every((column) => isEmpty(member, column)));
  if (!isPlain || unmanaged.port.some((column) => !isEmpty(row, column))) {
    throw new Conflict(`${key.port} has settings that could not be put back`, { hint: 'Bonds, tunnels and ports with settings of others are removed by ovs-vsctl.' });
  }
}

async function attachable(ssh: SshReader, { bridge, port }: Key): Promise<void> {
  const all = await database(ssh);
  if (bridge === port) throw new Unsupported(`${port} is the bridge itself`, { hint: 'Its own port has no VLANs here.' });
  const other = all.bridges.find((row) => textOf(row, 'name') !== bridge && named(portsOf(all, row), port) !== null);
  if (other !== undefined) throw new Conflict(`${port} is a port of ${textOf(other, 'name')}`, { hint: 'Take it out of that bridge first.' });
}

const numbers = (row: Row, column: string): readonly number[] => setOf(row, column).filter((each) => typeof each === 'number').sort((one, other) => one - other);

const pushed = onTrial<State, Key>({
  kind: 'ovs',
  name: ({ bridge, port }) => `port ${port} of ${bridge}`,
  async read({ ssh }, key) {
    const all = await database(ssh);
    const row = portOf(all, key);
    if (row === null) return { exists: false };
    const mode = textOf(row, columns.mode.column);
    return { exists: true, type: typeOf(all, row), mode: mode === '' ? null : mode, tag: numberOf(row, columns.tag.column), trunks: numbers(row, columns.trunks.column) };
  },
  lines(from, to, { bridge, port }) {
    if (!isPresent(to)) return isPresent(from) ? ['--', '--if-exists', 'del-port', bridge, port] : [];
    if (isPresent(from)) return columnArguments('Port', port, columns, from, to);
    const type = to.type === 'system' ? [] : ['--', 'set', 'Interface', port, `type=${to.type}`];
    return ['--', '--may-exist', 'add-port', bridge, port, ...type, ...columnArguments('Port', port, columns, fresh, to)];
  },
  guard: async ({ ssh }, to, key) => (to.exists ? attachable(ssh, key) : removable(ssh, key)),
});

/** A port of a bridge, and its VLANs. */
export const vlanPort: Resource<Spec, State, 'bridge' | 'port', Settings> = {
  ...pushed,
  async list({ ssh }) {
    const all = await database(ssh);
    return all.bridges.flatMap((row) => portsOf(all, row).map((port) => ({ bridge: textOf(row, 'name'), port: textOf(port, 'name') })));
  },
  precheck: async ({ ssh }, spec) => (spec.exists ? attachable(ssh, spec) : removable(ssh, spec)),
  plan(_context, current, { port, exists, type, mode, tag, trunks }) {
    if (!exists) {
      if ([type, mode, tag, trunks].some((said) => said !== undefined)) throw new SettingsInvalid(`${port} is to be taken out and has settings`, { hint: 'Leave them out, or "exists: false".' });
      return { exists: false };
    }
    if (isPresent(current) && type !== undefined && type !== current.type) throw new SettingsInvalid(`${port} is of type ${current.type} and cannot become ${type}`, { hint: 'Take it out, then make it anew.' });
    const before = isPresent(current) ? current : { ...fresh, type: type ?? fresh.type };
    return {
      exists, type: before.type, mode: mode === undefined ? before.mode : mode, tag: tag === undefined ? before.tag : tag,
      trunks: trunks === undefined ? before.trunks : [...new Set(trunks)].sort((one, other) => one - other),
    };
  },
};
