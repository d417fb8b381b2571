import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { FakeClock } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';

const directory = new URL('./plugins/meters', import.meta.url);
const meter = { snmp: { model: { name: 'meter', descr: 'A meter', objectID: '1.3.6.1.4.1.99999.2', ports: [{ name: 'p1', traffic: { in: '400M' } }] } } };

function meterHost(clock: FakeClock, name = 'meter-1'): Promise<TestHost> {
  return createTestHost({ directory, devices: { [name]: meter }, clock });
}

test('a check runs every 60 s by the clock of the test; its counters grow, wrap and begin anew', async () => {
  // A fixed start: how long the first turn is depends on the time of day, and hundredths of seconds count in a short one.
  const clock = new FakeClock(Date.UTC(2026, 0, 5));
  await using host = await meterHost(clock);
  const schedule = await host.schedule({ firstWithin: '10s' });
  await schedule.advance('10m');
  const { results } = schedule;
  // The first run comes soon, the others in the device's own turn.
  expect(new Set(results.slice(2).map(({ at }, index) => Math.round(at - (results[index + 1]?.at ?? 0))))).toEqual(new Set([60]));
  expect(results.length).toBeGreaterThanOrEqual(9);
  expect(results[0]).toMatchObject({ device: 'meter-1', check: 'traffic', state: 'ok', summary: 'measuring' });
  // 3 GB a minute: a counter of 32 bits wraps between most of these.
  expect(new Set(results.slice(1).map(({ summary }) => summary))).toEqual(new Set(['400 Mbit/s']));
  host.device('meter-1').snmp?.device.time.restart();
  await schedule.advance('2m');
  expect(results.slice(-2).map(({ summary }) => summary)).toEqual(['counting anew', '400 Mbit/s']);
  host.device('meter-1').snmp?.device.time.clearCounters();
  await schedule.advance('1m');
  expect(results.at(-1)).toMatchObject({ summary: 'counting anew' });
});

// A device's turn in the minute is fixed by the clock: whenever the test begins, it comes out the same.
test.each([0, 15, 30, 45])('a problem is soft until it was seen again, then an incident, and over when it is over, from second %i on', async (second) => {
  const clock = new FakeClock(Date.UTC(2026, 0, 1, 12, 0, second));
  await using host = await meterHost(clock);
  const schedule = await host.schedule({ attempts: 2, retry: '15s' });
  await schedule.advance('2m');
  const agent = host.device('meter-1').snmp;
  if (agent !== null) agent.faults = { garbage: true };
  const before = schedule.results.length;
  // The next turn comes within a minute, the look at what it found 15 s later.
  await schedule.advance('80s');
  expect(schedule.results.slice(before, before + 2)).toMatchObject([{ state: 'unknown', hard: false, code: 'JF0001' }, { state: 'unknown', hard: true }]);
  expect(await schedule.incidents()).toMatchObject([{ device: 'meter-1', check: 'reachability over snmp', status: 'open', summary: expect.stringMatching(/^meter-1 does not answer over snmp: .*; 1 check is blind: /) }]);
  if (agent !== null) agent.faults = {};
  await schedule.advance('1m');
  expect(schedule.status('traffic')).toMatchObject({ state: 'ok' });
  expect(await schedule.incidents()).toMatchObject([{ status: 'resolved' }]);
});

test('a slow device is waited for by the same clock', async () => {
  const clock = new FakeClock();
  await using host = await meterHost(clock, 'meter-2');
  const agent = host.device('meter-2').snmp;
  if (agent !== null) agent.faults = { latencyMs: 2_000 };
  const before = clock.now();
  const call = host.check('traffic', 'meter-2');
  await clock.next();
  expect((await call).summary).toBe('measuring');
  expect(clock.now() - before).toBe(2_000);
  const schedule = await host.schedule();
  await schedule.advance('3m');
  expect(schedule.status('traffic')).toMatchObject({ state: 'ok', elapsedMs: 2_000 });
});

test('what the test does not describe fails the schedule, and a schedule needs a clock', async () => {
  await using host = await createTestHost({ directory, devices: { 'meter-1': {} }, clock: new FakeClock() });
  const schedule = await host.schedule();
  await expect(schedule.advance('2m')).rejects.toMatchObject({ code: 'JF9101', message: expect.stringContaining('meter-1 has no snmp') });
  await using clockless = await createTestHost({ directory, devices: { 'meter-1': meter } });
  await expect(clockless.schedule()).rejects.toMatchObject({ code: 'JF9051' });
});
