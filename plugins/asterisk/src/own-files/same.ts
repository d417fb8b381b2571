import type { Json } from '@jackfield/sdk';

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map((part: Json) => ordered(part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, ordered(part)]));
}

/** Whether two values hold the same, whatever the order of their keys. */
export function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}
