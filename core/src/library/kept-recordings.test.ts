import { expect, test, vi } from 'vitest';
import { MemoryStore } from '../testing/index.ts';
import { createKeptRecordings, type MadeRecording } from './kept-recordings.ts';
import { recordingUnknown } from './errors.ts';
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

test('why nothing became of one is told with code, place and hint until another one is begun', async () => {
  await using recordings = createKeptRecordings(new MemoryStore(recordingMigrations));
  recordings.begin('sw', 'ada', async () => Promise.reject(recordingUnknown('it does not answer', { place: { device: 'sw' } })));
  await vi.waitFor(() => expect(recordings.progress('sw')?.failed).toMatchObject({ code: 'JF9921', message: 'it does not answer', where: 'sw', hint: expect.stringContaining('last five') }));
  recordings.begin('sw', 'ada', async () => made('x'));
  await vi.waitFor(async () => expect((await recordings.of('sw')).length).toBe(1));
});

test('two are made at once and some wait; one more is refused, and who waits comes when there is room', async () => {
  await using recordings = createKeptRecordings(new MemoryStore(recordingMigrations));
  const ends = new Map<string, PromiseWithResolvers<MadeRecording>>();
  const begin = (device: string) =>
    recordings.begin(device, 'ada', () => {
      const end = Promise.withResolvers<MadeRecording>();
      ends.set(device, end);
      return end.promise;
    });
  for (let at = 1; at <= 12; at += 1) begin(`sw${at}`);
  expect(() => begin('sw13')).toThrow(expect.objectContaining({ code: 'JF9923' }));
  expect([[...ends.keys()], recordings.progress('sw3')?.label]).toEqual([['sw1', 'sw2'], 'waits until others are recorded']);
  ends.get('sw2')?.reject(new Error('gone'));
  await vi.waitFor(() => expect([...ends.keys()]).toEqual(['sw1', 'sw2', 'sw3']));
  begin('sw13');
  for (let at = 1; at <= 13; at += 1) {
    await vi.waitFor(() => expect(ends.has(`sw${at}`)).toBe(true));
    ends.get(`sw${at}`)?.resolve(made(String(at)));
  }
  await vi.waitFor(async () => expect(await recordings.of('sw13')).toHaveLength(1));
});

test('one that is too large is not kept, and of all devices together the newest hundred are', async () => {
  const store = new MemoryStore(recordingMigrations);
  await using recordings = createKeptRecordings(store);
  const keep = async (text: string): Promise<void> => {
    recordings.begin('sw', 'ada', async () => made(text));
    await vi.waitFor(() => expect(recordings.progress('sw')?.failed).not.toBeNull());
  };
  await keep('x'.repeat(16_000_001));
  expect(recordings.progress('sw')?.failed).toMatchObject({ code: 'JF9924', message: expect.stringContaining('17 MB') });
  await store.write(Array.from({ length: 100 }, (_, at) => ({ sql: "INSERT INTO kept_recording (id, device, made_of, made_at, told, text) VALUES (?, ?, '', ?, '', '')", values: [String(at), `of ${at}`, `2026-01-01T00:00:00.${String(at).padStart(3, '0')}Z`] })));
  await keep('small');
  const rows = await store.read({ sql: 'SELECT device FROM kept_recording ORDER BY made_at' });
  expect([rows.length, rows[0]?.['device'], rows.at(-1)?.['device']]).toEqual([100, 'of 1', 'sw']);
});

test('one that is made while its device becomes another is kept of that one, and of none when the device is removed', async () => {
  const store = new MemoryStore(recordingMigrations);
  await using recordings = createKeptRecordings(store);
  const [one, other] = [Promise.withResolvers<MadeRecording>(), Promise.withResolvers<MadeRecording>()];
  recordings.begin('old', 'ada', () => one.promise);
  recordings.begin('gone', 'ada', () => other.promise);
  await store.write([...recordings.kept.merged('old', 'sw'), ...recordings.kept.removed('gone')]);
  expect([recordings.progress('old'), recordings.progress('sw')]).toEqual([null, expect.objectContaining({ device: 'sw', person: 'ada' })]);
  one.resolve(made('1'));
  other.resolve(made('2'));
  await vi.waitFor(async () => expect((await recordings.of('sw')).map(({ device }) => device)).toEqual(['sw']));
  await store.write(recordings.kept.split('sw', 'old', ['old']));
  expect([await recordings.of('sw'), (await recordings.of('old')).map(({ device }) => device), await recordings.of('gone')]).toEqual([[], ['old'], []]);
});
