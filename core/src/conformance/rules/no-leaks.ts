import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AnswerMemory } from '../answer-memory.ts';
import { endingOf } from '../ending.ts';
import type { Effort, Finding, Rule } from '../rule.ts';
import type { Reading, Subject } from '../subject.ts';

/** Bytes by which the heap may grow over half of the runs: the noise of measuring. A thousand runs show 512 bytes a call. */
const noiseBytes = 256 * 1_024;

let collect: (() => void) | null = null;

/** Heap in use after everything that is garbage is gone. */
function heapBytes(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    collect = typeof gc === 'function' ? () => void gc() : () => undefined;
  }
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

function handles(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate' || kind.endsWith('Wrap')).length;
}

async function leaks(subject: Subject, reading: Reading, { repetitions }: Effort): Promise<string[]> {
  await using host = await subject.open();
  host.intercept = new AnswerMemory().intercept;
  const run = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await endingOf(reading.run(host));
    // What the host itself keeps of the calls is not the plugin's.
    host.forget();
  };
  // Code is compiled, caches are filled: growth begins to count after that, and counts when it goes on.
  await run(Math.max(20, repetitions / 5));
  const grown = async (): Promise<{ heap: number; handles: number }> => {
    const before = { heap: heapBytes(), handles: handles() };
    await run(repetitions / 2);
    return { heap: heapBytes() - before.heap, handles: handles() - before.handles };
  };
  const [first, second] = [await grown(), await grown()];
  const [heap, open] = [Math.min(first.heap, second.heap), Math.min(first.handles, second.handles)];
  const perCall = Math.round(heap / (repetitions / 2));
  return [
    ...(heap > noiseBytes ? [`leaves ${perCall} bytes of heap behind with each call`] : []),
    ...(open > repetitions / 100 ? [`leaves ${open} timers or handles open after ${repetitions / 2} calls`] : []),
  ];
}

export const noLeaks: Rule = {
  id: 'no-leaks',
  tier: 'gold',
  about: 'device',
  title: 'A thousand calls leave nothing behind',
  page: {
    why: 'A plugin runs for months. What each call leaves ends in the memory cap, and the process is started again in the middle of a night.',
    checked: 'Each reading call runs 1,000 times on answers from memory. Heap after garbage collection, timers and handles may not grow with the number of runs.',
    example: 'Keep nothing between calls but what has a bound; remove what you add to `signal`.',
    listing: [
      'signal.addEventListener(\'abort\', stop, { once: true });',
      'try { /* … */ } finally { signal.removeEventListener(\'abort\', stop); }',
    ],
    exempt: null,
  },
  async try(subject, effort) {
    const findings: Finding[] = [];
    for (const reading of subject.readings) for (const message of await leaks(subject, reading, effort)) findings.push({ of: reading.of, message });
    return { tried: subject.readings.length * effort.repetitions, findings };
  },
};
