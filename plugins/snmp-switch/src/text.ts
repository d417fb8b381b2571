import { snmpDotted, snmpNumber, snmpText, type SnmpValue } from '@jackfield/sdk';

const placeholders = new Set([
  '', '-', '--', '.', '0', 'n/a', 'na', 'none', 'null', '(null)', 'nil', 'unknown', 'undefined', 'not available', 'not specified', 'notavailable',
  'no', 'not set', 'unspecified', 'default string', 'to be filled by o.e.m.', 'to be filled by o.e.m', 'system serial number', 'system product name',
  'empty', 'missing', 'not present', 'invalid', 'unavailable', 'no asset information', 'nosuchobject', 'nosuchinstance', '""', '?',
]);

/** A MAC as `00:1b:…`, from six octets or from text; null for anything else. */
export function macAddress(value: SnmpValue | undefined): string | null {
  if (value?.type !== 'OctetString') return null;
  if (value.value.length === 6) return Array.from(value.value, (octet) => octet.toString(16).padStart(2, '0')).join(':');
  const text = (snmpText(value) ?? '').trim();
  const parts = text.split(/[:\-. ]/);
  const hex = parts.length === 6 ? parts.map((part) => part.padStart(2, '0')).join('') : parts.join('');
  return /^[0-9a-f]{12}$/i.test(hex) ? (hex.toLowerCase().match(/../g) ?? []).join(':') : null;
}

/** DisplayString ends at 255 octets (RFC 2579); agents that do not keep to it say nothing that matters after twice that. */
const longest = 500;

/** What a person would read: control characters and quotes around it dropped; null for nothing or a placeholder. */
export function readable(text: string | null): string | null {
  // Agents end strings at a NUL and leave rubbish behind it.
  const [head = ''] = (text ?? '').split('\0');
  const clean = head.slice(0, longest).replace(/[\p{Cc}\uFEFF\s]+/gu, ' ').trim().replace(/^"(.*)"$/, '$1').trim();
  return placeholders.has(clean.toLowerCase()) ? null : clean;
}

/** A value as text, whatever its type: octets as text or a MAC, numbers in decimal. */
export function valueText(value: SnmpValue | undefined): string | null {
  if (value === undefined) return null;
  if (value.type === 'OctetString' && value.value.length === 6 && value.value.some((octet) => octet < 0x20 || octet > 0x7e)) {
    return macAddress(value);
  }
  const text = snmpText(value) ?? snmpDotted(value);
  if (text !== null) return readable(text);
  return value.type === 'Counter64' ? value.value.toString() : readable(snmpNumber(value)?.toString() ?? null);
}

/** An integer, also from the agents that send a string where the MIB says integer. */
export function valueInteger(value: SnmpValue | undefined): number | null {
  const number = snmpNumber(value);
  if (number !== null) return number;
  const text = (snmpText(value) ?? '').trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Math.trunc(Number(text)) : null;
}

/** net-snmp's floats in an Opaque (draft-perkins-float): the tag, the length, then IEEE 754. */
function opaqueReal(octets: Uint8Array): number | null {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  if (octets[0] !== 0x9f) return null;
  if (octets[1] === 0x78 && octets.length === 7) return view.getFloat32(3);
  return octets[1] === 0x79 && octets.length === 11 ? view.getFloat64(3) : null;
}

/** A measured number, also from agents that send it as text with its unit behind it, or as a float in an Opaque. */
export function valueReal(value: SnmpValue | undefined): number | null {
  const number = snmpNumber(value) ?? (value?.type === 'Opaque' ? opaqueReal(value.value) : null);
  if (number !== null) return Number.isFinite(number) ? number : null;
  const [, digits] = /^\s*([-+]?\d+(?:[.,]\d+)?)/u.exec(snmpText(value) ?? '') ?? [];
  return digits === undefined ? null : Number(digits.replace(',', '.'));
}

const expressions = new Map<string, RegExp>();

/** A profile's regular expression, compiled once. */
export function expression(pattern: string): RegExp {
  let known = expressions.get(pattern);
  if (known === undefined) expressions.set(pattern, (known = new RegExp(pattern, 'iu')));
  return known;
}
