import { parseRecording } from '../../snmp/recording.ts';
import type { WireVarbind } from '../../../runtime/wire.ts';
import { encodeVarbind } from '../../../runtime/wire.ts';
import { exchangeOf } from '../exchange.ts';
import { readableOf } from '../recorded-bytes.ts';
import { compareOids } from '../recorded-variables.ts';
import { recordingSchema, type Exchange, type Recording } from '../recording-schema.ts';

const objects = { sysDescr: '1.3.6.1.2.1.1.1.0', sysObjectID: '1.3.6.1.2.1.1.2.0', sysName: '1.3.6.1.2.1.1.5.0', engineId: '1.3.6.1.6.3.10.2.1.1.0' };

function variablesOf(text: string): readonly WireVarbind[] {
  return parseRecording(text).map(({ oid, value }) => encodeVarbind({ oid, value: typeof value === 'function' ? value() : value })).sort(([one], [other]) => compareOids(one, other));
}

/** A walk of each part of the tree that the file has something of. */
function walks(variables: readonly WireVarbind[], context: string): readonly Exchange[] {
  const rootOf = ([oid]: WireVarbind): string => oid.split('.').slice(0, 2).join('.');
  const roots = [...new Set(['1.3', ...variables.map(rootOf)])].sort(compareOids);
  return roots.map((root) => exchangeOf({ op: 'snmp.walk', root, ...(context === '' ? {} : { context }) }, variables.filter((variable) => rootOf(variable) === root)));
}

function textOf(variables: readonly WireVarbind[], oid: string): string {
  const value = variables.find(([name]) => name === oid)?.[2];
  return typeof value === 'string' ? value : '';
}

/** The fingerprint that discovery would have taken. */
function fingerprint(variables: readonly WireVarbind[]): Exchange {
  const engine = Buffer.from(textOf(variables, objects.engineId), 'latin1');
  const text = (oid: string): string => {
    const octets = Buffer.from(textOf(variables, oid), 'latin1');
    return (readableOf(octets) ?? octets.toString('latin1')).replace(/\0+$/, '');
  };
  return exchangeOf({ op: 'fingerprint.snmp' }, {
    version: '2c', sysDescr: text(objects.sysDescr), sysObjectID: textOf(variables, objects.sysObjectID), sysName: text(objects.sysName), engineId: engine.length > 0 ? engine.toString('hex') : null,
  });
}

/**
 * A recording of a walk in snmprec format, read as Latin-1; `contexts` are the texts of `NAME@CONTEXT.snmprec` by context.
 *
 * @experimental
 * @since 0.1.0
 */
export function importSnmprec(name: string, text: string, contexts: ReadonlyMap<string, string> = new Map()): Recording {
  const variables = variablesOf(text);
  return recordingSchema.parse({
    recording: 1,
    device: { name },
    exchanges: [fingerprint(variables), ...walks(variables, ''), ...[...contexts].flatMap(([context, of]) => walks(variablesOf(of), context))],
  });
}
