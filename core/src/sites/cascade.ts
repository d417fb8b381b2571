import type { Json, JsonObject } from '@jackfield/sdk';
import type { SettingLayer, SourcePlace } from './configuration.ts';

/** What one file says at one place of the tree: its `settings`, with its `plugins` beside them. */
export interface Layer {
  readonly layer: SettingLayer['layer'];
  readonly name: string;
  readonly tree: JsonObject;
  /** Null for built-in defaults. */
  readonly place: (path: readonly (string | number)[]) => SourcePlace | null;
}

export function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The stronger over the weaker: mappings key by key, all else replaced. */
export function merge(weak: Json, strong: Json): Json {
  return isMapping(weak) && isMapping(strong) ? mergeMappings(weak, strong) : strong;
}

export function mergeMappings(weak: JsonObject, strong: JsonObject): JsonObject {
  const entries = Object.entries(strong).map(([key, value]): [string, Json] => {
    const below = Object.hasOwn(weak, key) ? weak[key] : undefined;
    return [key, below === undefined ? value : merge(below, value)];
  });
  return Object.fromEntries([...Object.entries(weak), ...entries]);
}

export function valueAt(tree: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = tree;
  for (const step of path) {
    if (!isMapping(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** Which of the values, weakest first, have a part in what they merge to. */
function contributing(values: readonly { readonly index: number; readonly value: Json }[]): readonly number[] {
  const last = values.at(-1);
  if (last === undefined) return [];
  if (!isMapping(last.value)) return [last.index];
  const mappings = values.slice(values.findLastIndex(({ value }) => !isMapping(value)) + 1);
  const keys = new Set(mappings.flatMap(({ value }) => (isMapping(value) ? Object.keys(value) : [])));
  if (keys.size === 0) return [last.index];
  const parts = [...keys].flatMap((key) =>
    contributing(mappings.flatMap(({ index, value }) => {
      const part = valueAt(value, [key]);
      return part === undefined ? [] : [{ index, value: part }];
    })),
  );
  return [...new Set(parts)];
}

/** Every layer that sets the key, a part of it, or hides it by a value that is no mapping further up. */
export function explainPath(layers: readonly Layer[], path: readonly string[]): readonly SettingLayer[] {
  const setting: { layer: Layer; value: Json; at: readonly string[]; index: number }[] = [];
  layers.forEach((layer, index) => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const at = path.slice(0, depth);
      const value = valueAt(layer.tree, at);
      if (value === undefined || (depth < path.length && isMapping(value))) continue;
      setting.push({ layer, value, at, index });
      return;
    }
  });
  // What hides the key takes part as a value that is no mapping, so that weaker layers lose.
  const values = setting.map(({ at, value, index }) => ({ index, value: at.length === path.length ? value : null }));
  const counting = contributing(values);
  return setting.map(({ layer, value, at, index }) => ({
    layer: layer.layer,
    name: layer.name,
    value,
    place: layer.place(at),
    effective: at.length === path.length && counting.includes(index),
  }));
}
