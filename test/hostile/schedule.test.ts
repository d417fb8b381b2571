import { afterAll, beforeAll, expect, test } from 'vitest';
import { HostileSite, interval, type Span, type Status } from './site.ts';

let site: HostileSite;
beforeAll(async () => (site = await HostileSite.up()));
afterAll(async () => site[Symbol.asyncDispose]());

/** Turns of the neighbour that left nothing in the store, from the last before a span to the first after it. */
function missed(looked: readonly number[], { from, to }: Span): number {
  const first = Math.max(0, looked.findLastIndex((at) => at <= from));
  const after = looked.findIndex((at) => at > to);
  const within = looked.slice(first, after === -1 ? looked.length : after + 1);
  return Math.round(((within.at(-1) ?? 0) - (within[0] ?? 0)) / interval) + 1 - within.length;
}

type Hostile = Status['plugins'][number];
const ended = (reason: RegExp) => (hostile: Hostile): boolean => reason.test(hostile.lastExit ?? '');

/** Each mischief, and what tells that it was really done. */
const mischiefs: { readonly [name: string]: (hostile: Hostile, log: string) => boolean } = {
  'loops for ever': ended(/no answer for 3/),
  exits: ended(/exit code 3/),
  'leaks heap': ended(/heap|SIGABRT|SIGTRAP|exit code 1\d\d/i),
  'leaks buffers': ended(/MiB of memory|allocation failed/i),
  'floods the log': (_hostile, log) => log.includes('log lines dropped'),
  'floods the channel': ({ messages }) => messages > 1_000,
  forges: ended(/it sent an answer to call 9999/),
  'never answers': ({ lastErrors }) => lastErrors[0]?.code === 'JF2105',
};

test('whatever a plugin does, its neighbour on the same device is checked in its turn, and the host keeps its size', { timeout: 180_000 }, async () => {
  const spans = new Map<string, Span>([['nothing', await site.turns(5)]]);
  const calm = await site.peakMiB();
  const peaks = new Map<string, number>();
  for (const [name, isDone] of Object.entries(mischiefs)) {
    const logged = (await site.log()).length;
    await site.mischief(name);
    spans.set(name, await site.turns(4, async ({ plugins }) => {
      const hostile = plugins.find(({ id }) => id === 'hostile');
      return hostile !== undefined && isDone(hostile, (await site.log()).slice(logged));
    }));
    await site.mischief('none');
    peaks.set(name, await site.peakMiB());
  }
  await site.turns(1);

  const { schedule } = await site.until(() => true);
  const looked = await site.looked();
  const late = new Map([...spans].map(([name, span]) => [name, missed(looked, span)]));
  process.stdout.write([
    `schedule lag p50 ${schedule.lagMs.p50} ms, p95 ${schedule.lagMs.p95} ms, max ${schedule.lagMs.max} ms; host ${calm} MiB at most when calm`,
    ...[...spans].map(([name, { from, to }]) => `${name}: ${late.get(name)} turns missed in ${((to - from) / 1_000).toFixed(1)} s, host ${peaks.get(name) ?? calm} MiB at most`), '',
  ].join('\n'));
  // What this machine loses with a plugin that behaves it may lose with one that does not.
  const usual = Math.max(0, late.get('nothing') ?? 0);
  expect([...late].filter(([, turns]) => turns > usual)).toEqual([]);
  // Nobody waited for as long as a whole turn.
  expect(schedule.lagMs.max).toBeLessThan(interval);
  expect([...peaks].filter(([, peak]) => peak > 2 * calm)).toEqual([]);
});
