import type { Json } from '../../contract/json.ts';
import type { WireVarbind } from '../../runtime/wire.ts';
import { namedSecretKeys } from '../../secrets/index.ts';
import { fromRecordedBytes, readableOf, toRecordedBytes, utf8Of } from './recorded-bytes.ts';
import { exchangeSchema, type Exchange, type RecordedBytes } from './recording-schema.ts';
import { compareOids } from './recorded-variables.ts';
import { parseVariableLines, variableLines } from './snmp-lines.ts';

/**
 * What is done to every text of an exchange, whatever it is written in.
 *
 * @experimental
 * @since 0.1.0
 */
export interface TextChange {
  /** Readable text; bytes that are none come as Latin-1. */
  readonly text: (text: string) => string;
  readonly oid: (oid: string) => string;
  /** The text of a variable, for what only its name tells. */
  readonly named?: (oid: string, text: string) => string;
  /** SNMP octets that are no readable text, before they are taken as one. */
  readonly octets?: (bytes: Buffer) => Buffer;
}

function changedOctets(oid: string, latin1: string, { text, named = (_oid, same) => same, octets }: TextChange): string {
  const bytes = Buffer.from(latin1, 'latin1');
  const utf8 = utf8Of(bytes);
  if (readableOf(Buffer.from(latin1.replace(/\0*$/, ''), 'latin1')) !== null) return Buffer.from(text(named(oid, utf8 ?? latin1))).toString('latin1');
  return text((octets?.(bytes) ?? bytes).toString('latin1'));
}

function changedVariables(block: string, change: TextChange): string {
  const variables = parseVariableLines(block).map(([oid, type, value]): WireVarbind => {
    const name = change.oid(oid);
    if (typeof value !== 'string' || type === 'Counter64') return [name, type, value];
    if (type === 'OctetString' || type === 'Opaque') return [name, type, changedOctets(oid, value, change)];
    return [name, type, type === 'ObjectIdentifier' ? change.oid(value) : change.text(value)];
  });
  return variableLines(variables);
}

function changedBytes(recorded: RecordedBytes, change: TextChange): RecordedBytes {
  if (typeof recorded === 'string') return change.text(recorded);
  const before = fromRecordedBytes(recorded).toString('latin1');
  const after = change.text(before);
  return after === before ? recorded : toRecordedBytes(Buffer.from(after, 'latin1'));
}

function changedJson(value: Json, text: (text: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item: Json) => changedJson(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [text(name), changedJson(of, text)]));
}

/**
 * A document with all its texts changed. A name and its value, or each of its values, are looked at together as one line of text.
 *
 * @experimental
 * @since 0.1.0
 */
export function changeJson(value: Json, text: (text: string) => string): Json {
  const together = (name: string, of: Json): Json => {
    if (Array.isArray(of)) return of.map((item: Json) => together(name, item));
    if (typeof of !== 'string') return pairs(of);
    const line = `${JSON.stringify(name)}: ${JSON.stringify(of)}`;
    const changed = text(line);
    const found = changed === line ? null : /^"(?:[^"\\]|\\.)*": (".*")$/s.exec(changed);
    return found?.[1] === undefined ? of : String(JSON.parse(found[1]));
  };
  const pairs = (of: Json): Json => {
    if (Array.isArray(of)) return of.map(pairs);
    if (typeof of !== 'object' || of === null) return of;
    const named = namedSecretKeys({ ...of });
    return Object.fromEntries(Object.entries(of).map(([name, inner]: [string, Json]) => [name, together(named.includes(name) ? 'password' : name, inner)]));
  };
  return pairs(changedJson(value, text));
}

/** A value as it is behind its name: that may tell that it is a secret. */
function changedValue(name: string, value: string, text: (text: string) => string): string {
  const changed = text(`${name}: ${value}`);
  return changed.startsWith(`${name}: `) ? changed.slice(name.length + 2) : text(value);
}

function changedTexts(texts: { readonly [name: string]: string }, text: (text: string) => string): { [name: string]: string } {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, changedValue(name, value, text)]));
}

/**
 * The exchange with all its texts changed. Variables of walks and tables are put in order again.
 *
 * @experimental
 * @since 0.1.0
 */
export function changeExchange(exchange: Exchange, change: TextChange): Exchange {
  const { text, oid } = change;
  const fails = exchange.fails === undefined ? {} : { fails: { ...exchange.fails, message: text(exchange.fails.message), ...(exchange.fails.hint === undefined ? {} : { hint: text(exchange.fails.hint) }) } };
  const answered = (answer: unknown): unknown => ({ ...exchange, ...asked(exchange, change), ...(answer === undefined ? {} : { answer }), ...fails });
  const { answer } = exchange;
  if (answer === undefined) return exchangeSchema.parse(answered(undefined));
  switch (exchange.ask) {
    case 'snmp.get':
    case 'snmp.getNext':
    case 'snmp.getBulk':
      return exchangeSchema.parse(answered(changedVariables(exchange.answer ?? '', change)));
    case 'snmp.walk':
    case 'snmp.table':
      return exchangeSchema.parse(answered(inOrder(changedVariables(exchange.answer ?? '', change))));
    case 'ssh.exec':
    case 'ssh.script': {
      const output = exchange.answer;
      return exchangeSchema.parse(answered(output && { ...output, stdout: text(output.stdout), stderr: text(output.stderr) }));
    }
    case 'ssh.readFile':
      return exchangeSchema.parse(answered(exchange.answer && { ...exchange.answer, content: changedBytes(exchange.answer.content, change) }));
    case 'ami.action':
    case 'ami.list':
      return exchangeSchema.parse(answered(text(exchange.answer ?? '')));
    case 'http.get': {
      const { headers = {}, body, json, status = 200 } = exchange.answer ?? {};
      return exchangeSchema.parse(answered({
        status, headers: changedTexts(headers, text), ...(body === undefined ? {} : { body: text(body) }), ...(json === undefined ? {} : { json: changeJson(json, text) }),
      }));
    }
    case 'tcp.exchange':
      return exchangeSchema.parse(answered(changedBytes(exchange.answer ?? '', change)));
    case 'icmp.ping':
      return exchangeSchema.parse(answered(exchange.answer));
    default:
      return exchangeSchema.parse(answered(exchange.answer === undefined ? undefined : changeJson(exchange.answer, text)));
  }

  function inOrder(block: string): string {
    const parsed = parseVariableLines(block);
    return exchange.ask === 'snmp.walk' ? variableLines([...parsed].sort(([one], [other]) => compareOids(one, other))) : variableLines(parsed);
  }

  function asked(of: Exchange, { text: inText, oid: inOid }: TextChange): object {
    switch (of.ask) {
      case 'snmp.get':
      case 'snmp.getNext':
      case 'snmp.getBulk':
        return { oids: of.oids.map(oid) };
      case 'snmp.walk':
        return { root: inOid(of.root) };
      case 'snmp.table':
        return { columns: Object.fromEntries(Object.entries(of.columns).map(([name, column]) => [name, inOid(column)])) };
      case 'ssh.exec':
        return { argv: of.argv.map(inText), ...(of.stdin === undefined ? {} : { stdin: inText(of.stdin) }) };
      case 'ssh.script':
        return { args: of.args.map(inText) };
      case 'ssh.readFile':
        return { path: inText(of.path) };
      case 'ami.action':
      case 'ami.list':
        return { fields: of.fields.map(([name, value]) => [name, changedValue(name, value, inText)]) };
      case 'http.get':
        return { path: inText(of.path), query: changedTexts(of.query, inText), headers: changedTexts(of.headers, inText) };
      case 'tcp.exchange':
        return of.send === undefined ? {} : { send: changedBytes(of.send, change) };
      case 'sip.options':
        return of.peer === undefined ? {} : { peer: inText(of.peer) };
      default:
        return {};
    }
  }
}
