import { contentHash } from '../../transports/content-hash.ts';
import { toRecordedBytes } from './recorded-bytes.ts';
import type { RecordedAsk } from './recording-schema.ts';

type Texts = { readonly [name: string]: string };

/**
 * Operations that only read, as the transports get them: what can be recorded.
 *
 * @experimental
 * @since 0.1.0
 */
export type RecordableOperation =
  | { readonly op: 'snmp.get' | 'snmp.getNext'; readonly oids: readonly string[]; readonly context?: string | undefined }
  | { readonly op: 'snmp.getBulk'; readonly oids: readonly string[]; readonly maxRepetitions: number; readonly context?: string | undefined }
  | { readonly op: 'snmp.walk'; readonly root: string; readonly context?: string | undefined }
  | { readonly op: 'snmp.table'; readonly columns: Texts; readonly context?: string | undefined }
  | { readonly op: 'ssh.exec'; readonly argv: readonly string[]; readonly stdin?: string | undefined }
  | { readonly op: 'ssh.script'; readonly text: string; readonly args: readonly string[] }
  | { readonly op: 'ssh.readFile'; readonly path: string }
  | { readonly op: 'ami.action' | 'ami.list'; readonly action: string; readonly fields: readonly (readonly [string, string])[] }
  | { readonly op: 'icmp.ping'; readonly count: number }
  | { readonly op: 'sip.options'; readonly peer?: string | undefined; readonly port: number; readonly protocol: 'udp' | 'tcp' }
  | { readonly op: 'http.get'; readonly path: string; readonly query: Texts; readonly headers: Texts }
  | { readonly op: 'tcp.exchange'; readonly port: number; readonly send?: string | undefined; readonly until?: string | undefined }
  | { readonly op: 'fingerprint.tcp'; readonly port: number; readonly send?: string | undefined }
  | { readonly op: 'fingerprint.snmp' | 'fingerprint.ssh' | 'fingerprint.ami' | 'fingerprint.http' };

const withContext = (context: string | undefined) => (context === undefined ? {} : { context });

/** What was asked, as a recording writes it down. */
export function askOf(operation: RecordableOperation): RecordedAsk {
  switch (operation.op) {
    case 'snmp.get':
    case 'snmp.getNext':
      return { ask: operation.op, oids: [...operation.oids], ...withContext(operation.context) };
    case 'snmp.getBulk':
      return { ask: operation.op, oids: [...operation.oids], maxRepetitions: operation.maxRepetitions, ...withContext(operation.context) };
    case 'snmp.walk':
      return { ask: operation.op, root: operation.root, ...withContext(operation.context) };
    case 'snmp.table':
      return { ask: operation.op, columns: { ...operation.columns }, ...withContext(operation.context) };
    case 'ssh.exec':
      return { ask: operation.op, argv: [...operation.argv], ...(operation.stdin === undefined ? {} : { stdin: operation.stdin }) };
    case 'ssh.script':
      return { ask: operation.op, script: contentHash(Buffer.from(operation.text)), args: [...operation.args] };
    case 'ssh.readFile':
      return { ask: operation.op, path: operation.path };
    case 'ami.action':
    case 'ami.list':
      return { ask: operation.op, action: operation.action, fields: operation.fields.map(([name, value]) => [name, value]) };
    case 'icmp.ping':
      return { ask: operation.op };
    case 'sip.options':
      return { ask: operation.op, ...(operation.peer === undefined ? {} : { peer: operation.peer }), port: operation.port, protocol: operation.protocol };
    case 'http.get':
      return { ask: operation.op, path: operation.path, query: { ...operation.query }, headers: { ...operation.headers } };
    case 'tcp.exchange':
      return {
        ask: operation.op, port: operation.port,
        ...(operation.send === undefined ? {} : { send: toRecordedBytes(Buffer.from(operation.send, 'base64')) }),
        ...(operation.until === undefined ? {} : { until: operation.until }),
      };
    case 'fingerprint.tcp':
      return { ask: operation.op, port: operation.port, ...(operation.send === undefined ? {} : { send: operation.send }) };
    default:
      return { ask: operation.op };
  }
}

const pairs = (texts: Texts, fold: boolean): string =>
  Object.entries(texts).map(([name, value]) => `${fold ? name.toLowerCase() : name}=${value}`).sort().join('&');

/**
 * The same for asks that a device answers alike: variables of a GET, columns, header fields and query parameters in any
 * order; names of headers and actions in any case.
 */
export function askKey(ask: RecordedAsk): string {
  switch (ask.ask) {
    case 'snmp.get':
    case 'snmp.getNext':
      return JSON.stringify([ask.ask, ask.context ?? '', ...ask.oids.toSorted()]);
    case 'snmp.getBulk':
      return JSON.stringify([ask.ask, ask.context ?? '', ask.maxRepetitions, ...ask.oids.toSorted()]);
    case 'snmp.walk':
      return JSON.stringify([ask.ask, ask.context ?? '', ask.root]);
    case 'snmp.table':
      return JSON.stringify([ask.ask, ask.context ?? '', ...Object.values(ask.columns).sort()]);
    case 'ssh.exec':
      return JSON.stringify([ask.ask, ask.argv, ask.stdin ?? '']);
    case 'ssh.script':
      return JSON.stringify([ask.ask, ask.script, ask.args]);
    case 'ssh.readFile':
      return JSON.stringify([ask.ask, ask.path]);
    case 'ami.action':
    case 'ami.list': {
      // Repeated headers keep their order among themselves.
      const fields = ask.fields.map(([name, value]) => [name.toLowerCase(), value] as const).toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
      return JSON.stringify([ask.ask, ask.action.toLowerCase(), fields]);
    }
    case 'http.get':
      return JSON.stringify([ask.ask, ask.path, pairs(ask.query, false), pairs(ask.headers, true)]);
    case 'tcp.exchange':
      return JSON.stringify([ask.ask, ask.port, ask.send ?? '', ask.until ?? '']);
    case 'fingerprint.tcp':
      return JSON.stringify([ask.ask, ask.port, ask.send ?? '']);
    case 'sip.options':
      return JSON.stringify([ask.ask, ask.peer ?? '', ask.port, ask.protocol]);
    default:
      return JSON.stringify([ask.ask]);
  }
}

/**
 * One line for a person: `snmp.get 1.3.6.1.2.1.1.5.0`.
 *
 * @experimental
 * @since 0.1.0
 */
export function describeAsk(ask: RecordedAsk): string {
  const text = words(ask).join(' ');
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}

function words(ask: RecordedAsk): readonly string[] {
  switch (ask.ask) {
    case 'snmp.get':
    case 'snmp.getNext':
    case 'snmp.getBulk':
      return [ask.ask, ...ask.oids, ...(ask.context === undefined ? [] : [`in context ${ask.context}`])];
    case 'snmp.walk':
      return [ask.ask, ask.root, ...(ask.context === undefined ? [] : [`in context ${ask.context}`])];
    case 'snmp.table':
      return [ask.ask, ...Object.values(ask.columns), ...(ask.context === undefined ? [] : [`in context ${ask.context}`])];
    case 'ssh.exec':
      return [ask.ask, ...ask.argv, ...(ask.stdin === undefined ? [] : [`with ${ask.stdin.length} characters of input`])];
    case 'ssh.script':
      return [ask.ask, ask.script.slice(0, 12), ...ask.args];
    case 'ssh.readFile':
      return [ask.ask, ask.path];
    case 'ami.action':
    case 'ami.list':
      return [ask.ask, ask.action, ...ask.fields.map(([name, value]) => `${name}=${value}`)];
    case 'http.get':
      return [ask.ask, ask.path + (Object.keys(ask.query).length > 0 ? `?${pairs(ask.query, false)}` : ''), ...(Object.keys(ask.headers).length > 0 ? [pairs(ask.headers, true)] : [])];
    case 'tcp.exchange':
      return [ask.ask, `port ${ask.port}`, ...(ask.send === undefined ? [] : [JSON.stringify(ask.send)]), ...(ask.until === undefined ? [] : [`until ${JSON.stringify(ask.until)}`])];
    case 'fingerprint.tcp':
      return [ask.ask, `port ${ask.port}`, ...(ask.send === undefined ? [] : [JSON.stringify(ask.send)])];
    case 'sip.options':
      return [ask.ask, ...(ask.peer === undefined ? [] : [ask.peer]), `${ask.protocol} port ${ask.port}`];
    default:
      return [ask.ask];
  }
}
