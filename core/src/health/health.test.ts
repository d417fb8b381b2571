import { AuthFailed, result, Unreachable, Unsupported, type CheckResult } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { fans, minute, second, useFakeTime } from './testing/fake-time.ts';
import { device, Rig } from './testing/rig.ts';

useFakeTime();

function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

describe('the schedule', () => {
  test('every check runs within the first minute, then once an interval, always at the same point of it', async () => {
    await using rig = new Rig(Array.from({ length: 20 }, (_, index) => device(`sw${index}`)), fans);
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(minute);
    expect(new Set(rig.calls.map((call) => call.device)).size).toBe(20);
    rig.calls.length = 0;
    await vi.advanceTimersByTimeAsync(minute);
    await vi.advanceTimersByTimeAsync(minute);
    expect(rig.calls).toHaveLength(40);
    for (let index = 0; index < 20; index += 1) {
      const [one, two] = rig.calls.filter((call) => call.device === `id-sw${index}`);
      expect((two?.at ?? 0) - (one?.at ?? 0)).toBe(minute);
    }
  });

  test('a check that takes longer than its interval is never run twice at once; the cycles left out are counted', async () => {
    await using rig = new Rig([device('slow')], fans);
    let inFlight = 0;
    let most = 0;
    rig.answer = async ({ signal }) => {
      most = Math.max(most, (inFlight += 1));
      await waitFor(3.5 * minute, signal);
      inFlight -= 1;
      return result.ok('at last');
    };
    rig.settings['plugins.widget.checks.fans.every'] = '10m';
    rig.settings['health'] = { deadline: '5m', firstWithin: '1s' };
    await rig.health.start();
    rig.settings['plugins.widget.checks.fans.every'] = '60s';
    await vi.advanceTimersByTimeAsync(2 * second);
    rig.events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(most).toBe(1);
    expect(rig.health.schedule()).toMatchObject({ inFlight: 1, runs: 1, skipped: 3 });
  });

  test('a check that is switched off does not run and is not shown, and its incident ends; switched on it runs again', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.answer = async () => result.critical('one stands still');
    rig.settings['health'] = { attempts: 1 };
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(await rig.health.incidents({ status: 'open' })).toHaveLength(1);
    const runs = rig.calls.length;
    const set = async (every: string): Promise<void> => {
      rig.settings['plugins.widget.checks.fans.every'] = every;
      rig.events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
      await vi.advanceTimersByTimeAsync(5 * minute);
    };
    await set('off');
    expect([rig.calls.length, rig.health.statuses(), await rig.health.incidents({ status: 'open' })]).toEqual([runs, [], []]);
    await set('60s');
    expect(rig.calls.length).toBeGreaterThan(runs);
  });

  test('whatever the checks take, never two of one device and check are in flight, and a device has its bound', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 20 }), fc.integer({ min: 1, max: 3 }), async (seconds, perDevice) => {
      const checks = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { title: name, every: '20s' }]));
      await using rig = new Rig([device('one'), device('two')], checks);
      rig.settings['health'] = { perDevice };
      const running = new Map<string, number>();
      let next = 0;
      rig.answer = async ({ device: { id }, check, signal }) => {
        const perCheck = (running.get(id + check) ?? 0) + 1;
        const ofDevice = (running.get(id) ?? 0) + 1;
        running.set(id + check, perCheck);
        running.set(id, ofDevice);
        expect(perCheck).toBe(1);
        expect(ofDevice).toBeLessThanOrEqual(perDevice);
        await waitFor((seconds[(next += 1) % seconds.length] ?? 0) * second, signal);
        running.set(id + check, perCheck - 1);
        running.set(id, (running.get(id) ?? 1) - 1);
        return result.ok('');
      };
      await rig.health.start();
      await vi.advanceTimersByTimeAsync(5 * minute);
      expect(rig.calls.length).toBeGreaterThan(8);
    }), { numRuns: 20 });
  });

  test('a device whose checks hang does not shift the others', async () => {
    await using rig = new Rig([device('hung', '127.0.0.9'), ...Array.from({ length: 10 }, (_, index) => device(`sw${index}`))], fans);
    rig.answer = async ({ device: { id } }) => (id === 'id-hung' ? new Promise<CheckResult>(() => {}) : result.ok('fine'));
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(rig.calls.filter((call) => call.device === 'id-hung')).toHaveLength(1);
    for (let index = 0; index < 10; index += 1) expect(rig.calls.filter((call) => call.device === `id-sw${index}`).length).toBeGreaterThanOrEqual(5);
    expect(rig.health.statuses({ device: 'id-hung' })[0]).toMatchObject({ state: 'unknown', code: 'JF5007' });
    expect(rig.health.schedule().lagMs.max).toBe(0);
  });
});

describe('states and incidents', () => {
  test('a problem is looked at again soon, then opens one incident; a recovery resolves it', async () => {
    await using rig = new Rig([device('sw')], fans);
    const told: string[] = [];
    rig.events.on('incident.opened', ({ summary }) => void told.push(summary));
    rig.events.on('incident.resolved', () => void told.push('resolved'));
    rig.answer = async () => result.fromItems('2 fans', [
      { name: 'front', state: 'ok', summary: 'turns' }, { name: 'rear', state: 'critical', summary: 'stands still' },
    ]);
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(minute + 31 * second);
    expect(rig.health.statuses()[0]).toMatchObject({ state: 'critical', hard: true, attempt: 3 });
    const [first, again, third] = rig.calls;
    expect([(again?.at ?? 0) - (first?.at ?? 0), (third?.at ?? 0) - (again?.at ?? 0)]).toEqual([expect.toSatisfy((gap: number) => gap <= 15_000), expect.toSatisfy((gap: number) => gap <= 15_000)]);
    expect(told).toEqual(['Fans: rear stands still']);
    expect(await rig.health.incidents()).toMatchObject([{ item: 'rear', state: 'critical', status: 'open' }]);
    rig.answer = async () => result.ok('2 fans');
    await vi.advanceTimersByTimeAsync(minute);
    expect(told).toEqual(['Fans: rear stands still', 'resolved']);
    expect(await rig.health.incidents({ status: 'resolved' })).toHaveLength(1);
  });

  test('a problem that goes away by itself opens nothing and resolves nothing', async () => {
    await using rig = new Rig([device('sw')], fans);
    const told = vi.fn();
    rig.events.on('incident.opened', told);
    rig.events.on('incident.resolved', told);
    let runs = 0;
    rig.answer = async () => ((runs += 1) === 2 ? result.critical('a fan hiccups') : result.ok('fine'));
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(told).not.toHaveBeenCalled();
    expect(rig.health.statuses()[0]).toMatchObject({ state: 'ok', hard: true });
  });

  test('a login refused is unknown with its code, and its incident is never critical', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.answer = () => Promise.reject(new AuthFailed('wrong community'));
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(rig.health.statuses()[0]).toMatchObject({ state: 'unknown', hard: true, code: 'JF0002', summary: 'wrong community' });
    expect(await rig.health.incidents()).toMatchObject([{ state: 'unknown', status: 'open' }]);
  });

  test('what a device cannot do is shown and is no incident', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.answer = () => Promise.reject(new Unsupported('no fan sensors'));
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(rig.health.statuses()[0]).toMatchObject({ state: 'unknown', code: 'JF0004' });
    expect(await rig.health.incidents()).toEqual([]);
  });

  test('while a check flaps its one incident stays open', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.settings['health'] = { attempts: 1 };
    const opened = vi.fn();
    rig.events.on('incident.opened', opened);
    let runs = 0;
    rig.answer = async () => ((runs += 1) % 2 === 0 ? result.critical('off') : result.ok('on'));
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(30 * minute);
    const whileFlapping = opened.mock.calls.length;
    expect(rig.health.statuses()[0]?.flapping).toBe(true);
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(opened).toHaveBeenCalledTimes(whileFlapping);
    expect(await rig.health.incidents({ status: 'open' })).toHaveLength(1);
    rig.answer = async () => result.ok('on');
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(await rig.health.incidents({ status: 'open' })).toEqual([]);
  });

  test('an incident is acknowledged once it exists and until it is resolved', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.settings['health'] = { attempts: 1 };
    rig.answer = async () => result.critical('off');
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(minute);
    const [incident] = await rig.health.incidents();
    await rig.health.acknowledge(incident?.id ?? '', 'ada');
    expect(await rig.health.incidents()).toMatchObject([{ status: 'acknowledged' }]);
    await expect(rig.health.acknowledge('nope', 'ada')).rejects.toMatchObject({ code: 'JF5001' });
    rig.answer = async () => result.ok('on');
    await vi.advanceTimersByTimeAsync(minute);
    await expect(rig.health.acknowledge(incident?.id ?? '', 'ada')).rejects.toMatchObject({ code: 'JF5002' });
  });

  test('an old one is still listed, found and acknowledged behind a thousand newer ones, whoever sees only its device', async () => {
    await using rig = new Rig([device('sw')], fans);
    rig.answer = async () => result.critical('broken');
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(3 * minute);
    const [old] = await rig.health.incidents();
    await rig.store.write([{
      sql: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2002)
            INSERT INTO health_incident (id, device, plugin, check_name, state, summary, status, opened_at, resolved_at)
            SELECT 'i-' || i, 'd-' || (i % 3), 'widget', 'c-' || i, 'critical', '', CASE WHEN i % 2 = 0 THEN 'open' ELSE 'resolved' END, ? + i, NULL FROM n`, values: [Date.now()],
    }, { sql: `INSERT INTO health_incident (id, device, plugin, check_name, state, summary, status, opened_at, resolved_at) VALUES ('first', 'id-sw', 'widget', 'old', 'critical', '', 'resolved', 0, 1)` }]);
    const all = await rig.health.incidents();
    expect([all[0]?.id, all.at(-1)?.id, all.length]).toEqual(['i-2002', old?.id, 2_002]);
    expect((await rig.health.incidents({ status: 'open' })).at(-1)).toEqual(old);
    expect(await rig.health.incidents({ status: 'resolved' })).toHaveLength(1_000);
    expect((await rig.health.incidents({ devices: ['id-sw'] })).map(({ id }) => id)).toEqual([old?.id, 'first']);
    expect((await rig.health.incidents({ device: 'id-sw', devices: ['d-1'] }))).toEqual([]);
    expect(await rig.health.incidents({ ids: ['first', 'none'] })).toMatchObject([{ id: 'first', status: 'resolved' }]);
    await rig.health.acknowledge(old?.id ?? '', 'ann');
    expect(await rig.health.incidents({ ids: [old?.id ?? ''] })).toMatchObject([{ status: 'acknowledged' }]);
  });

  test('a start takes up states and incidents where the last run left them', async () => {
    await using first = new Rig([device('sw')], fans);
    first.answer = async () => result.critical('off');
    await first.health.start();
    await vi.advanceTimersByTimeAsync(2 * minute);
    await first[Symbol.asyncDispose]();
    await using next = new Rig([device('sw')], fans, first.store);
    const opened = vi.fn();
    next.events.on('incident.opened', opened);
    next.answer = first.answer;
    await next.health.start();
    expect(next.health.statuses()[0]).toMatchObject({ state: 'critical', hard: true, summary: 'off' });
    await vi.advanceTimersByTimeAsync(minute);
    expect(opened).not.toHaveBeenCalled();
    next.answer = async () => result.ok('on');
    await vi.advanceTimersByTimeAsync(minute);
    expect(await next.health.incidents({ status: 'open' })).toEqual([]);
  });
});

describe('a device that is down', () => {
  const two = { ...fans, ports: { title: 'Ports', every: '60s' } };

  async function down(rig: Rig): Promise<void> {
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(2 * minute);
    rig.silent.add('127.0.0.1');
    rig.answer = () => Promise.reject(new Unreachable('no answer'));
    await vi.advanceTimersByTimeAsync(minute);
  }

  test('has one incident, and its checks are unknown and not run', async () => {
    await using rig = new Rig([device('sw')], two);
    await down(rig);
    expect(await rig.health.incidents({ status: 'open' })).toMatchObject([{ plugin: 'jackfield', check: 'reachability', state: 'critical', summary: 'sw (127.0.0.1) does not answer' }]);
    expect(rig.health.statuses().map(({ state, code }) => [state, code])).toEqual([['unknown', 'JF5008'], ['unknown', 'JF5008']]);
    rig.calls.length = 0;
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(rig.calls).toEqual([]);
  });

  test('that a site names and nobody ever saw has an incident; one that was merely found once has none', async () => {
    const named = { ...device('door', '127.0.0.9'), plugins: [], lastSeen: null };
    await using rig = new Rig([named, { ...device('guest', '127.0.0.8'), plugins: [] }], two);
    for (const address of ['127.0.0.8', '127.0.0.9']) rig.silent.add(address);
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(await rig.health.incidents({ status: 'open' })).toMatchObject([{ device: 'id-door', check: 'reachability', summary: 'door (127.0.0.9) does not answer' }]);
    rig.silent.clear();
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(await rig.health.incidents({ status: 'open' })).toEqual([]);
  });

  test('is tried less and less often, at least every five minutes', async () => {
    await using rig = new Rig([device('sw')], two);
    await down(rig);
    await vi.advanceTimersByTimeAsync(30 * minute);
    rig.sweeps.length = 0;
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(rig.sweeps).toHaveLength(12);
  });

  test('comes back: its incident is resolved, its checks stay unknown until each has a fresh result', async () => {
    await using rig = new Rig([device('sw')], two);
    await down(rig);
    rig.silent.clear();
    const fresh = Promise.withResolvers<void>();
    rig.answer = async ({ check }) => {
      if (check === 'ports') await fresh.promise;
      return result.ok('fine');
    };
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(await rig.health.incidents({ status: 'open' })).toEqual([]);
    const states = (): unknown => Object.fromEntries(rig.health.statuses().map(({ check, state }) => [check, state]));
    expect(states()).toEqual({ fans: 'ok', ports: 'unknown' });
    fresh.resolve();
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(states()).toEqual({ fans: 'ok', ports: 'ok' });
  });

  test('is asked all the same when a person asks, and a good answer brings it back', async () => {
    await using rig = new Rig([device('sw')], two);
    await down(rig);
    rig.answer = async () => result.ok('fine');
    const statuses = rig.health.checkNow('sw', { check: 'fans' });
    await vi.advanceTimersByTimeAsync(second);
    expect(await statuses).toMatchObject([{ check: 'fans', state: 'ok' }]);
    expect(await rig.health.incidents({ status: 'open' })).toEqual([]);
  });

  test('stays down over a restart of the host', async () => {
    await using rig = new Rig([device('sw')], two);
    await down(rig);
    await rig[Symbol.asyncDispose]();
    await using next = new Rig([device('sw')], two, rig.store);
    next.silent.add('127.0.0.1');
    await next.health.start();
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(next.calls).toEqual([]);
    expect(await next.health.incidents()).toHaveLength(1);
  });

  test('that never answered echoes is checked all the same', async () => {
    await using rig = new Rig([device('sw')], two);
    rig.silent.add('127.0.0.1');
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(rig.health.statuses().map(({ state }) => state)).toEqual(['ok', 'ok']);
  });

  test('without a working ping every device is checked', async () => {
    await using rig = new Rig([device('sw')], two);
    rig.sweepFails = true;
    await rig.health.start();
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(rig.health.statuses().map(({ state }) => state)).toEqual(['ok', 'ok']);
  });
});

describe('a check that is asked for', () => {
  /** Each look ends when the test says so, and sees what was so when it began. */
  async function looking(): Promise<{ readonly rig: Rig; readonly looks: (() => void)[]; truth: string }> {
    const rig = new Rig([device('sw')], fans);
    const looks: (() => void)[] = [];
    const made = { rig, looks, truth: 'before' };
    rig.answer = async ({ signal }) => {
      const seen = made.truth;
      const { promise, resolve } = Promise.withResolvers<void>();
      looks.push(resolve);
      signal?.addEventListener('abort', () => resolve());
      await promise;
      return result.ok(seen);
    };
    await rig.health.start();
    return made;
  }

  test('looks anew when a look is on its way: that one began before what the asker did', async () => {
    const made = await looking();
    await using rig = made.rig;
    await vi.advanceTimersByTimeAsync(minute);
    expect(made.looks).toHaveLength(1);
    made.truth = 'after';
    const [one, another] = [rig.health.checkNow('sw'), rig.health.checkNow('sw')];
    made.looks[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    made.looks[1]?.();
    expect(await one).toMatchObject([{ summary: 'after' }]);
    expect(await another).toMatchObject([{ summary: 'after' }]);
    expect(made.looks).toHaveLength(2);
  });

  test('is looked at again for the one who still waits when another who asked does not', async () => {
    const made = await looking();
    await using rig = made.rig;
    const gone = new AbortController();
    const hers = rig.health.checkNow('sw', {}, gone.signal);
    const his = rig.health.checkNow('sw');
    await vi.advanceTimersByTimeAsync(0);
    expect(made.looks).toHaveLength(1);
    const called = Promise.allSettled([hers]);
    gone.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(await called).toMatchObject([{ status: 'rejected' }]);
    made.truth = 'after';
    expect(made.looks).toHaveLength(2);
    made.looks[1]?.();
    expect(await his).toMatchObject([{ state: 'ok' }]);
  });
});
