import type { Schemas } from '../api/index.ts';

export type HostKey = Schemas['HostKey'];

/** Whether a person is to say something: a key is offered, and nobody refused that very one. */
export const isWaiting = ({ status, offered, decision }: HostKey): boolean => status !== 'accepted' && !(decision?.verdict === 'refused' && decision.fingerprint === offered);

/** A key that changed may mean somebody between: it stands before a first one, and both before what waits for nobody. */
const urgency = (key: HostKey): number => (isWaiting(key) ? (key.status === 'changed' ? 0 : 1) : key.status === 'accepted' ? 3 : 2);

/** What waits first, and of it the oldest; then by address. */
export function inOrder(keys: readonly HostKey[]): readonly HostKey[] {
  return keys.toSorted((one, other) => urgency(one) - urgency(other) || (isWaiting(one) ? (one.offeredAt ?? '').localeCompare(other.offeredAt ?? '') : 0) || one.address.localeCompare(other.address, 'en', { numeric: true }) || one.port - other.port);
}

/** The address and port that an incident of a host key is about; null for an incident of something else. */
export function placeOfKey(check: string): { readonly address: string; readonly port: number } | null {
  const found = /^host key (.+):(\d+)$/.exec(check);
  return found?.[1] === undefined ? null : { address: found[1], port: Number(found[2]) };
}
