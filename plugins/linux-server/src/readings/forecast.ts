/** What was on a disk. */
export interface Sample {
  /** Seconds since 1970, by the machine's clock. */
  readonly at: number;
  readonly used: number;
  readonly size: number;
}

const fewest = 4;
/** A line through the samples must explain this share of how they differ, or it is none. */
const leastFit = 0.7;
/** An hour foretells so many hours, and no more. */
const reach = 8;

/** Seconds until a disk is full, by the line of least squares; null when it does not grow, grows by leaps, or that is further off than the samples reach. */
export function forecastSeconds(samples: readonly Sample[], now: Sample): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < fewest) return null;
  const count = samples.length;
  const [meanAt, meanUsed] = [samples.reduce((sum, { at }) => sum + at, 0) / count, samples.reduce((sum, { used }) => sum + used, 0) / count];
  let [both, times, uses] = [0, 0, 0];
  for (const { at, used } of samples) {
    both += (at - meanAt) * (used - meanUsed);
    times += (at - meanAt) ** 2;
    uses += (used - meanUsed) ** 2;
  }
  if (times === 0 || uses === 0 || both <= 0 || both ** 2 / (times * uses) < leastFit) return null;
  const seconds = Math.max(0, now.size - now.used) / (both / times);
  return seconds <= (last.at - first.at) * reach ? seconds : null;
}
