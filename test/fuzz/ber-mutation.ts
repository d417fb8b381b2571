import type { Chance } from './chance.ts';

/** An element of BER: constructed ones have fields, the others content. */
interface Field {
  tag: number;
  fields: Field[] | null;
  content: Buffer;
  /** Said instead of the length that it has. */
  length: Buffer | null;
  /** What follows that belongs to nothing. */
  after: Buffer | null;
}

const sequence = 0x30;
const octets = 0x04;
const isConstructed = (tag: number): boolean => (tag & 0x20) !== 0;
const none = Buffer.alloc(0);

/**
 * The fields of a stretch of BER, those of constructed ones within them; SNMPv3 has its security parameters as octets with BER
 * in them. Null for what is no BER.
 */
function take(bytes: Buffer): Field[] | null {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag, first] = [bytes[at] ?? 0, bytes[at + 1]];
    const more = first === undefined || first < 0x80 ? 0 : first & 0x7f;
    if (first === undefined || first === 0x80 || more > 4 || at + 2 + more > bytes.length) return null;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (start + length > bytes.length) return null;
    const content = bytes.subarray(start, start + length);
    const mayNest = isConstructed(tag) || (tag === octets && content[0] === sequence);
    fields.push({ tag, fields: mayNest ? take(content) : null, content, length: null, after: null });
    at = start + length;
  }
  return fields;
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const more = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  const bytes = Buffer.alloc(more + 1);
  bytes[0] = 0x80 | more;
  bytes.writeUIntBE(length, 1, more);
  return bytes;
}

function put(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map(({ tag, fields: inner, content, length, after }) => {
    const within = inner === null ? content : put(inner);
    return Buffer.concat([Buffer.from([tag]), length ?? lengthOf(within.length), within, after ?? none]);
  }));
}

interface Place {
  readonly siblings: Field[];
  readonly at: number;
  readonly field: Field;
}

/** Every field with the list that it stands in, from the outside in. */
function all(fields: Field[], into: Place[] = []): Place[] {
  for (const [at, field] of fields.entries()) {
    into.push({ siblings: fields, at, field });
    if (field.fields !== null) all(field.fields, into);
  }
  return into;
}

const nested = (field: Field): Field => ({ tag: sequence, fields: [field], content: none, length: null, after: null });
const copy = (field: Field): Field => ({ ...field, fields: field.fields?.map(copy) ?? null });

const tags = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x80, 0x81, 0x82, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0x1f, 0xff, 0x00] as const;
/** Numbers at their edges, names without end, values of no octets. */
const contents = [
  none, Buffer.from([0xff]), Buffer.from([0x80]), Buffer.from([0]), Buffer.from([3]), Buffer.from([7]), Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.from([0x80, 0, 0, 0]), Buffer.from([0, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0x7f, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(9, 0xff), Buffer.from([0x2b, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]), Buffer.from([0x2b, 0x8f, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(300, 0x80),
  Buffer.from([0x2b, 6, 1, 2, 1, 2, 2, 1, 1, 0]), Buffer.alloc(2_000, 0x7f),
] as const;
const lengths = [
  Buffer.from([0x80]), Buffer.from([0x84, 0xff, 0xff, 0xff, 0xff]), Buffer.from([0x82, 0xff, 0xff]), Buffer.from([0xff]), Buffer.from([0]), Buffer.from([1]), Buffer.from([0x7f]), Buffer.from([0x81]),
  Buffer.from([0x88, 0, 0, 0, 0, 0, 0, 0, 1]), Buffer.concat([Buffer.from([0xfe]), Buffer.alloc(126, 0xff)]),
] as const;

/** What can be wrong with a field. */
const mutations: readonly [Mutation, ...Mutation[]] = [
  ['tag', ({ field }, chance) => void (field.tag = chance.one(tags))],
  ['length', ({ field }, chance) => void (field.length = chance.one(lengths))],
  ['edge value', ({ field }, chance) => void Object.assign(field, { fields: null, content: chance.one(contents) })],
  ['random value', ({ field }, chance) => void Object.assign(field, { fields: null, content: chance.bytes(40) })],
  ['left out', ({ siblings, at }) => void siblings.splice(at, 1)],
  ['repeated', ({ siblings, at, field }, chance) => void siblings.splice(at, 0, ...Array.from({ length: chance.one([1, 2, 40]) }, () => copy(field)))],
  ['reversed', ({ siblings }) => void siblings.splice(0, siblings.length, ...siblings.toReversed())],
  ['nested', ({ siblings, at, field }) => void (siblings[at] = nested(field))],
  ['deeply nested', ({ siblings, at, field }) => void (siblings[at] = Array.from({ length: 200 }).reduce<Field>(nested, field))],
  ['bit turned', ({ field }, chance) => {
    if (field.fields !== null || field.content.length === 0) return;
    const changed = Buffer.from(field.content);
    const at = chance.below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8));
    field.content = changed;
  }],
  ['followed by noise', ({ field }, chance) => void (field.after = chance.bytes(20))],
  ['tags exchanged', ({ field, siblings }, chance) => {
    const other = siblings[chance.below(siblings.length)];
    if (other !== undefined) [field.tag, other.tag] = [other.tag, field.tag];
  }],
];
type Mutation = readonly [name: string, change: (place: Place, chance: Chance) => void];

export interface Mutated {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Bytes with one thing wrong in their structure, now and then two, all lengths around it right again. */
export function mutated(bytes: Buffer, chance: Chance): Mutated {
  const fields = take(bytes) ?? [];
  const names = Array.from({ length: chance.below(4) === 0 ? 2 : 1 }, () => {
    const places = all(fields);
    // Deep ones are most of them; each depth gets its share.
    const place = places[chance.below(chance.below(2) === 0 ? places.length : Math.min(places.length, 8))];
    const [name, change] = chance.one(mutations);
    if (place !== undefined) change(place, chance);
    return name;
  });
  return { name: names.length === 1 ? (names[0] ?? '') : 'two of these', bytes: put(fields) };
}
