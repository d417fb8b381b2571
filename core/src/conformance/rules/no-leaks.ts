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

/** Bytes by which memory may grow over the runs that count: the noise of measuring. A thousand runs show 512 bytes a call. */
const noiseBytes = 256 * 1_024;

let collect: (() => void) | null = null;

/** Makes what is garbage go, and lets what is collected tell so: in a turn of the loop of its own. */
async function collectGarbage(): Promise<void> {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    collect = typeof gc === 'function' ? () => void gc() : () => undefined;
  }
  collect();
  await nextTurn();
}

/** Times that garbage is collected until nothing more goes. */
const sweeps = 3;

/**
 * Memory in use after everything that is garbage is gone: the heap, and what lies outside of it, such as the bytes of
 * buffers. To collect costs more than all calls together: it ends as soon as no more than `enough` is in use.
 */
async function bytes(enough = 0): Promise<number> {
  let used = Infinity;
  for (let time = 0; time < sweeps && used > enough; time += 1) {
    await collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    used = heapUsed + external;
  }
  return used;
}

/** Calls after which a collection or a listener that each of them leaves is known for one that stays. */
const tracedCalls = 6;

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
  // Code is compiled, caches are filled: growth begins to count after that.
  const first = Math.max(5, repetitions / 5);
  await run(first);
  const times = Math.max(first, repetitions - first);
  const openNoise = times / 50;
  let before = { memory: await bytes(), open: resources.count };
  const least = { memory: Infinity, open: Infinity };
  // Growth counts when it goes on: what has not grown once is not looked at again.
  for (let time = 0; time < 3 && (least.memory > noiseBytes || least.open > openNoise); time += 1) {
    await run(times);
    const after = { memory: await bytes(before.memory + noiseBytes), open: resources.count };
    least.memory = Math.min(least.memory, after.memory - before.memory);
    least.open = Math.min(least.open, after.open - before.open);
    before = after;
  }
  return [
    ...(least.memory > noiseBytes ? [`leaves ${Math.round(least.memory / times)} bytes behind with each call`] : []),
    ...(least.open > openNoise ? [`leaves ${least.open} timers or handles open after ${times} calls`] : []),
  ];
}

/**
 * What the readings of one device leave. All are weighed together, and each alone only where together they grew: what one
 * leaves is left when others run beside it too.
 */
async function ofReadings(subject: Subject, device: string, readings: readonly Reading[], { repetitions }: Effort): Promise<Finding[]> {
  const open = async (): Promise<TestHost> => {
    const host = await subject.openOne(device);
    host.intercept = new AnswerMemory().intercept;
    return host;
  };
  await using host = await open();
  const together = await weighed(host, async () => {
    for (const reading of readings) await endingOf(reading.run(host));
    host.forget();
  }, repetitions);
  const findings: Finding[] = [];
  for (const reading of readings) {
    const messages = await traces(host, () => reading.run(host));
    if (together.length > 0) {
      await using alone = await open();
      messages.unshift(...(await weighed(alone, () => reading.run(alone), repetitions)));
    }
    findings.push(...messages.map((message) => ({ of: reading.of, message })));
  }
  return findings;
}

/** What pushes leave that are planned, pushed and undone over and over, each on a device of its own: weighed as readings are. */
async function ofPushes(subject: Subject, pushes: readonly Push[], repetitions: number): Promise<Finding[]> {
  await using opened = new AsyncDisposableStack();
  const open = async (push: Push): Promise<{ readonly of: string; readonly host: TestHost; readonly call: () => Promise<void> }> => {
    const host = opened.use(await subject.openFor(push));
    const { of, resource, device, spec } = push;
    return {
      of,
      host,
      call: async () => {
        const plan = await host.plan(resource, device, spec);
        await host.apply(resource, device, plan);
        if (subject.undoable.includes(push)) await host.restore(resource, device, plan);
      },
    };
  };
  const all = await Promise.all(pushes.map(open));
  const [first] = all;
  if (first === undefined) return [];
  const together = await weighed(first.host, async () => {
    for (const { call, host } of all) {
      await endingOf(call());
      host.forget();
    }
  }, repetitions);
  const findings: Finding[] = [];
  for (const { of, host, call } of all) {
    const alone = together.length > 0 ? await weighed(host, call, repetitions) : [];
    for (const message of [...alone, ...(await traces(host, call))]) findings.push({ of, message });
  }
  return findings;
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
    for (const [name, readings] of Map.groupBy(subject.readings, ({ device }) => device)) findings.push(...(await ofReadings(subject, name, readings, effort)));
    findings.push(...(await ofPushes(subject, pushes, pushRepetitions)));
    return { tried: subject.readings.length * effort.repetitions + pushes.length * pushRepetitions, findings };
  },
};
