import { snmpNumber, type SnmpTrap, type WatchEvent, type Watcher } from '@jackfield/sdk';
import { interfaces } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { valueText } from '../text.ts';
import { meaningOf } from './known-traps.ts';

const ifIndex = '1.3.6.1.2.1.2.2.1.1';

/** What a trap says of a port: its name where the agent sends one along, else its number. */
function portOf({ varbinds }: SnmpTrap): string | null {
  const under = (column: string) => varbinds.find(({ oid }) => oid.startsWith(`${column}.`))?.value;
  const number = snmpNumber(under(ifIndex));
  return valueText(under(interfaces.name)) ?? valueText(under(interfaces.descr)) ?? (number === null ? null : `port ${number}`);
}

/** Null for a trap that no check of this plugin has to do with. */
export function eventOf(trap: SnmpTrap): WatchEvent | null {
  const meaning = meaningOf(trap.oid);
  if (meaning === null) return null;
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
