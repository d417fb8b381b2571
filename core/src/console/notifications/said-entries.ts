import type { Schemas } from '../api/index.ts';

type Form = Schemas['SettingsForm'];

export interface Data {
  readonly [key: string]: unknown;
}

/** An entry of a mapping of names, such as a channel: as it counts at a place, and who says so. */
export interface SaidEntry {
  readonly name: string;
  readonly value: Data;
  /** What the place that is looked at says of it itself; null where a level above does. */
  readonly own: Data | null;
  /** A level above says something of it too: it stays when this place says nothing more. */
  readonly inherited: boolean;
  /** Where it is said last, such as `organization Acme, organization.yaml:9`. */
  readonly from: string;
}

export const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const dataOf = (value: unknown): Data => (isData(value) ? value : {});

/** What counts at the place for a key of the settings, such as `notifications.allow`; undefined for nothing. */
export function saidValue(form: Form, key: string): unknown {
  const value = form.fields.find((field) => field.key === key)?.value;
  return value === null ? undefined : value;
}

/** The entries of a key such as `notifications.channels`, by name. */
export function saidEntries(form: Form, key: string): readonly SaidEntry[] {
  const field = form.fields.find((one) => one.key === key);
  if (field === undefined) return [];
  const own = dataOf(field.own?.value);
  const layers = field.layers.filter(({ value, place }) => isData(value) && place !== null);
  return Object.entries(dataOf(field.value)).filter((entry): entry is [string, Data] => isData(entry[1])).map(([name, value]) => {
    const saying = layers.filter((layer) => Object.hasOwn(dataOf(layer.value), name));
    const last = saying.at(-1);
    const isOwn = Object.hasOwn(own, name);
    return {
      name, value, own: isOwn ? dataOf(own[name]) : null, inherited: saying.length > (isOwn ? 1 : 0),
      from: last === undefined ? '' : `${last.layer === last.name || last.name === '' ? last.layer : `${last.layer} ${last.name}`}${last.place === null ? '' : `, ${last.place.file}:${last.place.line}`}`,
    };
  });
}

export interface KeyEdits {
  readonly set: readonly { readonly key: string; readonly value: unknown }[];
  readonly unset: readonly string[];
}

export const noEdits: KeyEdits = { set: [], unset: [] };

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is to be written so that an entry says `wanted`: key by key where it is there already, so that the comments beside them stay. */
export function entryEdits(key: string, before: Data | null, wanted: Data): KeyEdits {
  if (before === null) return { set: [{ key, value: wanted }], unset: [] };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(wanted)])].filter((one) => !same(before[one], wanted[one]));
  return {
    set: keys.filter((one) => wanted[one] !== undefined).map((one) => ({ key: `${key}.${one}`, value: wanted[one] })),
    unset: keys.filter((one) => wanted[one] === undefined).map((one) => `${key}.${one}`),
  };
}
