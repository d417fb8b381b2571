import { forecastSeconds, type Sample } from '../readings/forecast.ts';

/** Devices whose disks are remembered; the one that was looked at longest ago goes first. */
const mostDevices = 10_000;
const mostDisks = 64;
/** Three days at one in an hour and a half; looks in between do not add to what is known. */
const mostSamples = 48;
const shortestSeconds = 240;

/** How the disks of devices grew since this process began; nothing of it is needed, it only foretells. */
export class Growth {
  readonly #devices = new Map<string, Map<string, readonly Sample[]>>();

  /** Notes what a disk has, and tells in how many seconds it is full; null when it does not grow, or too little is known. */
  note(device: string, disk: string, now: Sample): number | null {
    const disks = this.#devices.get(device) ?? new Map<string, readonly Sample[]>();
    this.#devices.delete(device);
    this.#devices.set(device, disks);
    const [oldest] = this.#devices.keys();
    if (oldest !== undefined && this.#devices.size > mostDevices) this.#devices.delete(oldest);
    const before = disks.get(disk) ?? [];
    const last = before.at(-1);
    // A clock that was set back, or a disk that was made larger, begins anew.
    const isNew = last === undefined || now.at < last.at || now.size !== last.size;
    const known = isNew ? [now] : now.at - last.at < shortestSeconds ? before : thinned([...before, now]);
    if (disks.has(disk) || disks.size < mostDisks) disks.set(disk, known);
    return forecastSeconds(known, now);
  }
}

/** Every second one goes when there are too many: the span stays. */
function thinned(samples: readonly Sample[]): readonly Sample[] {
  return samples.length <= mostSamples ? samples : samples.filter((_sample, at) => at % 2 === 0 || at === samples.length - 1);
}
