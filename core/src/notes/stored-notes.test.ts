import { beforeEach, expect, test } from 'vitest';
import { MemoryStore } from '../testing/index.ts';
import type { DeviceNotes } from './device-notes.ts';
import { notesMigrations } from './migrations.ts';
import { createDeviceNotes } from './stored-notes.ts';

let notes: DeviceNotes;
beforeEach(() => {
  notes = createDeviceNotes(new MemoryStore(notesMigrations));
});

test('notes of a device stand newest first, with who wrote them and who wrote them anew', async () => {
  const first = await notes.add({ device: 'sw', text: 'port 7 is the camera', person: 'ada' });
  await notes.add({ device: 'sw', text: 'fan replaced', person: 'bob' });
  await notes.add({ device: 'other', text: 'elsewhere', person: 'bob' });
  const { before, after } = await notes.edit({ device: 'sw', id: first.id, etag: first.etag, text: 'port 8 is the camera', person: 'bob' });
  expect([before.text, after]).toEqual([first.text, expect.objectContaining({ author: 'ada', editedBy: 'bob' })]);
  expect((await notes.of('sw')).map(({ text, author }) => [text, author])).toEqual([['fan replaced', 'bob'], ['port 8 is the camera', 'ada']]);
});

test('of two who edit the same text one wins and the other is told; so it is for who removes', async () => {
  const { id, etag } = await notes.add({ device: 'sw', text: 'x', person: 'ada' });
  const both = await Promise.allSettled(['ada', 'bob'].map((person) => notes.edit({ device: 'sw', id, etag, text: `by ${person}`, person })));
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await expect(notes.remove({ device: 'sw', id, etag })).rejects.toMatchObject({ code: 'JF9902' });
  await expect(notes.remove({ device: 'other', id, etag })).rejects.toMatchObject({ code: 'JF9901' });
  const [now] = await notes.of('sw');
  expect(now?.text).toBe('by ada');
  await notes.remove({ device: 'sw', id, etag: now?.etag ?? '' });
  expect(await notes.of('sw')).toEqual([]);
});

test('a device has a hundred notes at most; with one less there is room again', async () => {
  const store = new MemoryStore(notesMigrations);
  notes = createDeviceNotes(store);
  await store.write(Array.from({ length: 99 }, (_, at) => ({ sql: "INSERT INTO device_note (id, device, made_of, text, author, made_at) VALUES (?, 'sw', 'sw', 'x', 'ada', '2026-01-01T00:00:00.000Z')", values: [String(at)] })));
  const add = (device: string) => notes.add({ device, text: 'one more', person: 'bob' });
  const both = await Promise.allSettled([add('sw'), add('sw')]);
  expect(both.map((one) => (one.status === 'rejected' ? one.reason : null))).toEqual([null, expect.objectContaining({ code: 'JF9904' })]);
  await add('other');
  await notes.remove({ device: 'sw', id: '7', etag: '*' });
  await add('sw');
  expect(await notes.of('sw')).toHaveLength(100);
});
