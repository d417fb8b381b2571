import type { Json, JsonObject } from '@jackfield/sdk';
import { isMapping, sameData, secretMark } from '../changes/index.ts';

/** A state that was kept without its secrets, made whole again from what the device has now. */
export interface Filled {
  /** Null when it cannot be: a secret was there and the device has none in its place. */
  readonly state: JsonObject | null;
  /** Fields whose secret stays as the device has it. */
  readonly secrets: readonly string[];
}

/**
 * @param kept as a version has it
 * @param current as the device has it, in the clear
 * @param shown the same as a version would keep it
 * @param volatile names of what no version keeps
 */
export function filled(kept: JsonObject, current: JsonObject, shown: JsonObject, volatile: ReadonlySet<string>): Filled {
  const secrets: string[] = [];
  const value = (of: Json, now: Json | undefined, nowShown: Json | undefined, path: readonly string[]): Json | undefined => {
    if (nowShown !== undefined && now !== undefined && sameData(of, nowShown)) {
      if (holdsSecret(of)) secrets.push(path.join('.'));
      return now;
    }
    if (isMapping(of)) return mapping(of, isMapping(now) ? now : {}, isMapping(nowShown) ? nowShown : {}, path);
    return holdsSecret(of) ? undefined : of;
  };
  const mapping = (of: JsonObject, now: JsonObject, nowShown: JsonObject, path: readonly string[]): JsonObject | undefined => {
    const fields = Object.entries(of).map(([name, part]) => [name, value(part, now[name], nowShown[name], [...path, name])] as const);
    const whole = fields.flatMap(([name, part]) => (part === undefined ? [] : [[name, part] as const]));
    if (whole.length < fields.length) return undefined;
    return { ...Object.fromEntries(Object.entries(now).filter(([name]) => volatile.has(name))), ...Object.fromEntries(whole) };
  };
  const state = mapping(kept, current, shown, []) ?? null;
  return { state, secrets };
}

export function holdsSecret(value: Json): boolean {
  if (typeof value === 'string') return value.includes(secretMark);
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isMapping(value) && Object.values(value).some(holdsSecret);
}
