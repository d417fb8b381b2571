import { expect, test, vi } from 'vitest';
import { MemoryStore } from '../testing/index.ts';
import { createKeptRecordings, type MadeRecording } from './kept-recordings.ts';
import { recordingMigrations } from './migrations.ts';

const made = (text: string): MadeRecording => ({ text, exchanges: 2, calls: [{ plugin: 'widget', call: 'check fans', outcome: 'ok', message: '' }], suspicious: [] });

test('one is made at a time and tells how far it is; the last five of a device are kept', async () => {
  await using recordings = createKeptRecordings(new MemoryStore(recordingMigrations));
  const begun = Promise.withResolvers<MadeRecording>();
  recordings.begin('sw', 'ada', (progress) => {
    progress({ done: 1, total: 4, label: 'sw check fans' });
    return begun.promise;
  });
  expect(recordings.progress('sw')).toMatchObject({ person: 'ada', done: 1, total: 4, failed: null });
  expect(() => recordings.begin('sw', 'bob', async () => made(''))).toThrow('ada began one already');
  begun.resolve(made('{"recording":1}'));
  await vi.waitFor(() => expect(recordings.progress('sw')).toBeNull());
  const [first] = await recordings.of('sw');
  expect(await recordings.text('sw', first?.id ?? '')).toMatchObject({ person: 'ada', exchanges: 2, bytes: 15, text: '{"recording":1}' });
  for (let at = 0; at < 5; at += 1) {
    recordings.begin('sw', 'bob', async () => made(String(at)));
    await vi.waitFor(() => expect(recordings.progress('sw')).toBeNull());
  }
  const kept = await recordings.of('sw');
  expect([kept.length, kept.map(({ person }) => person).includes('ada')]).toEqual([5, false]);
  await recordings.remove('sw', kept[0]?.id ?? '');
  await expect(recordings.text('sw', kept[0]?.id ?? '')).rejects.toMatchObject({ code: 'JF9921' });
});

test('why nothing became of one is told until another one is begun', async () => {
  await using recordings = createKeptRecordings(new MemoryStore(recordingMigrations));
  recordings.begin('sw', 'ada', async () => Promise.reject(new Error('it does not answer')));
  await vi.waitFor(() => expect(recordings.progress('sw')?.failed).toBe('it does not answer'));
  recordings.begin('sw', 'ada', async () => made('x'));
  await vi.waitFor(async () => expect((await recordings.of('sw')).length).toBe(1));
});
