import { isRecord, numberOf, recordsOf, timeOf, tryParse } from './json.ts';

/** What was in use at a time, after a prune: the saw-tooth between prunes says nothing of growth. */
export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly usedBytes: number;
}

export interface Forecast {
  /** Until it is full; null when it does not grow. */
  readonly days: number | null;
  readonly samples: number;
  /** How well a line fits the samples, 0 to 1 (the coefficient of determination). */
  readonly fit: number;
}

/** Fewer, or over a shorter time, are no trend. */
const fewest = 4;
const shortestMs = 7 * 86_400_000;

/** `{"/srv/backup/office": [{"at": "2026-11-20T03:12:00Z", "usedBytes": 12345}]}`, which the appliance's program writes. */
export function readUsage(text: string): ReadonlyMap<string, readonly Sample[]> {
  const json = tryParse(text);
  return new Map((isRecord(json) ? Object.entries(json) : []).map(([repository, list]) => [
    repository,
    recordsOf(list).flatMap((sample): Sample[] => {
      const [at, usedBytes] = [timeOf(sample['at']), numberOf(sample['usedBytes'])];
      return at === null || usedBytes === null ? [] : [{ at, usedBytes }];
    }),
  ]));
}

/** A line through the samples by least squares; null when there are too few of them. */
export function forecast(samples: readonly Sample[], freeBytes: number): Forecast | null {
  const times = samples.map(({ at }) => at);
  if (samples.length < fewest || Math.max(...times) - Math.min(...times) < shortestMs) return null;
  const [meanTime, meanUsed] = [times.reduce((sum, at) => sum + at, 0) / samples.length, samples.reduce((sum, { usedBytes }) => sum + usedBytes, 0) / samples.length];
  let [together, ofTime, ofUsed] = [0, 0, 0];
  for (const { at, usedBytes } of samples) {
    together += (at - meanTime) * (usedBytes - meanUsed);
    ofTime += (at - meanTime) ** 2;
    ofUsed += (usedBytes - meanUsed) ** 2;
  }
  const bytesADay = (together / ofTime) * 86_400_000;
  return { days: bytesADay > 0 ? freeBytes / bytesADay : null, samples: samples.length, fit: ofUsed === 0 ? 1 : together ** 2 / (ofTime * ofUsed) };
}
