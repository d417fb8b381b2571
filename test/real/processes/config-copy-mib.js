// A Cisco switch behind snmpd's pass_persist: the ccCopyTable of CISCO-CONFIG-COPY-MIB. What was copied stands in a file.
import { appendFileSync, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const entry = '.1.3.6.1.4.1.9.9.96.1.1.1.1';
const [, , copies = '', broken = ''] = process.argv;
const columns = { source: 3, destination: 4, state: 10, status: 14 };
const states = { running: 2, successful: 3, failed: 4 };

/** @type {Map<string, { cells: { [column: number]: string }, looks: number }>} */
const rows = new Map();

function cellOf(oid) {
  const [, column, row] = /^\.(\d+)\.(\d+)$/.exec(oid.slice(entry.length)) ?? [];
  return column === undefined || !oid.startsWith(entry) ? null : { column: Number(column), row };
}

/** Two looks long it is at work. */
function state(row) {
  row.looks += 1;
  if (row.looks <= 2) return states.running;
  return existsSync(broken) ? states.failed : states.successful;
}

function value(oid) {
  const cell = cellOf(oid);
  const row = rows.get(cell?.row);
  if (cell?.column === columns.state) return row === undefined ? undefined : String(state(row));
  // snmpd lets nothing be made that nobody has: cells of a row that may come have these already.
  return row?.cells[cell?.column] ?? { [columns.source]: '1', [columns.destination]: '1', [columns.status]: '6' }[cell?.column];
}

function set(oid, text) {
  const cell = cellOf(oid);
  if (cell === null || cell.column === columns.state) return 'not-writable';
  if (cell.column === columns.status && text === '6') {
    rows.delete(cell.row);
    return 'DONE';
  }
  const row = rows.get(cell.row) ?? { cells: {}, looks: 0 };
  rows.set(cell.row, row);
  row.cells[cell.column] = text;
  const { cells } = row;
  const isWhole = [columns.source, columns.destination, columns.status].every((column) => cells[column] !== undefined);
  if (isWhole && !existsSync(broken)) appendFileSync(copies, `${cells[columns.source]} to ${cells[columns.destination]}\n`);
  return 'DONE';
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value;
const say = (...words) => process.stdout.write(`${words.join('\n')}\n`);

// An empty line stands behind what is set: no command.
for (let command = await next(); command !== undefined; command = await next()) {
  if (command === 'PING') say('PONG');
  else if (command === 'get') {
    const oid = await next();
    const now = value(oid);
    if (now === undefined) say('NONE');
    else say(oid, 'integer', now);
  } else if (command === 'getnext') {
    await next();
    say('NONE');
  } else if (command === 'set') {
    const oid = await next();
    const [, text = ''] = /^\S+ "?([^"]*)"?$/.exec(await next()) ?? [];
    say(set(oid, text.trim()));
  }
}
