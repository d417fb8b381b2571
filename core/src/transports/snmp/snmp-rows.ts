import type { WireCell, WireRow, WireVarbind } from '@jackfield/sdk/runtime';
import { ErrorStatus, ObjectType } from 'net-snmp';
import type { Progress } from '../progress.ts';
import { AgentError } from './answer-faults.ts';
import type { SnmpSession } from './snmp-session.ts';
import { compareOids, wireCell, wireVarbind, type LibraryVarbind } from './snmp-values.ts';

/** Bytes of values that one walk may bring. */
const mostBytes = 16 * 1_024 * 1_024;
/** Tables whose size is remembered, at most. */
const mostTables = 256;
/** Varbinds asked for in one PDU, at most: more does not fit into a datagram that all agents can send. */
const mostVarbinds = 400;

/**
 * How many rows to ask for at once, learned per device: halved when the agent is overwhelmed, grown slowly when it is
 * not; and how long its tables are, so that no more is asked for than they have. `jackfield` remembers it as long as the
 * device is spoken to.
 */
export class BulkSize {
  #rows: number;
  readonly #lengths = new Map<string, number>();

  constructor(initial: number) {
    this.#rows = initial;
  }

  /** @param left rows that the table probably still has, and one more to see its end */
  rows(columns: number, left: number): number {
    return Math.max(1, Math.min(this.#rows, left, Math.floor(mostVarbinds / columns)));
  }

  /** Rows that a table had the last time; unbounded when it was never read. */
  length(name: string): number {
    return this.#lengths.get(name) ?? Infinity;
  }

  learn(name: string, rows: number): void {
    if (this.#lengths.has(name) || this.#lengths.size < mostTables) this.#lengths.set(name, rows);
  }

  /** False when it cannot become smaller. */
  shrink(): boolean {
    if (this.#rows <= 1) return false;
    this.#rows = Math.max(1, Math.floor(this.#rows / 2));
    return true;
  }

  grow(): void {
    this.#rows = Math.min(100, this.#rows + 1);
  }
}

/** What a walk may bring, and what the one who asks knows of the agent. */
export interface WalkLimits {
  readonly maxRows: number;
  /** The agent may go back, also where its settings do not say so. */
  readonly anyOrder?: boolean | undefined;
  /** Rows asked for at once at most; 1 asks by GETNEXT. */
  readonly maxRepetitions?: number | undefined;
}

interface Column {
  readonly root: string;
  readonly position: number;
  cursor: string;
  /** Names that came, where the agent may go back: the second time is the end. */
  readonly seen: Set<string>;
}

/** The successors of each column's cursor; null where the agent has nothing more, none where its answer was cut short. */
async function successors(session: SnmpSession, columns: readonly Column[], bulk: BulkSize, left: number, maxRepetitions: number, progress: Progress): Promise<(LibraryVarbind[] | null)[]> {
  const cursors = columns.map((column) => column.cursor);
  if (session.version === '1') return oneByOne(session, cursors, progress);
  if (maxRepetitions === 1) return (await session.getNext(cursors, progress)).map((varbind) => [varbind]);
  for (;;) {
    try {
      const found = await session.getBulk(cursors, bulk.rows(columns.length, Math.min(left, maxRepetitions)), progress);
      bulk.grow();
      return cursors.map((_, position) => found[position] ?? []);
    } catch (error) {
      const overwhelmed = error instanceof AgentError ? error.status === ErrorStatus.TooBig || error.status === ErrorStatus.GeneralError : isTimeout(error);
      if (!overwhelmed || progress.signal.aborted || !bulk.shrink()) throw error;
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'Unreachable';
}

/** SNMPv1: no GETBULK, and one column without successor fails the whole PDU, so columns are asked apart. */
async function oneByOne(session: SnmpSession, cursors: readonly string[], progress: Progress): Promise<(LibraryVarbind[] | null)[]> {
  return Promise.all(
    cursors.map((cursor) =>
      session.getNext([cursor], progress).catch((error: unknown) => {
        if (error instanceof AgentError && error.status === ErrorStatus.NoSuchName) return null;
        throw error;
      }),
    ),
  );
}

/** What GETBULK would give, from an agent of SNMPv1: up to so many successors of each OID, ended as SNMPv2 ends them. */
export async function repeatedGetNext(session: SnmpSession, oids: readonly string[], repetitions: number, progress: Progress): Promise<WireVarbind[]> {
  const columns = await Promise.all(oids.map(async (oid) => {
    const column: WireVarbind[] = [];
    let cursor = oid;
    for (let times = 0; times < repetitions; times += 1) {
      const [found] = await oneByOne(session, [cursor], progress);
      const [next] = found ?? [];
      if (next === undefined) return [...column, [cursor, 'EndOfMibView', null] satisfies WireVarbind];
      column.push(wireVarbind(next));
      cursor = next.oid;
    }
    return column;
  }));
  return columns.flat();
}

/** Walks columns side by side, calling back for every varbind under its column's root. */
async function walkColumns(
  session: SnmpSession, roots: readonly string[], bulk: BulkSize, { maxRows, maxRepetitions = Infinity, ...limits }: WalkLimits, progress: Progress,
  visit: (column: number, index: string, varbind: LibraryVarbind) => void,
): Promise<void> {
  let active: Column[] = roots.map((root, position) => ({ root, position, cursor: root, seen: new Set() }));
  const anyOrder = session.anyOrder || limits.anyOrder === true;
  let bytes = 0;
  const rows = roots.map(() => 0);
  const name = `${roots[0]} ${roots.length}`;
  const expected = bulk.length(name);
  let most = 0;
  while (active.length > 0) {
    // Longer than the last time: then nothing is known of the rest.
    const found = await successors(session, active, bulk, most > expected ? Infinity : expected - most + 1, maxRepetitions, progress);
    const still: Column[] = [];
    let moved = false;
    active.forEach((column, at) => {
      const varbinds = found[at] ?? null;
      let ended = varbinds === null;
      for (const varbind of varbinds ?? []) {
        const under = varbind.oid.startsWith(`${column.root}.`);
        if (!under || varbind.type === ObjectType.EndOfMibView) {
          ended = true;
          break;
        }
        if (compareOids(varbind.oid, column.cursor, column.root.length) <= 0 && !anyOrder) {
          throw progress.failure(
            'Unsupported', `the agent goes back from ${column.cursor} to ${varbind.oid}`,
            'A broken agent: update it, or set transports.snmp.anyOrder for it to take its rows in any order. Where all of its kind do so, its profile can say that (quirks).',
          );
        }
        if (column.seen.has(varbind.oid)) {
          ended = true;
          break;
        }
        if (anyOrder) column.seen.add(varbind.oid);
        column.cursor = varbind.oid;
        moved = true;
        visit(column.position, varbind.oid.slice(column.root.length + 1), varbind);
        bytes += 32 + (Buffer.isBuffer(varbind.value) ? varbind.value.length : 8);
        const many = (rows[column.position] ?? 0) + 1;
        rows[column.position] = many;
        most = Math.max(most, many);
        if (many > maxRows) throw tooManyRows(column.root, maxRows, progress);
      }
      if (!ended) still.push(column);
    });
    if (!moved && still.length === active.length) throw progress.failure('Unsupported', `the agent answers nothing under ${active.map(({ root }) => root).join(', ')}`, 'A broken agent: restart or update it, or leave the check that reads this table out for it.');
    if (bytes > mostBytes) throw progress.failure('Unsupported', `more than ${mostBytes} bytes under ${roots.join(', ')}`, 'An endless walk, or a table larger than a check should read.');
    active = still;
  }
  bulk.learn(name, most);
}

function tooManyRows(root: string, maxRows: number, progress: Progress): Error {
  return progress.failure('Unsupported', `more than ${maxRows} rows under ${root}`, 'An endless walk of a broken agent, or a table larger than the plugin asked for: restart or update the agent, or leave the check out for it.');
}

/** All under a root, in the agent's order. */
export async function walk(session: SnmpSession, root: string, bulk: BulkSize, limits: WalkLimits, progress: Progress): Promise<WireVarbind[]> {
  const varbinds: WireVarbind[] = [];
  await walkColumns(session, [root], bulk, limits, progress, (_column, _index, varbind) => varbinds.push(wireVarbind(varbind)));
  return varbinds;
}

/** Several columns of a table; a row has null where the agent lacks a cell. */
export async function table(session: SnmpSession, roots: readonly string[], bulk: BulkSize, limits: WalkLimits, progress: Progress): Promise<WireRow[]> {
  const rows = new Map<string, (WireCell | null)[]>();
  await walkColumns(session, roots, bulk, limits, progress, (column, index, varbind) => {
    let cells = rows.get(index);
    if (cells === undefined) {
      cells = roots.map(() => null);
      rows.set(index, cells);
      if (rows.size > limits.maxRows) throw tooManyRows(roots[column] ?? '', limits.maxRows, progress);
    }
    cells[column] = wireCell(varbind);
  });
  return inOrder([...rows]).map(([index, cells]) => [index, ...cells]);
}

/** Agents answer in order: only rows that a later column has and an earlier one lacks stand at the wrong place. */
function inOrder<Cells>(rows: [index: string, cells: Cells][]): readonly [index: string, cells: Cells][] {
  const isOrdered = rows.every(([index], at) => at === 0 || compareOids(rows[at - 1]?.[0] ?? '', index) < 0);
  return isOrdered ? rows : rows.sort(([a], [b]) => compareOids(a, b));
}
