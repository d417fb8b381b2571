import { setTimeout as delay } from 'node:timers/promises';
import { PluginTraces, type TestHost, type Traces } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { collect, memoryInUse } from '../memory.ts';
import { Replay } from '../replay.ts';
import type { Effort, Finding, Rule } from '../rule.ts';
import type { Push, Subject } from '../subject.ts';

/** Bytes by which memory may grow over half of the runs: the noise of measuring. A thousand runs show 512 bytes a call. */
const noiseBytes = 256 * 1_024;

/** Milliseconds in which timers that a call left may still come and be gone. */
const graceMs = 500;

/** Something that is called again and again on one host. */
interface Repeated {
  readonly of: string;
  open(): Promise<TestHost>;
  run(host: TestHost): Promise<unknown>;
}

function handles(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate' || kind.endsWith('Wrap')).length;
}

/** All that a change calls for a resource. Each may end as it likes: what is left behind counts. */
async function pushed(host: TestHost, { resource, device, spec }: Push): Promise<void> {
  const plan = await host.plan(resource, device, spec);
  await endingOf(host.apply(resource, device, plan));
  await endingOf(host.read(resource, device, plan.key));
  if (host.plugin.manifest.contributes.resources[resource]?.commitClass === 'confirm') await endingOf(host.confirm(resource, device, plan));
  await endingOf(host.restore(resource, device, plan));
}

function repeatedOf(subject: Subject): readonly Repeated[] {
  return [
    ...subject.readings.map(({ of, run }): Repeated => ({ of, run, open: () => subject.open() })),
    ...subject.pushes.map((push): Repeated => ({ of: `push ${push.of}`, run: (host) => pushed(host, push), open: () => subject.openFor(push) })),
  ];
}

/** Runs what is repeated so many times; what the host itself keeps of it is not the plugin's. */
type Run = (times: number, after?: () => void) => Promise<void>;

async function grownMemory(run: Run, times: number): Promise<string[]> {
  const grown = async (): Promise<{ readonly heap: number; readonly external: number; readonly handles: number }> => {
    const before = { ...memoryInUse(), handles: handles() };
    await run(times);
    const after = { ...memoryInUse(), handles: handles() };
    return { heap: after.heap - before.heap, external: after.external - before.external, handles: after.handles - before.handles };
  };
  const [first, second] = [await grown(), await grown()];
  const least = (of: keyof typeof first): number => Math.min(first[of], second[of]);
  const bytes = (of: 'heap' | 'external', where: string): string[] => (least(of) > noiseBytes ? [`leaves ${Math.round(least(of) / times)} bytes ${where} behind with each call`] : []);
  return [
    ...bytes('heap', 'of heap'), ...bytes('external', 'of Buffers, outside of the heap,'),
    ...(least('handles') > times / 50 ? [`leaves ${least('handles')} timers or handles open after ${times} calls`] : []),
  ];
}

/** Timers that come soon are gone when it returns, and signals that nobody holds with theirs. */
async function settled(traces: PluginTraces, most: number): Promise<Traces> {
  collect();
  for (let waitedMs = 0; traces.now().timers > most && waitedMs < graceMs; waitedMs += 50) {
    await delay(50);
    collect();
  }
  return traces.now();
}

async function grownTraces(run: Run, times: number, hasTimers: boolean): Promise<string[]> {
  using traces = new PluginTraces();
  let listeners = 0;
  const over = (): void => void (listeners += traces.callOver() > 0 ? 1 : 0);
  const most = times / 2;
  // What a second call fills again is known to outlive one.
  await run(3, over);
  const before = await settled(traces, 0);
  listeners = 0;
  await run(times, over);
  const middle = await settled(traces, before.timers + most);
  await run(times, over);
  const after = await settled(traces, middle.timers + most);
  const grows = (of: (seen: Traces) => number): boolean => of(middle) - of(before) > most && of(after) - of(middle) > most;
  const collections = [...after.collections].flatMap(([key, { what }]) => (grows((seen) => seen.collections.get(key)?.size ?? 0) ? [what] : []));
  return [
    ...(hasTimers || !grows(({ timers }) => timers) ? [] : [`leaves timers behind that keep no process alive: ${after.timers - before.timers} after ${times * 2} calls`]),
    ...(listeners > times ? ['leaves a listener on an AbortSignal behind with each call'] : []),
    ...(grows(({ processListeners }) => processListeners) ? ['leaves a listener on process behind with each call'] : []),
    ...[...new Set(collections)].map((what) => `fills ${what} that outlives the calls, and takes nothing out of it`),
  ];
}

async function leaks(repeated: Repeated, { repetitions }: Effort): Promise<string[]> {
  await using host = await repeated.open();
  const replay = new Replay();
  host.intercept = replay.intercept;
  const run: Run = async (times, after) => {
    for (let time = 0; time < times; time += 1) {
      replay.rewind();
      await endingOf(repeated.run(host));
      host.forget();
      after?.();
    }
  };
  // Code is compiled, caches are filled: growth begins to count after that, and counts when it goes on.
  await run(Math.max(20, repetitions / 5));
  const memory = await grownMemory(run, repetitions / 2);
  return [...memory, ...(await grownTraces(run, Math.max(20, repetitions / 20), memory.some((message) => message.includes('timers'))))];
}

export const noLeaks: Rule = {
  id: 'no-leaks',
  tier: 'gold',
  about: 'device',
  title: 'A thousand calls leave nothing behind',
  page: {
    why: 'A plugin runs for months. What each call leaves ends in the memory cap, and the process is started again in the middle of a night.',
    checked: [
      'Each reading call, and each push with its undo, runs 1,000 times on answers from memory. What may not grow with the number of runs: the heap after garbage collection, the memory of',
      'Buffers outside of it, open handles, timers (also those that `unref` hides), listeners on AbortSignals and on `process`, and every Map, Set and array that more than one call fills.',
    ].join(' '),
    example: 'Keep nothing between calls but what has a bound, and clear your timers; remove what you add to `signal`.',
    listing: [
      'signal.addEventListener(\'abort\', stop, { once: true });',
      'try { /* … */ } finally { signal.removeEventListener(\'abort\', stop); }',
    ],
    exempt: null,
  },
  async try(subject, effort) {
    const findings: Finding[] = [];
    const all = repeatedOf(subject);
    for (const repeated of all) for (const message of await leaks(repeated, effort)) findings.push({ of: repeated.of, message });
    return { tried: all.length * effort.repetitions, findings };
  },
};
