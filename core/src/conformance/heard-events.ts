import { mutate, type Mutation } from './mutation.ts';
import type { TestOperation } from '../test-host/index.ts';

const trap = (oid: string, varbinds: readonly (readonly [oid: string, type: string, value: string | number])[] = []): object =>
  ({ oid, kind: 'trap', version: '2c', at: '2026-03-01T12:00:00.000Z', uptime: 4_711, varbinds });

/** What agents say: the traps of SNMPv2-MIB and IF-MIB, and one of some vendor's own. */
const traps: readonly object[] = [
  ...[1, 2, 5].map((number) => trap(`1.3.6.1.6.3.1.1.5.${number}`)),
  ...[3, 4].map((number) => trap(`1.3.6.1.6.3.1.1.5.${number}`, [['1.3.6.1.2.1.2.2.1.1.2', 'Integer', 2], ['1.3.6.1.2.1.2.2.1.2.2', 'OctetString', 'Gi2'], ['1.3.6.1.2.1.2.2.1.8.2', 'Integer', 2]])),
  trap('1.3.6.1.4.1.99999.0.7', [['1.3.6.1.4.1.99999.7.1', 'OctetString', 'fan 2'], ['1.3.6.1.4.1.99999.7.2', 'Integer', 0]]),
];

/** An event as Asterisk writes it, of each name that is listened to. */
function messages(names: readonly string[]): readonly object[] {
  return names.map((name) => ({ headers: [['Event', name], ['Privilege', 'system,all'], ['ChannelType', 'PJSIP'], ['Peer', 'PJSIP/1001'], ['AOR', '1001'], ['EndpointName', '1001'], ['ContactStatus', 'Unreachable'], ['Status', 'Rejected']] }));
}

/** Traps have no shape of their own but their objects; all else is changed anywhere. */
function spoilt(event: object, mutation: Mutation): object {
  if (!('varbinds' in event)) return { headers: JSON.parse(mutate('ami.event', JSON.stringify('headers' in event ? event.headers : []), mutation)) };
  const oid = mutation.choice % 7 === 0 ? '0.0' : 'oid' in event ? event.oid : '';
  return { ...event, oid, uptime: mutation.choice % 3 === 0 ? null : 4_294_967_295, varbinds: JSON.parse(mutate('snmp.table', JSON.stringify(event.varbinds), mutation)) };
}

/** Values go wrong more often than lists; eleven of them, so that each kind meets each event. */
const kinds = ['value', 'drop', 'value', 'repeat', 'value', 'reverse', 'value', 'empty', 'value', 'cut', 'value'] as const;

/** What a watcher may come to hear, as JSON text: first as it should be, then gone wrong in all kinds of ways. */
export function heardEvents({ op, request }: Pick<TestOperation, 'op' | 'request'>, count: number): readonly string[] {
  const names = typeof request === 'object' && request !== null && 'names' in request && Array.isArray(request.names) ? request.names.map(String) : [];
  const sound = op === 'snmp.traps' ? traps : messages(names);
  const wrong = sound.length === 0 ? [] : Array.from({ length: count }, (_nothing, at) => {
    const event = sound[at % sound.length] ?? {};
    return spoilt(event, { at: 0, kind: kinds[at % kinds.length] ?? 'value', choice: at * 31 + 7 });
  });
  return [...sound, ...wrong].map((event) => JSON.stringify(event));
}
