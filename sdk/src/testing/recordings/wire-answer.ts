import type { WireCell, WireVarbind } from '../../runtime/wire.ts';
import { tableOfRows, type WireTable } from '../../runtime/wire-table.ts';
import { parseList, parseMessages } from './ami-text.ts';
import type { RecordableOperation } from './operation.ts';
import { fromRecordedBytes } from './recorded-bytes.ts';
import type { Exchange } from './recording-schema.ts';
import { compareOids } from './recorded-variables.ts';
import { parseVariableLines } from './snmp-lines.ts';

/** A table as it is asked for: columns in its order, indexes in order. */
export function tableOfVariables(columns: readonly string[], variables: readonly WireVarbind[]): WireTable {
  const rows = new Map<string, (WireCell | null)[]>();
  for (const [oid, type, value] of variables) {
    const at = columns.findIndex((column) => oid.startsWith(`${column}.`));
    if (at === -1) continue;
    const index = oid.slice((columns[at]?.length ?? 0) + 1);
    const cells = rows.get(index) ?? columns.map(() => null);
    cells[at] = [type, value];
    rows.set(index, cells);
  }
  return tableOfRows([...rows].sort(([one], [other]) => compareOids(one, other)).map(([index, cells]) => [index, ...cells]), columns.length);
}

/** As many echoes as are asked for now, lost at the rate at which they were. */
function pinged(count: number, { sent, received, rttMs }: { readonly sent: number; readonly received: number; readonly rttMs: unknown }): unknown {
  return { sent: count, received: sent === 0 ? 0 : Math.round((received / sent) * count), rttMs };
}

/** The answer of an exchange in the wire form, for an operation that has its key. */
export function wireAnswer(exchange: Exchange, operation: RecordableOperation): unknown {
  switch (exchange.ask) {
    case 'snmp.get': {
      const answers = new Map(parseVariableLines(exchange.answer ?? '').map((variable) => [variable[0], variable]));
      const asked = operation.op === 'snmp.get' ? operation.oids : exchange.oids;
      return asked.map((oid): WireVarbind => answers.get(oid) ?? [oid, 'NoSuchInstance', null]);
    }
    case 'snmp.getNext': {
      // Successors stand in the order asked at the recording.
      const answers = parseVariableLines(exchange.answer ?? '');
      const asked = operation.op === 'snmp.getNext' ? operation.oids : exchange.oids;
      return asked.map((oid): WireVarbind => answers[exchange.oids.indexOf(oid)] ?? [oid, 'EndOfMibView', null]);
    }
    case 'snmp.getBulk':
    case 'snmp.walk':
      return parseVariableLines(exchange.answer ?? '');
    case 'snmp.table':
      return tableOfVariables(Object.values(operation.op === 'snmp.table' ? operation.columns : exchange.columns), parseVariableLines(exchange.answer ?? ''));
    case 'ssh.readFile': {
      const { answer } = exchange;
      if (answer === null || answer === undefined) return null;
      return { ...answer, mode: Number.parseInt(answer.mode, 8), content: fromRecordedBytes(answer.content).toString('base64') };
    }
    case 'ami.action':
      return parseMessages(exchange.answer ?? '')[0] ?? { headers: [] };
    case 'ami.list':
      return parseList(exchange.answer ?? '');
    case 'http.get': {
      const { status = 200, headers = {}, body, json } = exchange.answer ?? {};
      return { status, headers, body: body ?? (json === undefined ? '' : JSON.stringify(json)) };
    }
    case 'tcp.exchange':
      return fromRecordedBytes(exchange.answer ?? '').toString('base64');
    case 'icmp.ping':
      return exchange.answer === undefined || operation.op !== 'icmp.ping' ? exchange.answer : pinged(operation.count, exchange.answer);
    default:
      return exchange.answer;
  }
}
