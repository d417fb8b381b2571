import { ErrorStatus, ObjectType } from 'net-snmp';
import type { Progress } from '../progress.ts';
import { AgentError } from './answer-faults.ts';
import type { BulkSize } from './bulk-size.ts';
import type { SnmpSession } from './snmp-session.ts';
import { compareOids, type LibraryVarbind } from './snmp-values.ts';

/** Bytes of values that one walk may bring. */
const mostBytes = 16 * 1_024 * 1_024;

/** What a walk may bring, and what the one who asks knows of the agent. */
export interface WalkLimits {
  readonly maxRows: number;
  /** The agent may go back, also where its settings do not say so. */
  readonly anyOrder?: boolean | undefined;
  /** Rows asked for at once at most; 1 asks by GETNEXT. */
  readonly maxRepetitions?: number | undefined;
}

class Column {
  readonly root: string;
  readonly position: number;
  /** What the names of its objects begin with. */
  readonly prefix: string;
  cursor: string;
  /** Of the object at the cursor. */
  index: string | null = null;
  rows = 0;
  /** Names that came, where the agent may go back: the second time is the end. */
  readonly seen = new Set<string>();

  constructor(root: string, position: number) {
    this.root = root;
    this.position = position;
    this.prefix = `${root}.`;
    this.cursor = root;
  }
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
export async function oneByOne(session: SnmpSession, cursors: readonly string[], progress: Progress): Promise<(LibraryVarbind[] | null)[]> {
  return Promise.all(
    cursors.map((cursor) =>
      session.getNext([cursor], progress).catch((error: unknown) => {
        if (error instanceof AgentError && error.status === ErrorStatus.NoSuchName) return null;
        throw error;
      }),
    ),
  );
}

/** Walks columns side by side, calling back for every varbind under its column's root; the index is what follows the root. */
export async function walkColumns(
  session: SnmpSession, roots: readonly string[], bulk: BulkSize, { maxRows, maxRepetitions = Infinity, ...limits }: WalkLimits, progress: Progress,
  visit: (column: number, index: string, varbind: LibraryVarbind) => void,
): Promise<void> {
  let active = roots.map((root, position) => new Column(root, position));
  const anyOrder = session.anyOrder || limits.anyOrder === true;
  let bytes = 0;
  const name = `${roots[0]} ${roots.length}`;
  const expected = bulk.length(name);
  let most = 0;

  /** Whether the column goes on behind what came of it. */
  const take = (column: Column, varbinds: readonly LibraryVarbind[]): boolean => {
    for (const varbind of varbinds) {
      const { oid, value } = varbind;
      if (varbind.type === ObjectType.EndOfMibView || !oid.startsWith(column.prefix)) return false;
      const index = oid.slice(column.prefix.length);
      if (anyOrder) {
        if (column.seen.has(oid)) return false;
        column.seen.add(oid);
      } else if (column.index !== null && compareOids(index, column.index) <= 0) {
        throw progress.failure(
          'Unsupported', `the agent goes back from ${column.cursor} to ${oid}`,
          'A broken agent: update it, or set transports.snmp.anyOrder for it to take its rows in any order. Where all of its kind do so, its profile can say that (quirks).',
        );
      }
      column.cursor = oid;
      column.index = index;
      visit(column.position, index, varbind);
      bytes += 32 + (Buffer.isBuffer(value) ? value.length : 8);
      column.rows += 1;
      if (column.rows > most) most = column.rows;
      if (column.rows > maxRows) throw tooManyRows(column.root, maxRows, progress);
    }
    return true;
  };

  while (active.length > 0) {
    // Longer than the last time: then nothing is known of the rest.
    const found = await successors(session, active, bulk, most > expected ? Infinity : expected - most + 1, maxRepetitions, progress);
    const before = active.map(({ cursor }) => cursor);
    const still = active.filter((column, at) => {
      const varbinds = found[at] ?? null;
      return varbinds !== null && take(column, varbinds);
    });
    if (still.length === active.length && active.every(({ cursor }, at) => cursor === before[at])) {
      throw progress.failure('Unsupported', `the agent answers nothing under ${active.map(({ root }) => root).join(', ')}`, 'A broken agent: restart or update it, or leave the check that reads this table out for it.');
    }
    if (bytes > mostBytes) throw progress.failure('Unsupported', `more than ${mostBytes} bytes under ${roots.join(', ')}`, 'An endless walk, or a table larger than a check should read.');
    active = still;
  }
  bulk.learn(name, most);
}

export function tooManyRows(root: string, maxRows: number, progress: Progress): Error {
  return progress.failure('Unsupported', `more than ${maxRows} rows under ${root}`, 'An endless walk of a broken agent, or a table larger than the plugin asked for: restart or update the agent, or leave the check out for it.');
}
