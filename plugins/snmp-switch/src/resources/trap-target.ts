import { Refused, snmpNumber, Unsupported, type Resource, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { targets } from '../mib.ts';
import type { trapTarget as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { isSameRow, notificationTables, readRow, statusOf, writeRow, type Row } from './notification-rows.ts';
import { probeObjects } from './probe.ts';

export type TrapTargetSpec = z.output<typeof schema>;

/** The rows of one name in the three tables; null for one that is not there. */
export type TrapTargetState = {
  readonly params: Row | null;
  readonly address: Row | null;
  readonly notify: Row | null;
};

/** What is named by another comes before it. */
const order = ['params', 'address', 'notify'] as const;

const statusNames = { params: 'snmpTargetParamsRowStatus', address: 'snmpTargetAddrRowStatus', notify: 'snmpNotifyRowStatus' } as const;

const versions = { '1': { model: 0, securityModel: 1 }, '2c': { model: 1, securityModel: 2 }, '3': { model: 3, securityModel: 3 } } as const;
const levels = { noAuthNoPriv: 1, authNoPriv: 2, authPriv: 3 } as const;
const types = { trap: 1, inform: 2 } as const;
const nonVolatile = 3;

async function read(snmp: SnmpReader, name: string): Promise<TrapTargetState> {
  const [lock] = await snmp.get([targets.lock]);
  if (snmpNumber(lock?.value) === null) throw new Unsupported('the agent does not tell whom it sends traps (SNMP-TARGET-MIB)', { hint: 'Such a device is told by its command line.' });
  const { params, address, notify } = notificationTables;
  return { params: await readRow(snmp, params, name), address: await readRow(snmp, address, name), notify: await readRow(snmp, notify, name) };
}

async function write(snmp: SnmpWriter, name: string, wanted: TrapTargetState): Promise<void> {
  // What goes, goes in reverse: nobody is sent anything by a row whose others are gone.
  for (const table of order.toReversed()) if (wanted[table] === null) await writeRow(snmp, notificationTables[table], name, null);
  for (const table of order) await writeRow(snmp, notificationTables[table], name, wanted[table]);
}

/** An IPv4 address and a port, as snmpUDPDomain has them. */
function udpAddress(address: string, port: number): string {
  return Buffer.from([...address.split('.').map(Number), port >> 8, port & 0xff]).toString('hex');
}

/** To whom the device sends its traps or informs: SNMP-TARGET-MIB and SNMP-NOTIFICATION-MIB (RFC 3413). */
export const trapTarget: Resource<TrapTargetSpec, TrapTargetState, 'name', Settings> = {
  read: ({ snmp }, key) => read(snmp, key.name),
  async list({ snmp }) {
    const rows = await snmp.table({ status: `${targets.address}.${notificationTables.address.status}` });
    return rows.map(({ index }) => ({ name: Buffer.from(index.split('.').map(Number)).toString() })).filter(({ name }) => /^[\w.-]+$/.test(name));
  },
  plan(_context, _current, { name, exists, address, port, version, securityName, level, type }) {
    if (!exists) return { params: null, address: null, notify: null };
    if (address === undefined || securityName === undefined) throw new Refused(`${name} needs an address and a security name`);
    if (version === '1' && type === 'inform') throw new Refused('SNMPv1 has no informs', { hint: 'Use version 2c or 3.' });
    return {
      params: { ...versions[version], securityName, securityLevel: levels[level], storage: nonVolatile },
      address: { domain: targets.udp, address: udpAddress(address, port), timeout: 1_500, retries: 3, tags: name, params: name, storage: nonVolatile },
      notify: { tag: name, type: types[type], storage: nonVolatile },
    };
  },
  probe: ({ snmp }, wanted, current, key) => probeObjects(snmp, order
    // Rows that are there are made anew; those that are not can only be made.
    .filter((table) => current[table] !== null && !isSameRow(current[table], wanted[table]))
    .map((table) => ({ name: `${statusNames[table]} of ${key.name}`, oid: statusOf(notificationTables[table], key.name) }))),
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.name, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.name, state),
};
