import { createHash } from 'node:crypto';
import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import { bridgesSchema, freshBridge, freshPort, type Bridges, type OpenVSwitchModel } from './open-vswitch-model.ts';

const changed = '/open-vswitch.json';

type Port = Bridges[string]['ports'][string];
type Columns = { readonly [column: string]: unknown };

/** A command of ovs-vsctl that cannot be done; nothing of the transaction is. */
class Impossible extends Error {
  override readonly name = 'Impossible';
}

const uuid = (...parts: readonly string[]): readonly ['uuid', string] => {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex');
  return ['uuid', [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')];
};
const set = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : ['set', values]);
const optional = (value: unknown): unknown => value ?? ['set', []];
const map = (entries: { readonly [key: string]: string }): unknown => ['map', Object.entries(entries)];

/** What ovs-vsctl and ovs-appctl say and do on a machine with Open vSwitch. */
export class SimulatedOpenVSwitch {
  readonly #model: OpenVSwitchModel;
  readonly #first: string;
  readonly #devices: ReadonlySet<string>;

  constructor(model: OpenVSwitchModel) {
    this.#model = model;
    this.#first = JSON.stringify(model.bridges);
    this.#devices = new Set([...model.devices, ...Object.values(model.bridges).flatMap(({ ports }) => Object.keys(ports))]);
  }

  appctl(): ProgramResult {
    return this.#model.daemon ? { stdout: `ovs-vswitchd (Open vSwitch) ${this.#model.version}\n` } : { stderr: 'ovs-appctl: cannot read pidfile "/var/run/openvswitch/ovs-vswitchd.pid"\n', code: 1 };
  }

  /** All commands, or none of them. */
  vsctl(args: readonly string[], files: MemoryFiles): ProgramResult {
    if (args.includes('--version')) return { stdout: `ovs-vsctl (Open vSwitch) ${this.#model.version}\nDB Schema 8.5.0\n` };
    const bridges: Bridges = bridgesSchema.parse(JSON.parse(files.text(changed) ?? this.#first));
    let stdout = '';
    try {
      for (const command of commandsOf(args)) stdout += this.#perform(command, bridges);
    } catch (error) {
      if (error instanceof Impossible) return { stderr: `ovs-vsctl: ${error.message}\n`, code: 1 };
      throw error;
    }
    const text = JSON.stringify(sorted(bridges));
    if (text !== JSON.stringify(sorted(bridgesSchema.parse(JSON.parse(this.#first))))) files.write(changed, text);
    else if (files.exists(changed)) files.remove(changed);
    const unusable = Object.values(bridges).flatMap(({ ports }) => Object.entries(ports)).filter(([name, port]) => this.#error(name, port) !== '');
    return { stdout, stderr: unusable.map(([name, port]) => `ovs-vsctl: Error detected while setting up '${name}': ${this.#error(name, port)}\n`).join('') };
  }

  #error(name: string, { type }: Port): string {
    return type === '' && !this.#devices.has(name) ? `could not open network device ${name} (No such device)` : '';
  }

  #perform({ verb, options, words }: Command, bridges: Bridges): string {
    const [first = '', second = '', ...rest] = words;
    switch (verb) {
      case 'list':
        return `${this.#listed(first, (options.get('--columns') ?? '').split(','), bridges)}\n`;
      case 'add-br':
        if (bridges[first] !== undefined && !options.has('--may-exist')) throw new Impossible(`cannot create a bridge named ${first} because a bridge named ${first} already exists`);
        bridges[first] ??= freshBridge();
        return '';
      case 'del-br':
        if (bridges[first] === undefined && !options.has('--if-exists')) throw new Impossible(`no bridge named ${first}`);
        delete bridges[first];
        return '';
      case 'add-port':
        bridgeOf(bridges, first).ports[second] ??= freshPort();
        return '';
      case 'del-port':
        if (bridges[first]?.ports[second] === undefined && !options.has('--if-exists')) throw new Impossible(`no port named ${second}`);
        delete bridges[first]?.ports[second];
        return '';
      case 'set':
        for (const each of rest) assign(bridges, first, second, each.split('=', 1)[0] ?? '', each.slice(each.indexOf('=') + 1));
        return '';
      case 'clear':
        for (const each of rest) assign(bridges, first, second, each, '');
        return '';
      default:
        throw new Impossible(`unknown command '${verb}'; use --help for help`);
    }
  }

  #listed(table: string, columns: readonly string[], bridges: Bridges): string {
    const rows = this.#rows(table, bridges).map((row) => columns.map((column) => row[column] ?? ['map', []]));
    return JSON.stringify({ data: rows, headings: columns });
  }

  #rows(table: string, bridges: Bridges): readonly Columns[] {
    const all = Object.entries(bridges);
    switch (table) {
      case 'Open_vSwitch':
        return [{ cur_cfg: 7, next_cfg: 7, external_ids: map(this.#model.hostname === undefined ? {} : { hostname: this.#model.hostname }) }];
      case 'Bridge':
        return all.map(([name, { datapath, failMode, stp, rstp, multicastSnooping, ports }]) => ({
          name, ports: set([name, ...Object.keys(ports)].map((port) => uuid('port', name, port))), datapath_type: datapath, fail_mode: optional(failMode), stp_enable: stp, rstp_enable: rstp, mcast_snooping_enable: multicastSnooping,
        }));
      case 'Port':
        return all.flatMap(([bridge, { ports }]) => [
          { _uuid: uuid('port', bridge, bridge), name: bridge, interfaces: uuid('interface', bridge, bridge) },
          ...Object.entries(ports).map(([name, { tag, trunks, mode, externalIds }]) => ({
            _uuid: uuid('port', bridge, name), name, interfaces: uuid('interface', bridge, name), tag: optional(tag), trunks: set(trunks), vlan_mode: optional(mode), external_ids: map(externalIds),
          })),
        ]);
      case 'Interface':
        return all.flatMap(([bridge, { ports }]) => [
          { _uuid: uuid('interface', bridge, bridge), name: bridge, type: 'internal', ofport: 65_534, admin_state: 'down', link_state: 'down' },
          ...Object.entries(ports).map(([name, port], at) => ({
            _uuid: uuid('interface', bridge, name), name, type: port.type, ofport: at + 1, mtu: 1_500, link_speed: 1_000_000_000, mac_in_use: optional(port.mac), error: optional(this.#error(name, port) || null),
            admin_state: port.shutdown ? 'down' : 'up', link_state: port.up && !port.shutdown ? 'up' : 'down',
          })),
        ]);
      default:
        throw new Impossible(`unknown table "${table}"`);
    }
  }
}

interface Command {
  readonly verb: string;
  readonly options: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** Commands stand between `--`; what begins with two hyphens in one is its option. */
function commandsOf(args: readonly string[]): readonly Command[] {
  const pieces: string[][] = [[]];
  for (const arg of args) if (arg === '--') pieces.push([]);
  else pieces.at(-1)?.push(arg);
  return pieces.flatMap((piece) => {
    const options = new Map(piece.filter((word) => word.startsWith('--')).map((word): [string, string] => [word.split('=', 1)[0] ?? '', word.slice(word.indexOf('=') + 1)]));
    const [verb, ...words] = piece.filter((word) => !word.startsWith('--'));
    return verb === undefined ? [] : [{ verb, options, words }];
  });
}

function bridgeOf(bridges: Bridges, name: string): Bridges[string] {
  const found = bridges[name];
  if (found === undefined) throw new Impossible(`no bridge named ${name}`);
  return found;
}

function assign(bridges: Bridges, table: string, row: string, column: string, value: string): void {
  if (table === 'Bridge') return assignBridge(bridgeOf(bridges, row), column, value);
  const port = Object.values(bridges).find(({ ports }) => ports[row] !== undefined)?.ports[row];
  if (port === undefined) throw new Impossible(`no row "${row}" in table ${table}`);
  if (table === 'Interface' && column === 'type') port.type = value;
  else if (column === 'vlan_mode') port.mode = value === '' ? null : value;
  else if (column === 'tag') port.tag = value === '' ? null : Number(value);
  else if (column === 'trunks') port.trunks = value === '' ? [] : value.split(',').map(Number);
  else throw new Impossible(`${table} does not contain a column whose name matches "${column}"`);
}

function assignBridge(bridge: Bridges[string], column: string, value: string): void {
  if (column === 'datapath_type') bridge.datapath = value;
  else if (column === 'fail_mode') bridge.failMode = value === '' ? null : value;
  else if (column === 'stp_enable') bridge.stp = value === 'true';
  else if (column === 'rstp_enable') bridge.rstp = value === 'true';
  else if (column === 'mcast_snooping_enable') bridge.multicastSnooping = value === 'true';
  else throw new Impossible(`Bridge does not contain a column whose name matches "${column}"`);
}

/** What came back stands behind what stayed: the order of the database tells nothing. */
function sorted(bridges: Bridges): Bridges {
  const inOrder = <Value>(record: { readonly [name: string]: Value }): { [name: string]: Value } => Object.fromEntries(Object.entries(record).sort(([one], [other]) => one.localeCompare(other)));
  return inOrder(Object.fromEntries(Object.entries(bridges).map(([name, bridge]) => [name, { ...bridge, ports: inOrder(bridge.ports) }])));
}
