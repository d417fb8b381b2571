import { snmpNumber, type SnmpTrap, type WatchEvent, type Watcher } from '@jackfield/sdk';
import { interfaces } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { valueText } from '../text.ts';

/** The traps that every agent has (SNMPv2-MIB, RFC 3418; IF-MIB, RFC 2863), and the checks that see what they tell. */
const known: ReadonlyMap<string, { readonly name: string; readonly says: string; readonly hints: readonly string[] }> = new Map([
  ['1.3.6.1.6.3.1.1.5.1', { name: 'coldStart', says: 'it has started', hints: ['uptime', 'ports'] }],
  ['1.3.6.1.6.3.1.1.5.2', { name: 'warmStart', says: 'its agent has started', hints: ['uptime', 'ports'] }],
  ['1.3.6.1.6.3.1.1.5.3', { name: 'linkDown', says: 'a link went down', hints: ['ports'] }],
  ['1.3.6.1.6.3.1.1.5.4', { name: 'linkUp', says: 'a link came up', hints: ['ports'] }],
  // No check sees who asked with a wrong community: it is told, and that is all.
  ['1.3.6.1.6.3.1.1.5.5', { name: 'authenticationFailure', says: 'somebody asked it with wrong credentials', hints: [] }],
]);

const ifIndex = '1.3.6.1.2.1.2.2.1.1';

/** What a trap says of a port: its name where the agent sends one along, else its number. */
function portOf({ varbinds }: SnmpTrap): string | null {
  const under = (column: string) => varbinds.find(({ oid }) => oid.startsWith(`${column}.`))?.value;
  const number = snmpNumber(under(ifIndex));
  return valueText(under(interfaces.name)) ?? valueText(under(interfaces.descr)) ?? (number === null ? null : `port ${number}`);
}

/** Null for a trap that no check of this plugin has to do with. */
export function eventOf(trap: SnmpTrap): WatchEvent | null {
  const meaning = known.get(trap.oid);
  if (meaning === undefined) return null;
  const port = portOf(trap);
  return { name: meaning.name, summary: port === null ? meaning.says : `${meaning.says}: ${port}`, hints: meaning.hints };
}

/** Has the checks run that a trap is about. */
export const traps: Watcher<Settings> = async ({ snmp, signal, emit }) => {
  for await (const trap of snmp.traps(signal)) {
    const event = eventOf(trap);
    if (event !== null) emit(event);
  }
};
