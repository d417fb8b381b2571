import { expect, test } from 'vitest';
import { readSnapshots, readVerification } from './snapshots.ts';

const day = 86_400;
const now = 1_795_800_000;
const upid = (at: number): string => `UPID:pbs:000003E8:00000001:00000001:${at.toString(16).toUpperCase().padStart(8, '0')}:verificationjob:tank:root@pam:`;
const snapshot = (id: string, age: number, rest: object) => ({ 'backup-type': 'vm', 'backup-id': id, 'backup-time': now - age * day, ...rest });

const data = [
  snapshot('100', 1, { size: 300, verification: { state: 'ok', upid: upid(now - 2 * day) } }),
  snapshot('100', 2, {}),
  snapshot('101', 1, { size: 100, verification: { state: 'failed', upid: upid(now - 40 * day) } }),
  { 'backup-type': 'vm' },
];

test('a guest is an object; what has no size was cut off, and what failed its verification is no copy', () => {
  expect(readSnapshots(data).map(({ parts, outcome }) => [...parts, outcome])).toEqual([['vm/100', 'complete'], ['vm/100', 'incomplete'], ['vm/101', 'failed']]);
});

test('the newest verification, whether any failed, and the share of bytes that was verified this month', () => {
  expect(readVerification(data, now * 1_000)).toEqual({ finishedAt: (now - 2 * day) * 1_000, isOk: false, coverage: 0.75 });
  expect(readVerification([snapshot('1', 1, { size: 1 })], now * 1_000)).toBeNull();
});
