import type { SnmpValue } from '../../transports/snmp.ts';
import type { SnmpVariable } from './variable-table.ts';

function recordedValue(tag: string, text: string): SnmpValue | null {
  const hex = tag.endsWith('x');
  const octets = (): Buffer => Buffer.from(text, hex ? 'hex' : 'latin1');
  switch (hex ? tag.slice(0, -1) : tag) {
    case '2':
      return { type: 'Integer', value: Number(text) };
    case '4':
      return { type: 'OctetString', value: octets() };
    case '5':
      return { type: 'Null', value: null };
    case '6':
      return { type: 'ObjectIdentifier', value: text };
    case '64':
      return { type: 'IpAddress', value: text };
    case '65':
      return { type: 'Counter32', value: Number(text) };
    case '66':
      return { type: 'Gauge32', value: Number(text) };
    case '67':
      return { type: 'TimeTicks', value: Number(text) };
    case '68':
      return { type: 'Opaque', value: octets() };
    case '70':
      return { type: 'Counter64', value: BigInt(text) };
    default:
      return null;
  }
}

/**
 * The variables of a recording in snmprec format: one a line, `OID|TAG|VALUE`, the tag the decimal BER tag, with an `x`
 * behind it when the value is in hex. The text is read as Latin-1, so that octets stay octets.
 */
export function parseRecording(text: string): readonly SnmpVariable[] {
  return text.split('\n').flatMap((line, at) => {
    if (line === '' || line === '\r') return [];
    const [, oid = '', tag = '', value = ''] = /^([\d.]+)\|(\d+x?)\|(.*)$/s.exec(line) ?? [];
    const recorded = oid === '' ? null : recordedValue(tag, value);
    if (recorded === null) throw new Error(`line ${at + 1} is not OID|TAG|VALUE: ${line.slice(0, 80)}`);
    return [{ oid, value: recorded }];
  });
}
