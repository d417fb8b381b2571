import type { Json, JsonObject } from '../../contract/json.ts';
import type { HttpModel } from './http-model.ts';

type Rules = HttpModel['items'];

/** An item of a list that has a path of its own: `/api/outlets/3`, of the list at `/api/outlets`. */
export interface ListItem {
  /** The item; undefined when the list has none of that name. */
  readonly found: Json | undefined;
  /** The list with the item replaced, or without it. */
  listWith(item: Json | undefined): readonly Json[];
  /** What a PUT leaves behind: fields of the device's own stay, and the order of the fields does too. */
  replacedBy(body: Json): Json;
  readonly list: string;
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The item at a path; null when the path is no list's item. */
export function itemAt(path: string, rules: Rules, documents: ReadonlyMap<string, Json>): ListItem | null {
  const cut = path.lastIndexOf('/');
  const list = path.slice(0, cut);
  const rule = Object.hasOwn(rules, list) ? rules[list] : undefined;
  const items = documents.get(list);
  if (rule === undefined || !Array.isArray(items)) return null;
  const { by, keeps } = rule;
  const isMeant = (item: Json): boolean => isObject(item) && encodeURIComponent(String(item[by])) === path.slice(cut + 1);
  const found = items.find(isMeant);
  return {
    found, list,
    listWith: (item) => items.flatMap((each) => (each === found ? (item === undefined ? [] : [item]) : [each])),
    replacedBy(body) {
      if (!isObject(found) || !isObject(body)) return body;
      const own = Object.entries(found).filter(([field]) => field === by || keeps.includes(field));
      const asOrdered = Object.entries(found).filter(([field]) => field in body || own.some(([name]) => name === field));
      return { ...Object.fromEntries(asOrdered), ...body, ...Object.fromEntries(own) };
    },
  };
}
