import { setImmediate as nextTurn } from 'node:timers/promises';

/** Processor time of this thread in milliseconds: what others on the machine do is not in it. */
function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Runs a call and returns the longest piece of work, in milliseconds of processor time, between two turns of the event loop. */
export async function longestHoldMs(call: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const over = new AbortController();
  let before = workedMs();
  const running = call().finally(() => over.abort());
  do {
    await nextTurn();
    const now = workedMs();
    longest = Math.max(longest, now - before);
    before = now;
  } while (!over.signal.aborted);
  await running;
  return longest;
}
