// Mutations of BER by its structure: fields are taken apart, one is made wrong, and all lengths around it are right again, or
// not.

/** A sequence of chances, the same for the same seed. */
export class Chance {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0 || 1;
  }

  below(most) {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % most;
  }

  one(values) {
    return values[this.below(values.length)];
  }
}

const isConstructed = (tag) => (tag & 0x20) !== 0;

/** The fields of a stretch of BER, those of constructed ones within them. */
export function take(bytes) {
  const fields = [];
  for (let at = 0; at + 1 < bytes.length; ) {
    const tag = bytes[at];
    let [length, head] = [bytes[at + 1], 2];
    if (length > 0x80) {
      const octets = length & 0x7f;
      length = bytes.readUIntBE(at + 2, octets);
      head += octets;
    }
    const content = bytes.subarray(at + head, at + head + length);
    fields.push(isConstructed(tag) ? { tag, fields: take(content) } : { tag, content });
    at += head + length;
  }
  return fields;
}

function lengthOf(length) {
  if (length < 0x80) return Buffer.from([length]);
  const octets = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  const bytes = Buffer.alloc(octets + 1);
  bytes[0] = 0x80 | octets;
  bytes.writeUIntBE(length, 1, octets);
  return bytes;
}

export function put(fields) {
  return Buffer.concat(fields.map((field) => {
    if (field.raw !== undefined) return field.raw;
    const content = field.fields === undefined ? field.content : put(field.fields);
    return Buffer.concat([Buffer.from([field.tag]), field.length ?? lengthOf(content.length), content, ...(field.after === undefined ? [] : [field.after])]);
  }));
}

/** Every field with the list that it stands in, from the outside in. */
function all(fields, into = []) {
  for (const [at, field] of fields.entries()) {
    into.push({ fields, at, field });
    if (field.fields !== undefined) all(field.fields, into);
  }
  return into;
}

const bytesOf = (chance, most) => Buffer.from(Array.from({ length: chance.below(most + 1) }, () => chance.below(256)));
const tags = [0x02, 0x04, 0x05, 0x06, 0x30, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x80, 0x81, 0x82, 0xa0, 0xa2, 0xa8, 0x1f, 0xff, 0x00];
const contents = [
  Buffer.alloc(0), Buffer.from([0xff]), Buffer.from([0x80]), Buffer.from([0x7f, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(9, 0xff), Buffer.from([0x2b, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
  Buffer.from([0x2b, 0x8f, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(300, 0x80), Buffer.from([0x2b, 6, 1, 2, 1, 2, 2, 1, 1, 0]),
];
const lengths = [Buffer.from([0x80]), Buffer.from([0x84, 0xff, 0xff, 0xff, 0xff]), Buffer.from([0x82, 0xff, 0xff]), Buffer.from([0xff]), Buffer.from([0]), Buffer.from([0x81]), Buffer.from([0x88, 0, 0, 0, 0, 0, 0, 0, 1])];

/** What can be wrong with a field. */
const mutations = [
  ({ field }, chance) => void (field.tag = chance.one(tags)),
  ({ field }, chance) => void (field.length = chance.one(lengths)),
  ({ field }, chance) => Object.assign(field, { fields: undefined, content: chance.one(contents) }),
  ({ field }, chance) => Object.assign(field, { fields: undefined, content: bytesOf(chance, 40) }),
  ({ fields, at }) => void fields.splice(at, 1),
  ({ fields, at, field }, chance) => void fields.splice(at, 0, ...Array.from({ length: chance.one([1, 2, 40]) }, () => field)),
  ({ fields }) => void fields.reverse(),
  ({ fields, at, field }) => void (fields[at] = { tag: 0x30, fields: [field] }),
  ({ fields, at, field }) => void (fields[at] = Array.from({ length: 200 }).reduce((inner) => ({ tag: 0x30, fields: [inner] }), field)),
  ({ field }, chance) => {
    if (field.content === undefined || field.content.length === 0) return;
    const changed = Buffer.from(field.content);
    changed[chance.below(changed.length)] ^= 1 << chance.below(8);
    field.content = changed;
  },
  ({ field }, chance) => void (field.after = bytesOf(chance, 20)),
  ({ field, fields }, chance) => {
    const other = chance.one(fields);
    [field.tag, other.tag] = [other.tag, field.tag];
  },
];

/** A response with one to three things wrong in it. */
export function mutated(bytes, chance) {
  const fields = take(bytes);
  for (let times = 1 + chance.below(3); times > 0; times -= 1) {
    const places = all(fields);
    // Deep ones are most of them; each depth gets its share.
    const place = chance.below(2) === 0 ? chance.one(places) : places[chance.below(Math.min(places.length, 8))];
    if (place !== undefined) chance.one(mutations)(place, chance);
  }
  const whole = put(fields);
  const how = chance.below(12);
  if (how === 0) return whole.subarray(0, chance.below(whole.length + 1));
  if (how === 1) return Buffer.concat([whole, bytesOf(chance, 60)]);
  return whole.length > 60_000 ? whole.subarray(0, 60_000) : whole;
}
