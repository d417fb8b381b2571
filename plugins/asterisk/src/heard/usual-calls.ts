/** Counts of calls that are remembered of each PBX: at one a minute, two hours. */
const mostCounts = 120;
/** Fewer say nothing of what is usual. */
const fewestCounts = 30;
const mostDevices = 2_000;

const counts = new Map<string, readonly number[]>();

/** The median of the counts before this one, which is remembered; null while there are too few. */
export function usualCalls(device: string, now: number): number | null {
  const before = counts.get(device) ?? [];
  counts.delete(device);
  counts.set(device, [...before, now].slice(-mostCounts));
  const [oldest] = counts.keys();
  if (counts.size > mostDevices && oldest !== undefined) counts.delete(oldest);
  if (before.length < fewestCounts) return null;
  return before.toSorted((one, other) => one - other)[before.length >> 1] ?? null;
}
