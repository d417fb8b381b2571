import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import { expression, readable, valueInteger, valueText } from '../text.ts';
import type { Chassis } from './chassis.ts';
import type { Source, SystemGroup } from './profile.ts';
import { searchColumn } from './search-column.ts';

/** What was read for the sources of a device. */
export interface Readings {
  readonly group: SystemGroup;
  readonly chassis: Chassis | null;
  /** By the OID that the source names, for `get` and for `next`. */
  readonly got: ReadonlyMap<string, SnmpValue>;
  readonly followed: ReadonlyMap<string, SnmpValue>;
  /** The first cell that fits, by the source that searches for it. */
  readonly searched: ReadonlyMap<Source, SnmpValue>;
}

const oidsInPdu = 20;

function chunks(oids: Iterable<string>): string[][] {
  const all = [...new Set(oids)];
  return Array.from({ length: Math.ceil(all.length / oidsInPdu) }, (_, at) => all.slice(at * oidsInPdu, (at + 1) * oidsInPdu));
}

/** The instance in the row whose index another object holds; null when that has no number. */
function cellOf({ column, index }: { readonly column: string; readonly index: string }, got: ReadonlyMap<string, SnmpValue>): string | null {
  const row = valueInteger(got.get(index));
  return row === null ? null : `${column}.${row}`;
}

/** Reads what the sources name: one GET and one GETNEXT for up to 20 objects each, and the columns that are searched. */
export async function readSources(snmp: SnmpReader, sources: readonly Source[]): Promise<Omit<Readings, 'group' | 'chassis'>> {
  const got = new Map<string, SnmpValue>();
  const followed = new Map<string, SnmpValue>();
  const searched = new Map<Source, SnmpValue>();
  const read = async (instances: Iterable<string>): Promise<void> => {
    for (const oids of chunks(instances)) for (const { oid, value } of await snmp.get(oids)) got.set(oid, value);
  };
  await read(sources.flatMap((source) => ('get' in source ? [source.get] : 'column' in source ? [source.index] : [])));
  await read(sources.flatMap((source) => ('column' in source ? (cellOf(source, got) ?? []) : [])));
  for (const oids of chunks(sources.flatMap((source) => ('next' in source ? [source.next] : [])))) {
    const varbinds = await snmp.getNext(oids);
    oids.forEach((root, at) => {
      const next = varbinds[at];
      if (next?.oid.startsWith(`${root}.`) === true) followed.set(root, next.value);
    });
  }
  for (const source of sources) {
    const found = 'search' in source ? await searchColumn(snmp, source.search, source.pattern) : null;
    if (found !== null) searched.set(source, found);
  }
  return { got, followed, searched };
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

/** What is taken from a list in sysDescr, without the mark that ends it. */
const withoutMark = (text: string | null): string | null => text?.replace(/[,;]+$/u, '') || null;

function lookup(table: { readonly [oid: string]: string }, objectID: string): string | null {
  const exact = table[objectID];
  if (exact !== undefined) return exact;
  const prefixes = Object.keys(table).filter((oid) => oid.endsWith('.') && `${objectID}.`.startsWith(oid));
  const longest = prefixes.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? null : (table[longest] ?? null);
}

type Names = { readonly [number: string]: string } | undefined;

/** The value as text; of an enumeration what its number stands for. */
function textOf(value: SnmpValue | undefined, names: Names): string | null {
  if (names === undefined) return valueText(value);
  const number = valueInteger(value);
  return number === null ? null : (names[number] ?? null);
}

function valueOf(source: Source, { group, chassis, got, followed, searched }: Readings): string | null {
  if ('get' in source) return clean(textOf(got.get(source.get), source.names), source);
  if ('next' in source) return clean(textOf(followed.get(source.next), source.names), source);
  if ('column' in source) return clean(valueText(got.get(cellOf(source, got) ?? '')), source);
  if ('search' in source) return clean(valueText(searched.get(source)), source);
  if ('sysDescr' in source) return withoutMark(clean(group.descr, { ...source, pattern: source.sysDescr }));
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
