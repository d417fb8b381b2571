import { readFileSync } from 'node:fs';
import type { SnmpValue, Varbind } from '@jackfield/sdk';

function toNumber(text: string): number {
  const number = Number(text);
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}

function toValue(tag: string, text: string): SnmpValue {
  const octets = (): Uint8Array => (tag.endsWith('x') ? Buffer.from(text, 'hex') : Buffer.from(text, 'latin1'));
  switch (Number.parseInt(tag, 10)) {
    case 2:
      return { type: 'Integer', value: toNumber(text) };
    case 4:
      return { type: 'OctetString', value: octets() };
    case 5:
      return { type: 'Null', value: null };
    case 6:
      return { type: 'ObjectIdentifier', value: text };
    case 64:
      return { type: 'IpAddress', value: text };
    case 65:
      return { type: 'Counter32', value: toNumber(text) };
    case 66:
      return { type: 'Gauge32', value: toNumber(text) };
    case 67:
      return { type: 'TimeTicks', value: toNumber(text) };
    case 68:
      return { type: 'Opaque', value: octets() };
    case 70:
      return { type: 'Counter64', value: BigInt(toNumber(text)) };
    default:
      throw new Error(`unknown tag ${tag}`);
  }
}

/** The variables of a .snmprec file, in the order of their OIDs. */
export function readRecording(file: string): readonly Varbind[] {
  const text = readFileSync(file, 'latin1');
  return text.split('\n').flatMap((line) => {
    const [, oid, tag, value] = /^([\d.]+)\|(\d+x?)\|(.*)$/s.exec(line) ?? [];
    return oid === undefined || tag === undefined || value === undefined ? [] : [{ oid, value: toValue(tag, value) }];
  });
}
