import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Assignment, ManagedDevice } from './inventory.ts';

/** Lists that are long and rarely looked at. */
const lists = ['keys', 'interfaces', 'parts', 'vlans', 'stations', 'arp'] as const;
type List = (typeof lists)[number];
/** Characters that are not worth it. */
const fewest = 100;

/** What is the same for many devices: their makers, models and versions. */
const words = new Map<string, string>();
const mostWords = 10_000;

function shared<Word extends string | null>(word: Word): Word | string {
  if (word === null) return word;
  const known = words.get(word);
  if (known !== undefined) return known;
  if (words.size >= mostWords) words.clear();
  words.set(word, word);
  return word;
}

interface Short {
  /** Where the text is: no copy of the device has it. */
  readonly place: symbol;
  readonly shorten: (text: string) => string;
  readonly property: PropertyDescriptor;
}

// A character a byte: an array of so few bytes takes twice what it holds.
const deflated = (text: string): string => deflateRawSync(text, { level: 1 }).toString('latin1');
const inflated = (text: string): string => inflateRawSync(Buffer.from(text, 'latin1')).toString();
const asItIs = (text: string): string => text;

/** One reader for all devices: were it one for each, each would become a table of its fields, which takes three times the memory. */
function short(name: string, shorten = deflated, restore = inflated): Short {
  const place = Symbol(name);
  const get = function get(this: object): unknown {
    const text: unknown = Reflect.get(this, place);
    return typeof text === 'string' ? JSON.parse(restore(text)) : undefined;
  };
  // Its own and enumerable: a copy of the device has the list itself.
  return { place, shorten, property: { enumerable: true, configurable: true, get } };
}

const shorts: { readonly [Name in List | 'said']: Short } = {
  // Looked at in all devices after each discovery.
  keys: short('keys', asItIs, asItIs),
  interfaces: short('interfaces'), parts: short('parts'), vlans: short('vlans'), stations: short('stations'), arp: short('arp'), said: short('said'),
};

/** Puts a value into a device, in short when that is worth it. */
function put<Name extends List | 'said', Value>(compact: object, name: Name, value: Value): asserts compact is { readonly [One in Name]: Value } {
  const text = JSON.stringify(value);
  const { place, shorten, property } = shorts[name];
  if (text.length < fewest) {
    Object.defineProperty(compact, name, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  Object.defineProperty(compact, place, { value: shorten(text) });
  Object.defineProperty(compact, name, property);
}

function compactAssignment({ said, ...assignment }: Assignment): Assignment {
  const compact: Assignment = { ...assignment, id: shared(assignment.id), discovery: shared(assignment.discovery) };
  if (said !== undefined) put(compact, 'said', said);
  return compact;
}

/**
 * The same device, what is long and rarely looked at kept in short and read when somebody looks at it: the ports of a switch
 * take a tenth of the memory so, and a large fleet is mostly ports. Its fields are written out, for an object that is copied
 * field by field is a table.
 */
export function compactDevice(device: ManagedDevice): ManagedDevice {
  const { id, name, site, kind, address, addresses, vendor, model, os, version, serial, labels, plugins, neighbours, firstSeen, lastSeen } = device;
  const compact: Omit<ManagedDevice, List> = {
    id, name, site: shared(site), kind, address, addresses: addresses.map((one) => (one === address ? address : one)), vendor: shared(vendor), model: shared(model), os: shared(os), version: shared(version), serial, labels,
    ...(device.sysObjectID === undefined ? {} : { sysObjectID: shared(device.sysObjectID) }), plugins: plugins.map(compactAssignment), neighbours,
    ...(device.attachedTo === undefined ? {} : { attachedTo: device.attachedTo }), firstSeen, lastSeen: lastSeen === firstSeen ? firstSeen : lastSeen,
  };
  put(compact, 'keys', device.keys);
  put(compact, 'interfaces', device.interfaces);
  if (device.parts !== undefined) put(compact, 'parts', device.parts);
  if (device.vlans !== undefined) put(compact, 'vlans', device.vlans);
  if (device.stations !== undefined) put(compact, 'stations', device.stations);
  if (device.arp !== undefined) put(compact, 'arp', device.arp);
  return compact;
}
