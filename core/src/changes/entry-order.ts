import type { JackfieldError } from '../errors/index.ts';
import type { ChangeEntry, ChangeFile } from './change-file.ts';
import { dependencyCycle, duplicateEntryId, entryUnknown } from './errors.ts';

/** The entries of a change file in the order in which they are pushed, by index; or what is wrong with it. */
export interface EntryOrder {
  readonly order: readonly number[];
  readonly errors: readonly JackfieldError[];
}

/**
 * Each entry comes after those it names in `after`. Where that leaves a choice, the order of the file decides, and what
 * the device itself confirms comes last: until then everything can still be put back.
 */
export function entryOrder({ entries, source }: ChangeFile, confirms: (entry: ChangeEntry) => boolean): EntryOrder {
  const errors: JackfieldError[] = [];
  const byId = new Map<string, ChangeEntry>();
  for (const entry of entries) {
    if (entry.id === null) continue;
    if (byId.has(entry.id)) errors.push(duplicateEntryId(`the id ${entry.id} stands at another entry already`, { place: source.place(['changes', entry.index, 'id']) }));
    else byId.set(entry.id, entry);
  }
  const waitsFor = new Map(entries.map((entry) => [entry, new Set(entry.after.flatMap((id, at) => {
    const before = byId.get(id);
    if (before !== undefined) return [before];
    errors.push(entryUnknown(`no entry has the id ${id}`, { place: source.place(['changes', entry.index, 'after', at]) }));
    return [];
  }))]));
  const order: number[] = [];
  const left = new Set(entries);
  while (left.size > 0) {
    const ready = [...left].filter((entry) => [...(waitsFor.get(entry) ?? [])].every((before) => !left.has(before)));
    const next = ready.find((entry) => !confirms(entry)) ?? ready[0];
    if (next === undefined) {
      const names = [...left].map((entry) => entry.id ?? `entry ${entry.index + 1}`);
      const [first] = left;
      errors.push(dependencyCycle(`${names.join(', ')} wait for each other`, { place: source.place(['changes', first?.index ?? 0, 'after']) }));
      break;
    }
    left.delete(next);
    order.push(next.index);
  }
  return { order, errors };
}
