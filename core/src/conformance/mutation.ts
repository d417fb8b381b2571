import { rowsOfTable, tableOfRows, type WireCell, type WireRow, type WireTable } from '@jackfield/sdk/runtime';
import fc from 'fast-check';
import { z } from 'zod';

/** One thing that goes wrong with one answer. */
export interface Mutation {
  /** Which operation of the call, counted round and round. */
  readonly at: number;
  readonly kind: 'value' | 'drop' | 'repeat' | 'reverse' | 'empty' | 'cut';
  /** Chooses what in the answer, and what comes in its place. */
  readonly choice: number;
}

/** What an answer may suffer; fast-check shrinks it to the smallest that still breaks a call. */
export const mutationArbitrary: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(1_000),
  kind: fc.constantFrom('value', 'value', 'value', 'drop', 'repeat', 'reverse', 'empty', 'cut'),
  choice: fc.nat(1_000_000),
});

const varbinds = z.array(z.tuple([z.string(), z.string(), z.union([z.string(), z.number(), z.null()])]));
const table = z.custom<WireTable>((value) => Array.isArray(value) && Array.isArray(value[0]) && value.slice(1).every((column) => Array.isArray(column) && Array.isArray(column[1])));

/** Values that some agent has really sent, or may: empty, endless, of another type, at the edge of the type. */
const cells: readonly WireCell[] = [
  ['OctetString', ''], ['OctetString', '\0'], ['OctetString', '\xff\xfe\xfd'], ['OctetString', 'x'.repeat(4_000)], ['OctetString', '%s ${} {{}} \r\n\x1b[2J'], ['OctetString', '-1'],
  ['Integer', -1], ['Integer', 0], ['Integer', 2_147_483_647], ['Integer', -2_147_483_648], ['Gauge32', 4_294_967_295], ['Counter32', 0], ['Counter64', '18446744073709551615'],
  ['TimeTicks', 4_294_967_295], ['ObjectIdentifier', '0.0'], ['ObjectIdentifier', '1.3'], ['IpAddress', '255.255.255.255'], ['NoSuchInstance', null], ['NoSuchObject', null],
];

const texts = ['', '\0', ' ', '\n\n\n', '-1', 'NaN', '0', 'true', 'null', '[]', '{}', '{"a":', '%s ${} {{}} \x1b[2J', '\uFFFD\uFFFD', '9'.repeat(400), 'sudo: a password is required\n', '<html><title>Login</title></html>'];
const numbers = [0, -1, 1, 127, 255, 404, 500, 2_147_483_648, 9_007_199_254_740_991];

const pick = <Value>(all: readonly Value[], choice: number): Value | undefined => all[choice % Math.max(1, all.length)];

function changedList<Value>(list: readonly Value[], { kind, choice }: Mutation): Value[] | null {
  const at = choice % Math.max(1, list.length);
  switch (kind) {
    case 'drop':
      return list.filter((_value, place) => place !== at);
    case 'repeat':
      return list.flatMap((value, place) => (place === at ? [value, value] : [value]));
    case 'reverse':
      return list.toReversed();
    case 'empty':
      return [];
    case 'cut':
      return list.slice(0, at);
    default:
      return null;
  }
}

function changedText(text: string, { kind, choice }: Mutation): string {
  const at = choice % Math.max(1, text.length);
  switch (kind) {
    case 'value':
      return pick(texts, choice) ?? '';
    case 'drop':
      return text.split('\n').filter((_line, place, all) => place !== choice % all.length).join('\n');
    case 'repeat':
      return text + text;
    case 'reverse':
      return text.split('\n').toReversed().join('\n');
    case 'empty':
      return '';
    case 'cut':
      return text.slice(0, at);
    default:
      return kind satisfies never;
  }
}

type Plain = z.infer<ReturnType<typeof z.json>>;

/** Changes one text, number or list somewhere in a value, by chance. */
function changedValue(value: Plain, mutation: Mutation): Plain {
  if (typeof value === 'string') return changedText(value, mutation);
  if (typeof value === 'number') return pick(numbers, mutation.choice) ?? 0;
  if (Array.isArray(value)) {
    const inner = mutation.kind === 'value' && value.length > 0;
    const chosen = mutation.choice % Math.max(1, value.length);
    return inner ? value.map((part, place) => (place === chosen ? changedValue(part, { ...mutation, choice: Math.floor(mutation.choice / value.length) }) : part)) : (changedList(value, mutation) ?? value);
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    const chosen = pick(keys, mutation.choice);
    const choice = Math.floor(mutation.choice / Math.max(1, keys.length));
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === chosen ? changedValue(part, { ...mutation, choice }) : part]));
  }
  return value;
}

/** Bytes cross as base64: what is inside is changed, so that it stays base64. */
function changedBytes(base64: string, mutation: Mutation): string {
  return Buffer.from(changedText(Buffer.from(base64, 'base64').toString('latin1'), mutation), 'latin1').toString('base64');
}

function changedSnmp(answer: Plain, mutation: Mutation, isGet: boolean): Plain {
  const hostile = pick(cells, mutation.choice) ?? ['Null', null];
  const place = Math.floor(mutation.choice / cells.length);
  const list = varbinds.safeParse(answer);
  if (list.success) {
    const { data } = list;
    // A GET is answered with as many as were asked: the transport sees to that.
    const changed = isGet ? null : changedList(data, mutation);
    return changed ?? data.map((varbind, at) => (at === place % data.length ? [varbind[0], ...hostile] : varbind));
  }
  const columns = table.safeParse(answer);
  return columns.success ? z.json().parse(changedTable(columns.data, hostile, place, mutation)) : answer;
}

function changedTable(answer: WireTable, hostile: WireCell, place: number, mutation: Mutation): WireTable {
  const rows = rowsOfTable(answer);
  const changed = changedList(rows, mutation) ?? rows.map(([index, ...row], at): WireRow => {
    if (at !== place % rows.length) return [index, ...row];
    const column = Math.floor(place / rows.length) % Math.max(1, row.length);
    return [index, ...row.map((cell, position) => (position === column ? (mutation.choice % 5 === 0 ? null : hostile) : cell))];
  });
  return tableOfRows(changed, answer.length - 1);
}

/** The answer of an operation after something went wrong with it, still of the shape that the transport gives. */
export function mutate(op: string, answer: string, mutation: Mutation): string {
  const value = z.json().parse(JSON.parse(answer));
  if (op.startsWith('snmp.')) return JSON.stringify(changedSnmp(value, mutation, op === 'snmp.get'));
  if (op === 'tcp.exchange' && typeof value === 'string') return JSON.stringify(changedBytes(value, mutation));
  if (op === 'ssh.readFile') {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || mutation.kind === 'empty') return 'null';
    return JSON.stringify({ ...value, content: changedBytes(String(value['content'] ?? ''), mutation) });
  }
  return JSON.stringify(changedValue(value, mutation));
}
