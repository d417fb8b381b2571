import { describe, expect, test } from 'vitest';
import { Allowance } from './allowance.ts';
import { beatMs, hangMs, Heartbeat } from './heartbeat.ts';
import { pluginUser } from './launch.ts';
import { RestartPolicy, stableMs } from './restart-policy.ts';

describe('starting again', () => {
  test('after 1, 5 and 30 s, then no more', () => {
    const policy = new RestartPolicy(() => 0.5);
    expect([policy.failed(0), policy.failed(0), policy.failed(0), policy.failed(0)]).toEqual([1_000, 5_000, 30_000, null]);
  });

  test('spread by a fifth either way', () => {
    expect([new RestartPolicy(() => 0).failed(0), new RestartPolicy(() => 1).failed(0)]).toEqual([800, 1_200]);
  });

  test('five minutes of work, or a person, forget earlier failures', () => {
    const policy = new RestartPolicy(() => 0.5);
    for (let failure = 0; failure < 3; failure += 1) policy.failed(0);
    expect(policy.failed(stableMs)).toBe(1_000);
    policy.forget();
    expect(policy.failed(0)).toBe(1_000);
  });
});

describe('heartbeat', () => {
  function beatsUntilHung(elapsedMs: number): number {
    const heartbeat = new Heartbeat();
    for (let beats = 1; beats < 1_000; beats += 1) if (heartbeat.beat(elapsedMs, true) === 'hung') return beats;
    return Number.POSITIVE_INFINITY;
  }

  test('a silent process hangs after three seconds of beats', () => {
    expect(beatsUntilHung(beatMs)).toBe(4 + hangMs / beatMs);
  });

  test('one late beat of a slow host is no silence of the plugin', () => {
    expect(beatsUntilHung(60_000)).toBeGreaterThanOrEqual(4 + hangMs / (2 * beatMs));
  });

  test('an answer begins anew', () => {
    const heartbeat = new Heartbeat();
    for (let beats = 0; beats < 12; beats += 1) heartbeat.beat(beatMs, true);
    heartbeat.answered();
    expect([heartbeat.silentMs, heartbeat.beat(beatMs, true)]).toEqual([0, 'ask']);
  });
});

test('an allowance gives the burst at once, then so much a second', () => {
  let now = 0;
  const allowance = new Allowance(10, 1_000, () => now);
  expect([allowance.take(10), allowance.take(1), allowance.spend(5)]).toEqual([true, false, 5]);
  now = 15;
  expect([allowance.take(10), allowance.take(1)]).toEqual([true, false]);
});

test('every plugin has a user of its own, always the same', () => {
  expect(pluginUser('asterisk')).toBe(pluginUser('asterisk'));
  expect(pluginUser('asterisk')).not.toBe(pluginUser('snmp-switch'));
});
