import type { WireVarbind } from '../../runtime/wire.ts';
import { readableOf } from './recorded-bytes.ts';

const numeric = new Set(['Integer', 'Counter32', 'Gauge32', 'TimeTicks']);
const valueless = new Set(['Null', 'NoSuchObject', 'NoSuchInstance', 'EndOfMibView']);
const types: { readonly [type: string]: WireVarbind[1] } = {
  Integer: 'Integer', Counter32: 'Counter32', Gauge32: 'Gauge32', TimeTicks: 'TimeTicks', Counter64: 'Counter64', OctetString: 'OctetString', Opaque: 'Opaque',
  ObjectIdentifier: 'ObjectIdentifier', IpAddress: 'IpAddress', Null: 'Null', NoSuchObject: 'NoSuchObject', NoSuchInstance: 'NoSuchInstance', EndOfMibView: 'EndOfMibView',
};

/** Octets as text in quotes where they are text (a NUL at the end is usual), else in hex. */
function octets(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  const body = bytes.subarray(0, bytes.length - (/\0*$/.exec(latin1)?.[0].length ?? 0));
  const text = readableOf(body);
  if (text !== null && (body.length > 0 || bytes.length === 0)) return JSON.stringify(text + '\0'.repeat(bytes.length - body.length));
  return `hex ${(bytes.toString('hex').match(/../g) ?? []).join(' ')}`;
}

/** `1.3.6.1.2.1.1.5.0 = OctetString: "core-1"`. */
export function variableLine([oid, type, value]: WireVarbind): string {
  if (value === null) return `${oid} = ${type}`;
  return `${oid} = ${type}: ${type === 'OctetString' || type === 'Opaque' ? octets(String(value)) : value}`;
}

export function variableLines(variables: readonly WireVarbind[]): string {
  return variables.map((variable) => `${variableLine(variable)}\n`).join('');
}

function octetsOf(text: string): string | null {
  const hex = /^hex((?: [0-9a-fA-F]{2})*)$/.exec(text)?.[1];
  if (hex !== undefined) return Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1');
  if (!/^".*"$/s.test(text)) return null;
  try {
    return Buffer.from(String(JSON.parse(text))).toString('latin1');
  } catch {
    return null;
  }
}

function variableOf(line: string): WireVarbind | null {
  const [, oid, name = '', text] = /^(\d+(?:\.\d+)+) = (\w+)(?:: ?(.*))?$/s.exec(line) ?? [];
  const type = types[name];
  if (oid === undefined || type === undefined) return null;
  if (valueless.has(type)) return text === undefined ? [oid, type, null] : null;
  if (text === undefined) return null;
  if (numeric.has(type)) return /^-?\d+$/.test(text) ? [oid, type, Number(text)] : null;
  if (type === 'Counter64') return /^\d+$/.test(text) ? [oid, type, text] : null;
  if (type === 'OctetString' || type === 'Opaque') {
    const bytes = octetsOf(text);
    return bytes === null ? null : [oid, type, bytes];
  }
  const isGood = type === 'IpAddress' ? /^\d+\.\d+\.\d+\.\d+$/.test(text) : /^(\d+(\.\d+)*)?$/.test(text);
  return isGood ? [oid, type, text] : null;
}

/** The variables of a block of lines. Throws with the line that is none. */
export function parseVariableLines(block: string): readonly WireVarbind[] {
  return block.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const variable = variableOf(line);
    if (variable === null) throw new Error(`not OID = TYPE: value: ${line.slice(0, 120)}`);
    return [variable];
  });
}
