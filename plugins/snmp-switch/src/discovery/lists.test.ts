import { Unreachable, Unsupported, type SnmpReadOptions, type SnmpRow } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { agent } from './agent.ts';

type Says = { readonly [oid: string]: Content };
let devices = 0;

async function inspect(content: Says | MemoryAgent, id = `lists ${devices++}`, remaining = 60_000) {
  const context = contextOver(content instanceof MemoryAgent ? content : new MemoryAgent(content));
  return agent.inspect({ ...context, remaining: () => remaining, device: { ...context.device, id } });
}

const entityColumns = { within: 4, class: 5, name: 7, descr: 2, software: 10, serial: 11, model: 13 } as const;
const entity = (index: number, row: { readonly [Column in keyof typeof entityColumns]?: Content }): Says =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [`1.3.6.1.2.1.47.1.1.1.1.${entityColumns[column as keyof typeof entityColumns]}.${index}`, value]));
const ports = (...names: readonly string[]): Says => Object.fromEntries(names.flatMap((name, at) => [[`1.3.6.1.2.1.31.1.1.1.1.${101 + at}`, name], [`1.3.6.1.2.1.17.1.4.1.2.${1 + at}`, 101 + at]]));
const list = (...octets: readonly number[]): Content => ({ type: 'OctetString', value: Uint8Array.from(octets) });

describe('parts', () => {
  test('members, modules and optics, each in the part that it stands in, over the slots between', async () => {
    const { parts } = await inspect({
      ...entity(1, { class: 11, name: 'Stack', within: 0 }), ...entity(2, { class: 3, name: 'Switch 1', within: 1, serial: 'FOC1', model: 'C9300-24T', software: '17.9.4' }),
      ...entity(3, { class: 5, name: 'Slot 1', within: 2 }), ...entity(4, { class: 10, name: 'Te1/1/1', within: 3, serial: 'AGD1', model: 'SFP-10G-SR', descr: 'SFP-10GBase-SR' }),
      ...entity(5, { class: 8, name: 'Inlet sensor', within: 2 }), ...entity(6, { class: 7, name: 'Fan', within: 2, model: 'FAN-T2' }), ...entity(7, { class: 7, name: 'Fan', within: 2, model: 'FAN-T2' }),
    });
    expect(parts).toEqual([
      { name: 'Stack', kind: 'stack', description: null, model: null, serial: null, version: null, within: null },
      { name: 'Switch 1', kind: 'chassis', description: null, model: 'C9300-24T', serial: 'FOC1', version: '17.9.4', within: 'Stack' },
      { name: 'Te1/1/1', kind: 'port', description: 'SFP-10GBase-SR', model: 'SFP-10G-SR', serial: 'AGD1', version: null, within: 'Switch 1' },
      { name: 'Fan', kind: 'fan', description: null, model: 'FAN-T2', serial: null, version: null, within: 'Switch 1' },
      { name: 'Fan #2', kind: 'fan', description: null, model: 'FAN-T2', serial: null, version: null, within: 'Switch 1' },
    ]);
  });

  test('a row that stands in itself ends nowhere, one without a class is another', async () => {
    expect((await inspect({ ...entity(1, { within: 2, serial: 'A1', name: 'one' }), ...entity(2, { within: 2, class: 5, name: 'slot' }) })).parts).toMatchObject([{ name: 'one', kind: 'other', within: null }]);
  });

  test('a device without any has none', async () => {
    expect((await inspect(ports('Gi1'))).parts).toEqual([]);
  });
});

describe('tables that the device says are the same', () => {
  class Counted extends MemoryAgent {
    readonly walked: string[] = [];
    override async table<Column extends string>(columns: { readonly [C in Column]: string }): Promise<readonly SnmpRow<Column>[]> {
      this.walked.push(...Object.values<string>(columns));
      return super.table(columns);
    }
  }
  const [serials, remotes] = ['1.3.6.1.2.1.47.1.1.1.1.11', '1.0.8802.1.1.2.1.4.1.1.5'];
  const at = (changed: number, upTime: number): Says => ({
    '1.3.6.1.2.1.47.1.4.1.0': { type: 'TimeTicks', value: changed }, '1.0.8802.1.1.2.1.2.1.0': { type: 'TimeTicks', value: changed }, '1.3.6.1.2.1.1.3.0': { type: 'TimeTicks', value: upTime },
    ...entity(1, { class: 3, name: 'Chassis', serial: 'FOC1' }), [`${remotes}.0.7.1`]: 'core', '1.0.8802.1.1.2.1.4.1.1.9.0.7.1': 'core-1',
  });
  test('are not walked again; after a change or a restart they are', async () => {
    const walks: boolean[] = [];
    for (const [changed, upTime] of [[500, 9_000], [500, 9_900], [950, 9_990], [950, 900], [0, 1_000], [0, 1_100]] as const) {
      const snmp = new Counted(at(changed, upTime));
      const { parts, neighbours } = await inspect(snmp, 'spared');
      expect([parts, neighbours]).toMatchObject([[{ serial: 'FOC1' }], [{ remoteName: 'core-1' }]]);
      expect(snmp.walked.includes(serials)).toBe(snmp.walked.includes(remotes));
      walks.push(snmp.walked.includes(serials));
    }
    expect(walks).toEqual([true, false, true, true, true, true]);
  });
});

describe('VLANs', () => {
  const vlan = '1.3.6.1.2.1.17.7.1.4';
  test('by Q-BRIDGE-MIB: names from what was set, ports from what is so now', async () => {
    const { vlans } = await inspect({
      ...ports('Gi1', 'Gi2', 'Gi3'), [`${vlan}.3.1.1.10`]: 'Office', [`${vlan}.3.1.2.10`]: list(0x80), [`${vlan}.3.1.4.10`]: list(0x80), [`${vlan}.3.1.1.20`]: 'Voice', [`${vlan}.3.1.2.20`]: list(0), [`${vlan}.3.1.4.20`]: list(0),
      [`${vlan}.2.1.4.0.10`]: list(0xe0), [`${vlan}.2.1.5.0.10`]: list(0x80),
    });
    expect(vlans).toEqual([{ id: 10, name: 'Office', untagged: ['Gi1'], tagged: ['Gi2', 'Gi3'] }, { id: 20, name: 'Voice', untagged: [], tagged: [] }]);
  });

  test('on Cisco\'s by its own MIBs: access ports, trunks and their native VLAN, none of those kept for token ring', async () => {
    const [vtp, trunk] = ['1.3.6.1.4.1.9.9.46.1.3.1.1', '1.3.6.1.4.1.9.9.46.1.6.1.1'];
    const state = (id: number, type: number, name: string): Says => ({ [`${vtp}.2.1.${id}`]: 1, [`${vtp}.3.1.${id}`]: type, [`${vtp}.4.1.${id}`]: name });
    const { vlans } = await inspect({
      ...ports('Gi1', 'Gi2'), ...state(1, 1, 'default'), ...state(1002, 2, 'fddi-default'), ...state(1100, 1, 'Cameras'), '1.3.6.1.4.1.9.9.68.1.2.2.1.2.101': 1100,
      [`${trunk}.14.102`]: 1, [`${trunk}.5.102`]: 1, [`${trunk}.4.102`]: list(0x40), [`${trunk}.17.102`]: list(0, 0, 0, 0, 0, 0, 0, 0, 0, 0x08),
    });
    expect(vlans).toEqual([{ id: 1, name: 'default', untagged: ['Gi2'], tagged: [] }, { id: 1100, name: 'Cameras', untagged: ['Gi1'], tagged: ['Gi2'] }]);
  });
});

test('members of link aggregates, by LACP and by the layers of IF-MIB', async () => {
  const { interfaces } = await inspect({
    ...ports('Gi1', 'Gi2', 'Gi3', 'Po1', 'vlan5'), '1.3.6.1.2.1.2.2.1.3.104': 161, '1.3.6.1.2.1.2.2.1.3.105': 53,
    '1.2.840.10006.300.43.1.2.1.1.13.101': 104, '1.2.840.10006.300.43.1.2.1.1.13.103': 103, '1.3.6.1.2.1.31.1.2.1.3.104.102': 1, '1.3.6.1.2.1.31.1.2.1.3.105.103': 1, '1.3.6.1.2.1.31.1.2.1.3.0.104': 1,
  });
  expect(Object.fromEntries(interfaces.map(({ name, aggregate }) => [name, aggregate]))).toEqual({ Gi1: 'Po1', Gi2: 'Po1', Gi3: undefined, Po1: undefined, vlan5: undefined });
});

const learnt = (table: string, at: string, port: number, status = 3): Says => ({ [`${table}.2.${at}`]: port, [`${table}.3.${at}`]: status });

describe('addresses behind ports', () => {
  const fdb = '1.3.6.1.2.1.17.7.1.2.2.1';

  test('by Q-BRIDGE-MIB, with the VLAN of their table; the device\'s own, and those of ports with many, are left out', async () => {
    const many = Object.assign({}, ...Array.from({ length: 9 }, (_one, at) => learnt(fdb, `7.2.76.69.1.0.${at}`, 2)));
    const { stations } = await inspect({ ...ports('Gi1', 'Gi2'), ...many, ...learnt(fdb, '7.2.76.69.7.0.49', 1), ...learnt(fdb, '7.2.76.69.7.0.50', 1, 4), '1.3.6.1.2.1.17.7.1.4.2.1.3.0.20': 7 });
    expect(stations).toEqual([{ mac: '02:4c:45:07:00:31', port: 'Gi1', vlan: 20 }]);
  });

  test('by BRIDGE-MIB, without a VLAN', async () => {
    expect((await inspect({ ...ports('Gi1'), ...learnt('1.3.6.1.2.1.17.4.3.1', '2.76.69.7.0.49', 1) })).stations).toEqual([{ mac: '02:4c:45:07:00:31', port: 'Gi1', vlan: null }]);
  });

  const cisco: Says = { ...ports('Gi1', 'Gi2'), '1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.1': 1, '1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.20': 1, ...learnt('1.3.6.1.2.1.17.4.3.1', '2.76.69.7.0.48', 2) };

  /** An agent with a table for each VLAN in a context of its own; silent in contexts that it has not. */
  class Contexts extends MemoryAgent {
    asked = 0;
    readonly #contexts: { readonly [context: string]: MemoryAgent };
    constructor(contexts: { readonly [context: string]: Says }) {
      super(cisco);
      this.#contexts = Object.fromEntries(Object.entries(contexts).map(([name, says]) => [name, new MemoryAgent(says)]));
    }
    override async table<Column extends string>(columns: { readonly [C in Column]: string }, options: SnmpReadOptions = {}): Promise<readonly SnmpRow<Column>[]> {
      if (options.context === undefined) return super.table(columns);
      this.asked += 1;
      const context = this.#contexts[options.context];
      if (context === undefined) throw new Unreachable('the agent does not answer');
      return context.table(columns);
    }
  }
  const inVlan20: Says = { ...learnt('1.3.6.1.2.1.17.4.3.1', '2.76.69.7.0.49', 5), '1.3.6.1.2.1.17.1.4.1.2.5': 101 };

  test.each([['', 'community@vlan'], ['vlan-', 'a context of SNMPv3']])('on Cisco\'s by VLAN, in context %s20: %s', async (prefix) => {
    expect((await inspect(new Contexts({ [`${prefix}1`]: {}, [`${prefix}20`]: inVlan20 }))).stations).toEqual([{ mac: '02:4c:45:07:00:31', port: 'Gi1', vlan: 20 }]);
  });

  test('an agent that is silent to both is asked without, and is not waited for again', async () => {
    const silent = new Contexts({});
    for (let times = 0; times < 2; times += 1) expect((await inspect(silent, 'silent to contexts')).stations).toEqual([{ mac: '02:4c:45:07:00:30', port: 'Gi2', vlan: null }]);
    expect(silent.asked).toBe(2);
  });
});

describe('a list that cannot be read', () => {
  class Broken extends MemoryAgent {
    readonly #error: Error;
    constructor(error: Error) {
      super({ ...ports('Gi1'), ...learnt('1.3.6.1.2.1.17.4.3.1', '2.76.69.7.0.49', 1) });
      this.#error = error;
    }
    override async table<Column extends string>(columns: { readonly [C in Column]: string }): Promise<readonly SnmpRow<Column>[]> {
      if (Object.values<string>(columns).includes('1.3.6.1.2.1.17.4.3.1.2')) throw this.#error;
      return super.table(columns);
    }
  }

  test('is left out, so that what was known stays; the rest is told', async () => {
    const found = await inspect(new Broken(new Unsupported('more than 20000 rows')));
    expect(found).not.toHaveProperty('stations');
    expect(found).toMatchObject({ interfaces: [{ name: 'Gi1' }], parts: [], vlans: [] });
  });

  test('a device that went away is told as such', async () => {
    await expect(inspect(new Broken(new Unreachable('the agent does not answer')))).rejects.toThrow('does not answer');
  });

  test('when the time is over, what comes last is not begun', async () => {
    expect(await inspect({ ...ports('Gi1') }, 'late', 9_000)).not.toHaveProperty('parts');
  });
});

describe('the ARP table', () => {
  const phone = [0x02, 0x4c, 0x45, 0x07, 0x00, 0x31];
  const mac = '02:4c:45:07:00:31';

  test('by the older MIB; entries of nobody, of all and of many are left out', async () => {
    const old = '1.3.6.1.2.1.4.22.1.2.5';
    const { arp } = await inspect({
      [`${old}.192.0.2.21`]: list(...phone), [`${old}.192.0.2.22`]: list(), [`${old}.192.0.2.23`]: list(0, 0, 0, 0, 0, 0), [`${old}.192.0.2.255`]: list(255, 255, 255, 255, 255, 255), [`${old}.224.0.0.1`]: list(1, 0, 0x5e, 0, 0, 1),
    });
    expect(arp).toEqual([{ address: '192.0.2.21', mac }]);
  });

  test('by the newer one, with IPv6; addresses of one link alone say nothing elsewhere', async () => {
    const any = '1.3.6.1.2.1.4.35.1.4.5';
    const global = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.33';
    const { arp } = await inspect({
      [`${any}.1.4.192.0.2.21`]: list(...phone), [`${any}.2.16.${global}`]: list(...phone), [`${any}.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.33`]: list(...phone), [`${any}.1.4.192.0.2`]: list(...phone),
      '1.3.6.1.2.1.4.22.1.2.5.192.0.2.99': list(...phone),
    });
    expect(arp).toEqual([{ address: '192.0.2.21', mac }, { address: '2001:db8::21', mac }]);
  });

  test('of a device without one is empty', async () => {
    expect((await inspect(ports('Gi1'))).arp).toEqual([]);
  });
});
