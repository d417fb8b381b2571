import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import { expression, readable, valueText } from '../text.ts';
import type { Chassis } from './chassis.ts';
import type { Source, SystemGroup } from './profile.ts';

/** What was read for the sources of a device. */
export interface Readings {
  readonly group: SystemGroup;
  readonly chassis: Chassis | null;
  /** By the OID that the source names, for `get` and for `next`. */
  readonly got: ReadonlyMap<string, SnmpValue>;
  readonly followed: ReadonlyMap<string, SnmpValue>;
}

const oidsInPdu = 20;

function chunks(oids: Iterable<string>): string[][] {
  const all = [...new Set(oids)];
  return Array.from({ length: Math.ceil(all.length / oidsInPdu) }, (_, at) => all.slice(at * oidsInPdu, (at + 1) * oidsInPdu));
}

/** Reads what the sources name: one GET and one GETNEXT for up to 20 objects each. */
export async function readSources(snmp: SnmpReader, sources: readonly Source[]): Promise<Pick<Readings, 'got' | 'followed'>> {
  const got = new Map<string, SnmpValue>();
  const followed = new Map<string, SnmpValue>();
  for (const oids of chunks(sources.flatMap((source) => ('get' in source ? [source.get] : [])))) {
    for (const { oid, value } of await snmp.get(oids)) got.set(oid, value);
  }
  for (const oids of chunks(sources.flatMap((source) => ('next' in source ? [source.next] : [])))) {
    const varbinds = await snmp.getNext(oids);
    oids.forEach((root, at) => {
      const next = varbinds[at];
      if (next?.oid.startsWith(`${root}.`) === true) followed.set(root, next.value);
    });
  }
  return { got, followed };
}

interface Cleaning {
  readonly pattern?: string | undefined;
  readonly template?: string | undefined;
  readonly prefix?: string | undefined;
}

function clean(text: string | null, { pattern, template, prefix }: Cleaning): string | null {
  if (text === null) return null;
  let value: string | null = text;
  if (pattern !== undefined) {
    const groups = expression(pattern).exec(text);
    if (groups === null) return null;
    value = template === undefined
      ? groups.slice(1).filter((group) => group !== undefined).join(' ')
      : template.replace(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? '');
  }
  value = readable(value);
  return value === null || prefix === undefined ? value : prefix + value;
}

function lookup(table: { readonly [oid: string]: string }, objectID: string): string | null {
  const exact = table[objectID];
  if (exact !== undefined) return exact;
  const prefixes = Object.keys(table).filter((oid) => oid.endsWith('.') && `${objectID}.`.startsWith(oid));
  const longest = prefixes.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? null : (table[longest] ?? null);
}

function valueOf(source: Source, { group, chassis, got, followed }: Readings): string | null {
  if ('get' in source) return clean(valueText(got.get(source.get)), source);
  if ('next' in source) return clean(valueText(followed.get(source.next)), source);
  if ('sysDescr' in source) return clean(group.descr, { ...source, pattern: source.sysDescr });
  if ('sysName' in source) return clean(group.name, { ...source, pattern: source.sysName });
  if ('entity' in source) return clean(chassis?.[source.entity] ?? null, source);
  return 'text' in source ? source.text : lookup(source.sysObjectID, group.objectID);
}

/** What the first source that has a value says; null when none has. */
export function firstValue(sources: readonly Source[], readings: Readings): string | null {
  for (const source of sources) {
    const value = valueOf(source, readings);
    if (value !== null) return value;
  }
  return null;
}
