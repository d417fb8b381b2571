import type { SnmpValue } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { snmpClock } from './snmp-clock.ts';
import { volumeRoom, type VolumeColumns } from './volumes.ts';

const text = (value: string): SnmpValue => ({ type: 'OctetString', value: Buffer.from(value) });
const big = (value: bigint): SnmpValue => ({ type: 'Counter64', value });
const columns = { name: '1.2.1', free: '1.2.2', total: '1.2.3' };

type Volume = { readonly [column in keyof VolumeColumns]?: SnmpValue };

/** What a device tells of a volume, of which it has these tables by their column of names. */
function roomOf(tables: { readonly [name: string]: readonly Volume[] }, volume: string) {
  return volumeRoom([columns, { ...columns, name: '1.3.1' }], volume, async ({ name }) => (tables[name] ?? []).map((cells) => ({ cells })));
}

test('the room of a volume is that of its row, whether sizes come as numbers or as digits', async () => {
  const rows = [{ name: text('Volume 2'), free: big(1n), total: big(2n) }, { name: text('Volume 1'), free: big(2n ** 42n), total: big(2n ** 43n) }];
  expect(await roomOf({ '1.2.1': rows }, 'Volume 1')).toEqual({ totalBytes: 2 ** 43, freeBytes: 2 ** 42, inodesUsed: null });
  expect(await roomOf({ '1.3.1': [{ name: text('DataVol1'), free: text('40'), total: text('100') }] }, 'DataVol1')).toMatchObject({ totalBytes: 100, freeBytes: 40 });
});

test('a volume that is not there is told with those that are', async () => {
  const tables = { '1.2.1': [{ name: text('Volume 1'), free: big(1n), total: big(2n) }, { name: text('Volume 9') }] };
  await expect(roomOf(tables, 'volume1')).rejects.toMatchObject({ kind: 'Unsupported', hint: expect.stringContaining('Volume 1, Volume 9') });
  await expect(roomOf(tables, 'Volume 9')).rejects.toMatchObject({ kind: 'Unsupported' });
  await expect(roomOf({}, 'Volume 1')).rejects.toMatchObject({ hint: 'Its agent tells of no volumes.' });
});

test('the clock of an agent is read with its zone, east and west, and not without one', async () => {
  const clock = (octets: readonly number[]) => snmpClock({ get: async () => [{ oid: '', value: { type: 'OctetString', value: Uint8Array.from(octets) } }] });
  expect(await clock([7, 234, 11, 27, 14, 30, 5, 3, 0x2b, 2, 0])).toBe(Date.UTC(2026, 10, 27, 12, 30, 5));
  expect(await clock([7, 234, 11, 27, 14, 30, 5, 3, 0x2d, 3, 30])).toBe(Date.UTC(2026, 10, 27, 18, 0, 5));
  await expect(clock([7, 234, 11, 27, 14, 30, 5, 3])).rejects.toMatchObject({ kind: 'Unsupported' });
});
