import { Unsupported, type SnmpReader } from '@jackfield/sdk';

const hrSystemDate = '1.3.6.1.2.1.25.1.2.0';

/** The clock of an agent, epoch milliseconds in whole seconds: hrSystemDate (RFC 2790), a DateAndTime (RFC 2579) of eleven octets. */
export async function snmpClock(snmp: Pick<SnmpReader, 'get'>): Promise<number> {
  const [varbind] = await snmp.get([hrSystemDate]);
  const octets = varbind?.value.type === 'OctetString' ? varbind.value.value : new Uint8Array();
  // Eight octets are without a zone: they tell nothing to somebody elsewhere.
  if (octets.length !== 11) throw new Unsupported('the device does not tell the time with its zone');
  const [high = 0, low = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, , direction = 0x2b, hours = 0, minutes = 0] = octets;
  const west = String.fromCharCode(direction) === '-' ? 1 : -1;
  return Date.UTC(high * 256 + low, month - 1, day, hour, minute, second) + west * (hours * 60 + minutes) * 60_000;
}
