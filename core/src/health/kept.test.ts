import { result } from '@jackfield/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemoryStore } from '../testing/index.ts';
import { healthMigrations } from './migrations.ts';
import { device, Rig } from './testing/rig.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => {
  const left = vi.getTimerCount();
  vi.useRealTimers();
  if (left > 0) throw new Error(`${left} timers left`);
});

const second = 1_000;
const minute = 60 * second;
const fans = { fans: { title: 'Fans', every: '60s', metrics: { 'fan.speed': { unit: 'rpm' } } } };

describe('what is kept', () => {
  test('declared metrics become samples and hourly averages; undeclared ones are dropped and counted', async () => {
    await using rig = new Rig([device('sw')], fans);
    let value = 0;
    rig.answer = async () => result.ok('', { metrics: [{ name: 'fan.speed', value: (value += 1) }, { name: 'bogus', value: 1 }], items: [{ name: 'rear', state: 'ok', summary: '', metrics: [{ name: 'fan.speed', value: 7 }] }] });
    await rig.health.start();
    const start = Date.now();
    await vi.advanceTimersByTimeAsync(10 * minute);
    const span = [new Date(start), new Date(start + 10 * minute)] as const;
    const samples = await rig.health.samples({ device: 'id-sw', metric: 'fan.speed' }, ...span);
    expect(samples.map((sample) => sample.value).slice(0, 3)).toEqual([1, 2, 3]);
    expect((await rig.health.samples({ device: 'id-sw', metric: 'fan.speed', item: 'rear' }, ...span))[0]?.value).toBe(7);
    expect(await rig.health.samples({ device: 'id-sw', metric: 'bogus' }, ...span)).toEqual([]);
    expect(rig.health.schedule().droppedMetrics).toBe(rig.calls.length);
    await vi.advanceTimersByTimeAsync(3 * 60 * minute);
    const rollups = await rig.health.samples({ device: 'id-sw', metric: 'fan.speed', item: 'rear' }, new Date(start - 3 * 86_400_000), new Date(Date.now()));
    expect(rollups.length).toBeGreaterThanOrEqual(2);
    expect(rollups.every((sample) => sample.value === 7)).toBe(true);
  });

  test('the next start shows what the last run measured, and when, though only that has changed', async () => {
    const store = new MemoryStore(healthMigrations);
    let value = 20;
    const answer = async () => result.fromItems('2 fans', [{ name: 'rear', state: 'ok', summary: 'turns', metrics: [{ name: 'fan.speed', value: (value += 0.5) }] }], [{ name: 'fan.speed', value: 7 }]);
    let before: unknown;
    {
      await using rig = new Rig([device('sw')], fans, store);
      rig.answer = answer;
      await rig.health.start();
      await vi.advanceTimersByTimeAsync(130 * minute);
      const [written] = await store.read({ sql: 'SELECT last_run FROM health_state' });
      const [status] = rig.health.statuses();
      expect(Number(written?.['last_run'])).toBeLessThan(Date.parse(status?.lastRun ?? '') - 100 * minute);
      before = { summary: status?.summary, items: status?.items, metrics: status?.metrics, lastRun: status?.lastRun, elapsedMs: status?.elapsedMs };
    }
    await using rig = new Rig([device('sw')], fans, store);
    rig.answer = answer;
    await rig.health.start();
    expect(rig.health.statuses()[0]).toMatchObject({ state: 'ok', ...Object(before) });
    await vi.advanceTimersByTimeAsync(30 * minute);
    const speeds = await rig.health.samples({ device: 'id-sw', metric: 'fan.speed', item: 'rear' }, new Date(Date.now() - 160 * minute), new Date());
    // Each run's own, none twice, over the hours that are condensed, those that are not, and both hosts.
    expect(speeds.map((sample) => sample.value)).toEqual(Array.from({ length: speeds.length }, (_, run) => 20.5 + run / 2));
    expect(speeds.length).toBeGreaterThan(150);
  });

  test('items come and go, and each value stays with its own', async () => {
    await using rig = new Rig([device('sw')], fans);
    let runs = 0;
    const item = (name: string, value: number) => ({ name, state: 'ok' as const, summary: '', metrics: [{ name: 'fan.speed', value }] });
    rig.answer = async () => {
      runs += 1;
      return result.fromItems('', runs % 3 === 0 ? [item('b', runs)] : runs % 3 === 1 ? [item('a', runs)] : [item('c', runs), item('a', runs)]);
    };
    await rig.health.start();
    const start = Date.now();
    await vi.advanceTimersByTimeAsync(125 * minute);
    const of = async (name: string) => (await rig.health.samples({ device: 'id-sw', metric: 'fan.speed', item: name }, new Date(start), new Date())).map(({ value }) => value);
    const all = Array.from({ length: runs }, (_, run) => run + 1);
    expect(await of('a')).toEqual(all.filter((run) => run % 3 !== 0));
    expect(await of('b')).toEqual(all.filter((run) => run % 3 === 0));
    expect(await of('c')).toEqual(all.filter((run) => run % 3 === 2));
  });

  test('what was to be kept while the store failed is known with the next that it takes', async () => {
    const store = new MemoryStore(healthMigrations);
    let start = 0;
    {
      await using rig = new Rig([device('sw')], fans, store);
      rig.answer = async () => result.ok('', { metrics: [{ name: 'fan.speed', value: 7 }] });
      store.failing = new Error('an input/output error');
      await rig.health.start();
      start = Date.now();
      await vi.advanceTimersByTimeAsync(3 * minute);
      store.failing = null;
      await vi.advanceTimersByTimeAsync(3 * minute);
    }
    await using rig = new Rig([device('sw')], fans, store);
    await rig.health.start();
    expect(rig.health.statuses()[0]).toMatchObject({ state: 'ok', metrics: [{ name: 'fan.speed', value: 7 }] });
    expect((await rig.health.samples({ device: 'id-sw', metric: 'fan.speed' }, new Date(start), new Date())).length).toBeGreaterThanOrEqual(2);
  });

  test('a device that names a new item at every run fills neither disk nor memory, and the rest of it is kept', async () => {
    await using rig = new Rig([device('sw')], fans);
    let runs = 0;
    rig.answer = async () => result.fromItems('', Array.from({ length: 100 }, (_, item) => ({ name: `${(runs += 1)}`, state: 'ok' as const, summary: `${item}`, metrics: [{ name: 'fan.speed', value: 1 }] })), [{ name: 'fan.speed', value: 7 }]);
    await rig.health.start();
    const start = Date.now();
    await vi.advanceTimersByTimeAsync(110 * minute);
    expect(rig.health.schedule().droppedMetrics).toBe(runs - (10_000 - 2));
    expect(await rig.store.read({ sql: 'SELECT count(*) AS lists FROM health_series_list' })).toEqual([{ lists: 1 }]);
    expect(await rig.health.samples({ device: 'id-sw', metric: 'fan.speed' }, new Date(start), new Date())).toHaveLength(rig.calls.length);
  });

  test('samples older than the retention are gone, their averages stay', async () => {
    await using rig = new Rig([device('sw')], { fans: { ...fans.fans, every: '30m' } });
    rig.answer = async () => result.ok('', { metrics: [{ name: 'fan.speed', value: 7 }] });
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(10 * 86_400_000);
    const day = 86_400_000;
    const between = async (from: number, to: number) => rig.health.samples({ device: 'id-sw', metric: 'fan.speed' }, new Date(Date.now() - from * day), new Date(Date.now() - to * day));
    expect(await between(6, 5)).toHaveLength(48);
    expect(await between(9.5, 8.1)).toEqual([]);
    expect((await between(10, 0)).length).toBeGreaterThan(24 * 9);
  });

  test('a store that cannot write stops no check', async () => {
    await using rig = new Rig([device('sw')], fans);
    await rig.health.start();
    rig.store.failing = new Error('database or disk is full');
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(rig.health.statuses()[0]?.state).toBe('ok');
    expect(rig.health.schedule().unsaved).toBeGreaterThan(0);
  });

  test('a device that leaves takes its checks and incidents with it', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.settings['health'] = { attempts: 1 };
    rig.answer = async () => result.critical('off');
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(minute);
    rig.devices = [];
    await vi.advanceTimersByTimeAsync(minute);
    expect(rig.health.statuses()).toEqual([]);
    expect(await rig.health.incidents({ status: 'open' })).toEqual([]);
    expect(await rig.store.read({ sql: 'SELECT * FROM health_source' })).toEqual([]);
  });

  test('a device found later is checked; a plugin switched off at its site is not', async () => {
    await using rig = new Rig([], fans);
    await rig.health.start();
    rig.devices = [device('sw')];
    rig.events.emit('device.found', { device: 'id-sw', name: 'sw', site: 'leeds' });
    await vi.advanceTimersByTimeAsync(minute + second);
    expect(rig.health.statuses()[0]?.state).toBe('ok');
    rig.enabled = false;
    rig.events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
    expect(rig.health.statuses()).toEqual([]);
  });

  test('a health setting of the wrong shape is refused with file and line', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.settings['health'] = { atempts: 3 };
    await expect(rig.health.start()).rejects.toMatchObject({ code: 'JF5005', where: 'sites/leeds.yaml:7:3' });
  });
});
