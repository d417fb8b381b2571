import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '../changes/index.ts';
import { createHostEvents } from '../events/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import { changeOf, switchDevice } from '../testing/index.ts';
import { everySchema } from '../health/index.ts';
import { DeviceRounds, type RoundsOptions } from './device-rounds.ts';

const hour = 3_600_000;

const events = createHostEvents();
let devices: ManagedDevice[];
let every: number | null;
let came: [string, number][];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  devices = Array.from({ length: 50 }, (_, at) => ({ ...switchDevice, id: `id-${at}`, name: `sw-${at}` }));
  every = 6 * hour;
  came = [];
});
afterEach(() => void vi.useRealTimers());

function rounds(options: Partial<RoundsOptions> = {}): DeviceRounds {
  const made = new DeviceRounds({
    name: 'drift', events, atOnce: 4, every: () => every, tidy: async () => {}, changes: { find: async () => changed },
    inventory: { devices: () => devices, find: (id) => devices.find((device) => device.id === id) ?? null },
    work: async ({ id }) => void came.push([id, Date.now()]), ...options,
  });
  made.start();
  return made;
}

const changed: Change = { ...changeOf('kept'), steps: ['id-3', 'id-3', 'id-7'].map((device) => ({ device, resource: 'port', key: {}, state: 'verified', message: null })) };

test('comes to every device once in the interval, spread over it, at the same time after every start', async () => {
  {
    await using _first = rounds();
    await vi.advanceTimersByTimeAsync(6 * hour);
  }
  expect(new Set(came.map(([id]) => id)).size).toBe(50);
  expect(came).toHaveLength(50);
  for (let quarter = 0; quarter < 4; quarter += 1) expect(came.filter(([, at]) => Math.floor(at / (1.5 * hour)) === quarter).length).toBeGreaterThan(4);
  const before = new Map(came);
  came = [];
  // A host that starts at another time keeps the turns.
  await vi.advanceTimersByTimeAsync(hour / 7);
  await using _second = rounds();
  await vi.advanceTimersByTimeAsync(6 * hour);
  for (const [id, at] of came) expect((at - (before.get(id) ?? 0)) % (6 * hour)).toBe(0);
});

test('devices that nobody came to yet have their first turn soon, and then those of all', async () => {
  const known = devices.slice(0, 40).map(({ id }) => id);
  await using _rounds = rounds({ early: { withinMs: hour / 6, known: async () => known } });
  await vi.advanceTimersByTimeAsync(hour / 6);
  const early = came.map(([id]) => id);
  expect(early).toEqual(expect.arrayContaining(devices.slice(40).map(({ id }) => id)));
  // Of the others those whose turn it was: some of forty in a sixth of an hour of six.
  expect(early.length).toBeLessThan(20);
  const late = { ...switchDevice, id: 'id-late', name: 'sw-late' };
  devices.push(late);
  events.emit('device.found', { device: late.id, name: late.name, site: 'leeds' });
  await vi.advanceTimersByTimeAsync(hour / 6);
  expect(came.map(([id]) => id)).toContain('id-late');
  await vi.advanceTimersByTimeAsync(6 * hour);
  expect(came.filter(([id]) => id === 'id-late')).toHaveLength(2);
});

test('follows the setting: another interval, off, and devices that come and go', async () => {
  await using _rounds = rounds();
  every = null;
  events.emit('configuration.reloaded', { sites: 1, person: 'ann', atNextStart: [] });
  await vi.advanceTimersByTimeAsync(12 * hour);
  expect(came).toEqual([]);
  every = hour;
  events.emit('device.found', { device: 'id-1', name: 'sw-1', site: 'leeds' });
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(came.map(([id]) => id)).toEqual(['id-1', 'id-1']);
  devices = [];
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(came).toHaveLength(2);
});

test('comes to the devices of a change when it has ended, whatever the end', async () => {
  const told = vi.fn();
  await using _rounds = rounds({ changed: told });
  events.emit('change.state', { change: 'c-1', from: 'planned', to: 'applying' });
  await vi.advanceTimersByTimeAsync(0);
  expect(came).toEqual([]);
  events.emit('change.state', { change: 'c-1', from: 'reverting', to: 'failed-held' });
  await vi.advanceTimersByTimeAsync(0);
  expect(came).toEqual([['id-3', 0], ['id-7', 0]]);
  expect(told.mock.calls).toEqual([['id-3', changed], ['id-7', changed]]);
});

test('tells what failed and comes again; what is disposed ends what runs and comes no more', async () => {
  const failed = vi.fn();
  events.on('round.failed', failed);
  every = hour;
  devices = devices.slice(0, 1);
  {
    await using _rounds = rounds({ work: async () => Promise.reject(new Error('no room')) });
    await vi.advanceTimersByTimeAsync(2 * hour);
    expect(failed.mock.calls).toEqual([1, 2].map(() => [{ what: 'drift', device: 'id-0', code: '', message: 'no room', where: '', hint: '' }]));
  }
  failed.mockClear();
  {
    const aborted = rounds({ work: (_device, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))) });
    aborted.soon('id-0');
    await aborted[Symbol.asyncDispose]();
    aborted.soon('id-0');
  }
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(vi.getTimerCount()).toBe(0);
  expect(failed).not.toHaveBeenCalled();
  events.off('round.failed', failed);
});

test('an interval is a duration or off', () => {
  expect([everySchema.parse('6h'), everySchema.parse('off')]).toEqual([6 * hour, 'off']);
  expect(everySchema.safeParse('often').success).toBe(false);
});
