import { NotReady, Unsupported, type SshOutput, type SshReader } from '@jackfield/sdk';
import { fieldsOf, isList } from '../reading.ts';

/** A value of OVSDB (RFC 7047): an atom, a set, a map. */
type Atom = string | number | boolean;
export type Value = Atom | readonly Atom[] | ReadonlyMap<Atom, Atom>;
export type Row = ReadonlyMap<string, Value>;

export interface Database {
  readonly system: Row;
  readonly bridges: readonly Row[];
  readonly ports: readonly Row[];
  readonly interfaces: readonly Row[];
}

const mostBytes = 16 * 1_024 * 1_024;

export const textOf = (row: Row, column: string): string => {
  const found = row.get(column);
  return typeof found === 'string' ? found : '';
};
export const numberOf = (row: Row, column: string): number | null => {
  const found = row.get(column);
  return typeof found === 'number' ? found : null;
};
export const flagOf = (row: Row, column: string): boolean => row.get(column) === true;

/** A set; one value alone is written without its set. */
export function setOf(row: Row, column: string): readonly Atom[] {
  const found = row.get(column);
  if (found === undefined || found instanceof Map) return [];
  return typeof found === 'object' ? [...found.values()].map((each) => (typeof each === 'object' ? '' : each)) : [found];
}

/** A value of a map, as text; null where it has none. */
export function entryOf(row: Row, column: string, key: string): string | null {
  const found = row.get(column);
  const text = found instanceof Map ? found.get(key) : undefined;
  return typeof text === 'string' && text !== '' ? text : null;
}

/** Whether nothing stands there: what an optional column has, an empty set, an empty map. */
export function isEmpty(row: Row, column: string): boolean {
  const found = row.get(column);
  return found === undefined || found === '' || (found instanceof Map && found.size === 0) || (Array.isArray(found) && found.length === 0);
}

export const isAbsent = ({ code }: SshOutput): boolean => code === 126 || code === 127;

function atomOf(told: unknown): Atom {
  if (typeof told === 'string' || typeof told === 'number' || typeof told === 'boolean') return told;
  const [tag, id] = isList(told) ? told : [];
  if (tag === 'uuid' && typeof id === 'string') return id;
  throw new TypeError('not an atom');
}

function listOf(told: unknown): readonly unknown[] {
  if (!isList(told)) throw new TypeError('not a list');
  return told;
}

function valueOf(told: unknown): Value {
  const [tag, all] = isList(told) ? told : [];
  if (tag === 'set') return listOf(all).map(atomOf);
  if (tag !== 'map') return atomOf(told);
  return new Map(listOf(all).map((pair): [Atom, Atom] => {
    const [key, value] = listOf(pair);
    return [atomOf(key), atomOf(value)];
  }));
}

function rowsOf(line: string): readonly Row[] {
  const { headings, data } = fieldsOf(JSON.parse(line));
  return listOf(data).map((row) => {
    const values = listOf(row);
    return new Map(listOf(headings).map((heading, at) => [String(heading), valueOf(values[at] ?? '')]));
  });
}

function parsed(text: string): Database {
  try {
    const [system, bridges, ports, interfaces, ...more] = text.trim().split('\n').map(rowsOf);
    const [only] = system ?? [];
    if (only === undefined || bridges === undefined || ports === undefined || interfaces === undefined || more.length > 0) throw new RangeError('not four tables');
    return { system: only, bridges, ports, interfaces };
  } catch (cause) {
    throw new Unsupported(`ovs-vsctl answers by ${JSON.stringify(text.slice(0, 80))}`, { cause });
  }
}

/** All that the plugin looks at, in one answer; null where there is no Open vSwitch. */
export async function tryDatabase(ssh: SshReader): Promise<Database | null> {
  const output = await ssh.exec('ovsDatabase', {}, { maxBytes: mostBytes });
  if (isAbsent(output)) return null;
  const { code, stdout, stderr, truncated } = output;
  if (code !== 0) throw new NotReady(`ovs-vsctl ends with ${code ?? 'a signal'}: ${(stderr || stdout).trim().slice(-300)}`, { hint: 'ovsdb-server does not run, or the login may not ask it.' });
  if (truncated) throw new NotReady('the answer of ovs-vsctl was cut off', { hint: `It is longer than ${mostBytes} bytes.` });
  return parsed(stdout);
}

/** As `tryDatabase`, on a machine that is known to run Open vSwitch. */
export async function database(ssh: SshReader): Promise<Database> {
  const found = await tryDatabase(ssh);
  if (found === null) throw new Unsupported('there is no Open vSwitch on the machine');
  return found;
}

export const named = (rows: readonly Row[], name: string): Row | null => rows.find((row) => textOf(row, 'name') === name) ?? null;

const referred = (rows: readonly Row[], row: Row, column: string): readonly Row[] => {
  const ids = new Set(setOf(row, column));
  return rows.filter((each) => ids.has(textOf(each, '_uuid')));
};

/** Ports of a bridge, without the one that is the bridge itself. */
export const portsOf = ({ ports }: Database, bridge: Row): readonly Row[] => referred(ports, bridge, 'ports').filter((port) => textOf(port, 'name') !== textOf(bridge, 'name'));
export const interfacesOf = ({ interfaces }: Database, port: Row): readonly Row[] => referred(interfaces, port, 'interfaces');
