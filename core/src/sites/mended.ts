import { z } from 'zod';
import { bareSchema, complaints, memberSchema, valueIn, type Complaint } from './complaints.ts';
import type { Path } from './source-file.ts';

const prefix = 'unreadable-';
const mostRounds = 8;

/** Whether a text stands for one that was missing or could not be read: nothing more is said of it. */
export const isStandIn = (text: string): boolean => text.startsWith(prefix);

/**
 * A value that does not fit its schema, without what does not fit and with something harmless in the place of what must be
 * there: so that the rest of a file with a mistake is judged too. Null when nothing sensible is left.
 */
export function mended<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> | null {
  let standIns = 0;
  const standIn = (of: unknown): unknown => {
    const inner = bareSchema(of);
    if (inner instanceof z.ZodString) return `${prefix}${(standIns += 1)}`;
    if (inner instanceof z.ZodArray) return [standIn(inner.element)];
    return inner instanceof z.ZodObject || inner instanceof z.ZodRecord ? {} : undefined;
  };
  const holder: { root: unknown } = { root: structuredClone(value) };
  const remove = (path: Path): void => {
    const key = path.at(-1);
    const container = key === undefined ? holder : valueIn(holder.root, path.slice(0, -1));
    if (key === undefined) holder.root = {};
    // An element of a list gives its place to a stand-in: the others keep theirs, and with it their line.
    else if (Array.isArray(container) && typeof key === 'number') container[key] = standIn(path.reduce<unknown>(memberSchema, schema)) ?? null;
    else if (typeof container === 'object' && container !== null) Reflect.deleteProperty(container, key);
  };
  const add = (path: Path): void => {
    const key = path.at(-1);
    const container = valueIn(holder.root, path.slice(0, -1));
    const stand = standIn(path.reduce<unknown>(memberSchema, schema));
    if (key === undefined || stand === undefined || typeof container !== 'object' || container === null) return remove(path.slice(0, -1));
    Reflect.set(container, key, stand);
  };
  const mend = ({ path, unknown }: Complaint): void => (unknown !== undefined || valueIn(holder.root, path) !== undefined ? remove(path) : add(path));
  for (let round = 0; round < mostRounds; round += 1) {
    const parsed = schema.safeParse(holder.root);
    if (parsed.success) return parsed.data;
    for (const complaint of complaints(schema, holder.root)) mend(complaint);
  }
  return null;
}
