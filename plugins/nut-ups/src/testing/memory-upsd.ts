import { capabilities, sdkVersion, type Device, type Tcp, type TcpExchangeOptions, type CheckContext, type WritingContext } from '@jackfield/sdk';
import { lineOf, wordsOf } from '../protocol/words.ts';
import { settings as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export interface MemoryUps {
  readonly variables: Map<string, string>;
  /** Variables that may be set, each with what upsd lists for it. */
  readonly writable?: { readonly [variable: string]: { readonly choices?: readonly string[]; readonly ranges?: readonly (readonly [string, string])[] } };
  /** Instead of anything, such as `DATA-STALE`. */
  error?: string;
}

export function ups(variables: { readonly [variable: string]: string }, writable: MemoryUps['writable'] = {}): MemoryUps {
  return { variables: new Map(Object.entries(variables)), writable };
}

const list = (of: readonly string[], rows: readonly (readonly string[])[]): string[] => [lineOf(['BEGIN', 'LIST', ...of]), ...rows.map(lineOf), lineOf(['END', 'LIST', ...of])];

/** An upsd in memory, as a transport. */
export class MemoryUpsd implements Tcp {
  readonly upses: ReadonlyMap<string, MemoryUps>;
  /** What was set, in order. */
  readonly sets: string[] = [];
  /** Looks that still tell the old value after a SET. */
  late = 0;
  #coming: (() => void) | null = null;

  constructor(upses: { readonly [name: string]: MemoryUps }) {
    this.upses = new Map(Object.entries(upses));
  }

  async exchange(_port: number, { login = false, send = new Uint8Array() }: TcpExchangeOptions = {}): Promise<Uint8Array> {
    if (this.#coming !== null && this.late-- <= 0) this.#coming();
    const commands = Buffer.from(send).toString().split('\n').filter((line) => line !== '').map(wordsOf);
    return Buffer.from([...(login ? ['OK', 'OK'] : []), ...commands.flatMap((command) => this.#answer(command, login))].map((line) => `${line}\n`).join(''));
  }

  #answer([verb = '', kind = '', name = '', variable = '', value = '']: readonly string[], isLoggedIn: boolean): readonly string[] {
    if (verb === 'LOGOUT') return ['OK Goodbye'];
    if (verb === 'LIST' && kind === 'UPS') return list(['UPS'], [...this.upses.keys()].map((one) => ['UPS', one, `The "${one}" \\ one`]));
    const found = this.upses.get(name);
    if (found === undefined) return ['ERR UNKNOWN-UPS'];
    if (found.error !== undefined) return [`ERR ${found.error}`];
    if (verb === 'LIST' && kind === 'VAR') return list(['VAR', name], Array.from(found.variables, ([one, text]) => ['VAR', name, one, text]));
    const text = found.variables.get(variable);
    if (text === undefined) return ['ERR VAR-NOT-SUPPORTED'];
    const rights = found.writable?.[variable];
    if (verb === 'GET') return [lineOf(kind === 'VAR' ? ['VAR', name, variable, text] : ['TYPE', name, variable, ...(rights === undefined ? [] : ['RW']), 'NUMBER'])];
    if (verb === 'LIST') return list([kind, name, variable], (kind === 'ENUM' ? (rights?.choices ?? []).map((one) => [one]) : (rights?.ranges ?? [])).map((row) => [kind, name, variable, ...row]));
    if (!isLoggedIn) return ['ERR USERNAME-REQUIRED'];
    if (rights === undefined) return ['ERR READONLY'];
    this.sets.push(`${variable}=${value}`);
    this.#coming = () => void found.variables.set(variable, value);
    if (this.late === 0) this.#coming();
    return ['OK'];
  }
}

const device: Device = {
  id: 'd1', name: 'd1', site: 's1', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

/** What a call is given over this transport; other transports are not there. */
export function contextOver(tcp: Tcp, settings: Settings = schema.parse({})): WritingContext<Settings> & CheckContext<Settings> {
  const absent = (what: string): never => new Proxy({}, { get: () => { throw new Error(`the plugin used ${what}`); } }) as never;
  return {
    device, settings, tcp, signal: new AbortController().signal, remaining: () => 10_000, since: performance.now(), alsoDue: [], points: {}, host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    snmp: absent('snmp'), ssh: absent('ssh'), ami: absent('ami'), icmp: absent('icmp'), http: absent('http'), sip: absent('sip'),
  };
}
