import type { SnmpReader, SnmpReadOptions, SnmpWalkOptions, SnmpWriter, Varbind } from '@jackfield/sdk';
import type { Quirks } from './quirks.ts';

/** Successors of one OID in several GETBULKs, for an agent that does not cope with so many at once. */
async function inSteps(snmp: SnmpReader, oid: string, many: number, most: number, options?: SnmpReadOptions): Promise<readonly Varbind[]> {
  const found: Varbind[] = [];
  for (let cursor = oid; found.length < many; ) {
    const some = await snmp.getBulk([cursor], Math.min(most, many - found.length), options);
    found.push(...some);
    const last = some.at(-1);
    if (last === undefined || last.oid === cursor || last.value.type === 'EndOfMibView') break;
    cursor = last.oid;
  }
  return found;
}

/** An agent as its quirks let it be asked; a writer stays one. */
export function quirkedAgent(snmp: SnmpReader | SnmpWriter, quirks: Quirks): SnmpReader {
  const { without } = quirks;
  const most = quirks.maxRepetitions ?? Infinity;
  const hiding = (oid: string): string | undefined => without.find((root) => oid === root || oid.startsWith(`${root}.`));
  const isShown = (oid: string): boolean => hiding(oid) === undefined;
  // From within a subtree that is not asked for it goes on right behind it.
  const past = (oid: string): string => hiding(oid)?.replace(/\d+$/, (last) => String(Number(last) + 1)) ?? oid;
  const walking = ({ maxRepetitions = Infinity, ...options }: SnmpWalkOptions = {}): SnmpWalkOptions => {
    const rows = Math.min(maxRepetitions, most);
    return { ...options, ...(quirks.anyOrder ? { anyOrder: true } : {}), ...(rows === Infinity ? {} : { maxRepetitions: rows }) };
  };
  const reader: SnmpReader = {
    async get(oids, options) {
      const asked = oids.filter(isShown);
      const answers = asked.length === 0 ? [] : [...(await snmp.get(asked, options))];
      return oids.flatMap((oid): Varbind[] => (isShown(oid) ? answers.splice(0, 1) : [{ oid, value: { type: 'NoSuchObject', value: null } }]));
    },
    async getNext(oids, options) {
      const cursors = oids.map((oid): { oid: string; varbind: Varbind | null } => ({ oid, varbind: null }));
      // Each time round is behind one subtree more; an agent that goes back to one has nothing further.
      for (let round = 0; round <= without.length; round += 1) {
        const open = cursors.filter(({ varbind }) => varbind === null);
        if (open.length === 0) break;
        const answers = await snmp.getNext(open.map(({ oid }) => past(oid)), options);
        open.forEach((cursor, at) => {
          const answer = answers[at];
          if (answer === undefined) return;
          if (isShown(answer.oid) || answer.value.type === 'EndOfMibView') cursor.varbind = answer;
          cursor.oid = answer.oid;
        });
      }
      return cursors.map(({ varbind }, at) => varbind ?? { oid: oids[at] ?? '', value: { type: 'EndOfMibView', value: null } });
    },
    async getBulk(oids, maxRepetitions, options) {
      const asked = oids.filter(isShown);
      if (asked.length === 0) return [];
      const found: Varbind[] = [];
      if (maxRepetitions <= most) found.push(...(await snmp.getBulk(asked, maxRepetitions, options)));
      else for (const oid of asked) found.push(...(await inSteps(snmp, oid, maxRepetitions, most, options)));
      return found.filter(({ oid }) => isShown(oid));
    },
    walk: async (root, options) => (isShown(root) ? (await snmp.walk(root, walking(options))).filter(({ oid }) => isShown(oid)) : []),
    async table<Column extends string>(columns: { readonly [C in Column]: string }, options?: SnmpWalkOptions) {
      const hidden = Object.values<string>(columns).some((oid) => !isShown(oid));
      if (!hidden) return snmp.table(columns, walking(options));
      const shown = Object.fromEntries(Object.entries<string>(columns).filter(([, oid]) => isShown(oid)));
      return Object.keys(shown).length === 0 ? [] : snmp.table(shown, walking(options));
    },
  };
  return 'set' in snmp ? Object.assign(reader, { set: snmp.set.bind(snmp) }) : reader;
}
