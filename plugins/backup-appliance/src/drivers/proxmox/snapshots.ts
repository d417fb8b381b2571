import { isRecord, numberOf, recordsOf, textOf } from '../../json.ts';
import type { Copy, Outcome, Verification } from '../driver.ts';

const monthMs = 30 * 86_400_000;

/** A snapshot without a size is of a backup that runs or was cut off; one that failed its verification is no copy at all. */
function outcomeOf({ size, verification }: Record<string, unknown>): Outcome {
  if (isRecord(verification) && verification['state'] === 'failed') return 'failed';
  return numberOf(size) === null ? 'incomplete' : 'complete';
}

export function readSnapshots(data: unknown): readonly Copy[] {
  return recordsOf(data).flatMap((snapshot): Copy[] => {
    const { 'backup-type': type, 'backup-id': id, 'backup-time': seconds, size } = snapshot;
    const time = numberOf(seconds);
    if (time === null || typeof type !== 'string' || typeof id !== 'string') return [];
    return [{ id: `${type}/${id}/${time}`, host: '', parts: [`${type}/${id}`], time: time * 1_000, bytes: numberOf(size), newBytes: null, kind: '', suspicion: null, seconds: null, outcome: outcomeOf(snapshot), ...(snapshot['protected'] === true ? { isProtected: true } : {}) }];
  });
}

/** `UPID:node:pid:pstart:task:starttime:type:id:user:`, numbers in hexadecimal: when the verification began. */
function begunAt(upid: string): number | null {
  const seconds = Number.parseInt(upid.split(':')[5] ?? '', 16);
  return Number.isNaN(seconds) ? null : seconds * 1_000;
}

/** Null when no snapshot was ever verified. The share is that of the bytes of all snapshots that were in the last thirty days. */
export function readVerification(data: unknown, now: number): Verification | null {
  let [newest, isOk, verified, all]: [number | null, boolean, number, number] = [null, true, 0, 0];
  for (const { size, verification } of recordsOf(data)) {
    const bytes = numberOf(size) ?? 0;
    all += bytes;
    const at = isRecord(verification) ? begunAt(textOf(verification['upid'])) : null;
    if (!isRecord(verification) || at === null) continue;
    newest = Math.max(newest ?? at, at);
    isOk &&= verification['state'] === 'ok';
    if (at >= now - monthMs) verified += bytes;
  }
  return newest === null ? null : { finishedAt: newest, isOk, coverage: all > 0 ? verified / all : null };
}
