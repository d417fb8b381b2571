import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TestHost } from '../../test-host/index.ts';
import { AnswerMemory } from '../answer-memory.ts';
import { endingOf } from '../ending.ts';
import { OpenResources } from '../open-resources.ts';
import { PluginTraces, type Traces } from '../plugin-traces.ts';
import type { Effort, Finding, Rule } from '../rule.ts';
import type { Push, Reading, Subject } from '../subject.ts';

/** Bytes by which memory may grow over half of the runs: the noise of measuring. A thousand runs show 512 bytes a call. */
const noiseBytes = 256 * 1_024;

let collect: (() => void) | null = null;

/** Memory in use after everything that is garbage is gone: the heap, and what lies outside of it, such as the bytes of buffers. */
async function bytes(): Promise<number> {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    collect = typeof gc === 'function' ? () => void gc() : () => undefined;
  }
  // What is collected tells so in a turn of the loop of its own.
  for (let turn = 0; turn < 3; turn += 1) {
    collect();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Calls after which a collection or a listener that each of them leaves is known for one that stays. */
const tracedCalls = 20;

/** What calls leave that is too small to be weighed: listeners, and entries of what outlives a call. */
async function traces(host: TestHost, call: () => Promise<unknown>): Promise<string[]> {
  using watched = new PluginTraces();
  let withListener = 0;
  const run = async (times: number): Promise<Traces> => {
    withListener = 0;
    for (let time = 0; time < times; time += 1) {
      await endingOf(call());
      host.forget();
      if (watched.callOver() > 0) withListener += 1;
    }
    return watched.now();
  };
  // What a later call fills again is known to outlive one.
  const [before, middle, after] = [await run(3), await run(tracedCalls), await run(tracedCalls)];
  const grows = (of: (seen: Traces) => number): boolean => of(middle) - of(before) > tracedCalls / 2 && of(after) - of(middle) > tracedCalls / 2;
  const collections = [...after.collections].flatMap(([key, { what }]) => (grows((seen) => seen.collections.get(key)?.size ?? 0) ? [what] : []));
  return [
    ...(withListener > tracedCalls / 2 ? ['leaves a listener on an AbortSignal behind with each call'] : []),
    ...(grows(({ processListeners }) => processListeners) ? ['leaves a listener on process behind with each call'] : []),
    ...[...new Set(collections)].map((what) => `fills ${what} that outlives the calls, and takes nothing out of it`),
  ];
}

/** What so many calls leave, of memory and of what is open. */
async function weighed(host: TestHost, call: () => Promise<unknown>, repetitions: number): Promise<string[]> {
  using resources = new OpenResources();
  const run = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await endingOf(call());
    // What the host itself keeps of the calls is not the plugin's.
    host.forget();
  };
  // Code is compiled, caches are filled: growth begins to count after that, and counts when it goes on.
  await run(Math.max(20, repetitions / 5));
  const now = async (): Promise<{ readonly memory: number; readonly open: number }> => ({ memory: await bytes(), open: resources.count });
  const before = await now();
  await run(repetitions / 2);
  const between = await now();
  await run(repetitions / 2);
  const after = await now();
  const least = (of: 'memory' | 'open'): number => Math.min(between[of] - before[of], after[of] - between[of]);
  const [memory, open] = [least('memory'), least('open')];
  const perCall = Math.round(memory / (repetitions / 2));
  return [
    ...(memory > noiseBytes ? [`leaves ${perCall} bytes behind with each call`] : []),
    ...(open > repetitions / 100 ? [`leaves ${open} timers or handles open after ${repetitions / 2} calls`] : []),
  ];
}

async function leaks(host: TestHost, call: () => Promise<unknown>, repetitions: number): Promise<string[]> {
  return [...(await weighed(host, call, repetitions)), ...(await traces(host, call))];
}

async function ofReading(subject: Subject, reading: Reading, { repetitions }: Effort): Promise<string[]> {
  await using host = await subject.open();
  host.intercept = new AnswerMemory().intercept;
  return await leaks(host, () => reading.run(host), repetitions);
}

/** Planned, pushed and undone, over and over, on a device that takes it. */
async function ofPush(subject: Subject, push: Push, repetitions: number): Promise<string[]> {
  await using host = await subject.openFor(push);
  const { resource, device, spec } = push;
  return await leaks(host, async () => {
    const plan = await host.plan(resource, device, spec);
    await host.apply(resource, device, plan);
    await host.restore(resource, device, plan);
  }, repetitions);
}

export const noLeaks: Rule = {
  id: 'no-leaks',
  tier: 'gold',
  about: 'device',
  title: 'A thousand calls leave nothing behind',
  page: {
    why: 'A plugin runs for months. What each call leaves ends in the memory cap, and the process is started again in the middle of a night.',
    checked: 'Each reading call runs 1,000 times on answers from memory, each push 100 times: planned, applied and undone. Memory after garbage collection (the heap, and the bytes of buffers outside of it), timers and handles, also those that were told not to keep the process alive, may not grow with the number of runs; nor may listeners on AbortSignals and on `process`, and a Map, Set or array that more than one call fills. Less than 512 bytes a call kept elsewhere, such as in an object used as a dictionary, is lost in the noise of measuring.',
    example: 'Keep nothing between calls but what has a bound (a hundred entries are full before growth counts); remove what you add to `signal`.',
    listing: [
      'signal.addEventListener(\'abort\', stop, { once: true });',
      'try { /* … */ } finally { signal.removeEventListener(\'abort\', stop); }',
    ],
    exempt: null,
  },
  async try(subject, effort) {
    const findings: Finding[] = [];
    const pushRepetitions = effort.repetitions / 10;
    // A real device is not pushed to a hundred times.
    const pushes = subject.isReal ? [] : subject.pushes;
    for (const reading of subject.readings) for (const message of await ofReading(subject, reading, effort)) findings.push({ of: reading.of, message });
    for (const push of pushes) for (const message of await ofPush(subject, push, pushRepetitions)) findings.push({ of: push.of, message });
    return { tried: subject.readings.length * effort.repetitions + pushes.length * pushRepetitions, findings };
  },
};
