import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { OutcomeError } from '../../contract/outcome.ts';
import type { WireVarbind } from '../../runtime/wire.ts';
import { rowsOfTable, type WireTable } from '../../runtime/wire-table.ts';
import type { AmiList, AmiMessage } from '../../transports/ami.ts';
import { listText, messagesText } from './ami-text.ts';
import { askOf, type RecordableOperation } from './operation.ts';
import { toRecordedBytes } from './recorded-bytes.ts';
import { exchangeSchema, type Exchange } from './recording-schema.ts';
import { variableLines } from './snmp-lines.ts';

// The wire form, whose writer is the host itself: types are what the operation promises.
const varbinds = z.custom<readonly WireVarbind[]>();
const table = z.custom<WireTable>();
const message = z.custom<AmiMessage>();
const list = z.custom<AmiList>();
const file = z.object({ content: z.string(), mode: z.number(), uid: z.number(), gid: z.number() }).nullable();
const response = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() });

/** Headers of one hop, which say nothing of the device. */
const ofTheHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** JSON whose numbers survive being read and written; undefined for all else. */
function document(body: string): Json | undefined {
  if (!/^\s*[[{]/.test(body)) return undefined;
  try {
    const parsed = z.json().parse(JSON.parse(body));
    const isExact = (body.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? []).every((number) => String(Number(number)) === number);
    return isExact ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function answerOf(operation: RecordableOperation, answer: unknown): unknown {
  switch (operation.op) {
    case 'snmp.get':
    case 'snmp.getNext':
    case 'snmp.getBulk':
    case 'snmp.walk':
      return variableLines(varbinds.parse(answer));
    case 'snmp.table': {
      const columns = Object.values(operation.columns);
      return variableLines(rowsOfTable(table.parse(answer)).flatMap(([index, ...cells]) =>
        cells.flatMap((cell, at): WireVarbind[] => (cell === null ? [] : [[`${columns[at] ?? ''}.${index}`, cell[0], cell[1]]])),
      ));
    }
    case 'ssh.readFile': {
      const found = file.parse(answer);
      return found && { ...found, mode: found.mode.toString(8).padStart(4, '0'), content: toRecordedBytes(Buffer.from(found.content, 'base64')) };
    }
    case 'ami.action':
      return messagesText([message.parse(answer)]);
    case 'ami.list':
      return listText(list.parse(answer));
    case 'http.get': {
      const { status, headers, body } = response.parse(answer);
      const json = document(body);
      const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheHop.has(name.toLowerCase())));
      return { status, headers: kept, ...(json === undefined ? { body } : { json }) };
    }
    case 'tcp.exchange':
      return toRecordedBytes(Buffer.from(z.string().parse(answer), 'base64'));
    default:
      return answer;
  }
}

/**
 * An operation and its answer in the wire form, as a recording holds them.
 *
 * @experimental
 * @since 0.1.0
 */
export function exchangeOf(operation: RecordableOperation, answer: unknown, during?: string): Exchange {
  return exchangeSchema.parse({ ...askOf(operation), ...(during === undefined ? {} : { during }), answer: answerOf(operation, answer) });
}

/**
 * An operation that ended in an outcome error.
 *
 * @experimental
 * @since 0.1.0
 */
export function failedExchange(operation: RecordableOperation, { kind, message: text, hint, data }: OutcomeError, during?: string): Exchange {
  const { layer } = data;
  const fails = { outcome: kind, message: text, ...(typeof layer === 'string' ? { layer } : {}), ...(hint === undefined ? {} : { hint }) };
  return exchangeSchema.parse({ ...askOf(operation), ...(during === undefined ? {} : { during }), fails });
}
