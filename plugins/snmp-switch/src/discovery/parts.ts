import type { Part, PartKind, SnmpReader } from '@jackfield/sdk';
import { contents, entity, entityPlace } from '../mib.ts';
import { presentAmong, readInstances } from '../sensors/cells.ts';
import { valueInteger, valueText } from '../text.ts';
import { uniqueNames } from '../unique-names.ts';

/** PhysicalClass of ENTITY-MIB (RFC 6933); all others, and rows without, are `other`. */
const kinds: { readonly [physicalClass: number]: PartKind } = { 3: 'chassis', 6: 'powerSupply', 7: 'fan', 9: 'module', 10: 'port', 11: 'stack', 12: 'processor', 14: 'battery', 15: 'storage' };
/** Told even when they say neither model nor serial number: members of a stack are known by their place. */
const always: ReadonlySet<PartKind> = new Set(['chassis', 'stack']);
const words = { description: entity.description, name: entity.name, software: entity.software, firmware: entity.firmware, hardware: entity.hardware } as const;
const mostRows = 20_000;
const mostParts = 2_000;
/** How deep parts stand in one another; agents have rows that stand in themselves. */
const deepest = 20;

interface Place {
  readonly kind: PartKind;
  readonly within: string;
  readonly model: string | null;
  readonly serial: string | null;
}

/** Names by the index of their row. */
function namesOf(named: readonly (readonly [index: string, name: string])[]): ReadonlyMap<string, string> {
  const names = uniqueNames(named.map(([, name]) => name));
  return new Map(named.map(([index, name], at) => [index, names[at] ?? name]));
}

/** The nearest part that this one stands in, over the slots between them. */
function holderOf(index: string, places: ReadonlyMap<string, Place>, names: ReadonlyMap<string, string>): string | null {
  let at = places.get(index)?.within;
  for (let depth = 0; depth < deepest && at !== undefined && at !== index; depth += 1) {
    const name = names.get(at);
    if (name !== undefined) return name;
    at = places.get(at)?.within;
  }
  return null;
}

/**
 * What can be bought or replaced, of ENTITY-MIB: each row with a model or a serial number, chassis and stack always. Most rows
 * are slots and sensors: what they are is read of all rows, what is said of them only of those that count.
 */
async function ofEntities(snmp: SnmpReader): Promise<readonly Part[]> {
  const rows = await snmp.table(entityPlace, { maxRows: mostRows });
  const places = new Map(rows.map(({ index, cells }): [string, Place] => {
    const kind = kinds[valueInteger(cells.class) ?? 0] ?? 'other';
    return [index, { kind, within: String(valueInteger(cells.within) ?? 0), model: valueText(cells.model), serial: valueText(cells.serial) }];
  }));
  const counted = Array.from(places).flatMap(([index, place]) => {
    const { kind, model, serial } = place;
    return always.has(kind) || model !== null || serial !== null ? [{ ...place, index }] : [];
  }).slice(0, mostParts);
  const said = await readInstances(snmp, counted.flatMap(({ index }) => Object.values(words).map((column) => `${column}.${index}`)));
  const word = (index: string, column: keyof typeof words): string | null => valueText(said.get(`${words[column]}.${index}`));
  const names = namesOf(counted.map(({ index, kind }) => [index, word(index, 'name') ?? word(index, 'description') ?? `${kind} ${index}`]));
  return counted.map(({ index, kind, model, serial }) => ({
    name: names.get(index) ?? index,
    kind, model, serial,
    description: word(index, 'description'),
    version: word(index, 'software') ?? word(index, 'firmware') ?? word(index, 'hardware'),
    within: holderOf(index, places, names),
  }));
}

/** Without ENTITY-MIB: jnxContentsTable of JUNIPER-MIB. */
async function ofContents(snmp: SnmpReader): Promise<readonly Part[]> {
  const rows = (await snmp.table(contents, { maxRows: mostRows })).flatMap(({ index, cells }) => {
    const [description, serial, model, version] = [cells.description, cells.serial, cells.model, cells.revision].map(valueText);
    return serial || model ? [{ index, description: description ?? null, serial: serial ?? null, model: model ?? null, version: version ?? null }] : [];
  }).slice(0, mostParts);
  const names = namesOf(rows.map(({ index, description, model }) => [index, description ?? model ?? `part ${index}`]));
  return rows.map(({ index, ...row }) => ({ ...row, name: names.get(index) ?? index, kind: 'other' as const, within: null }));
}

/** What a device is made of; empty where it does not tell. */
export async function readParts(snmp: SnmpReader): Promise<readonly Part[]> {
  const has = await presentAmong(snmp, [entityPlace.class, entityPlace.serial, entityPlace.model, contents.description]);
  const parts = has.has(entityPlace.class) || has.has(entityPlace.serial) || has.has(entityPlace.model) ? await ofEntities(snmp) : [];
  return parts.length > 0 || !has.has(contents.description) ? parts : ofContents(snmp);
}
