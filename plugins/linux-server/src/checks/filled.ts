import { bytesText } from '../amounts.ts';

/** Devices whose disks are remembered; the one that was looked at longest ago goes first. */
const mostDevices = 10_000;
/** To look through a full disk costs what it has least of: it is not done again for so long. */
const againMs = 3_600_000;

interface Known {
  readonly at: number;
  /** Disks that were full then. */
  readonly full: ReadonlySet<string>;
  readonly holders: ReadonlyMap<string, string>;
}

/** What fills the disks of devices, as it was seen last; nothing of it is needed, it only tells. */
export class Filled {
  readonly #devices = new Map<string, Known>();

  /** Whether a device is to be asked what fills its disks, if any is full. */
  isWanted(device: string): boolean {
    const known = this.#devices.get(device);
    return known === undefined || performance.now() - known.at >= againMs;
  }

  /** `lines`: what the device told, null where it was not asked. A disk that is newly full is asked for at the next look. */
  note(device: string, full: ReadonlySet<string>, lines: readonly string[] | null): void {
    const known = this.#devices.get(device);
    if (lines === null) {
      if (known !== undefined && !full.isSubsetOf(known.full)) this.#devices.delete(device);
      return;
    }
    this.#devices.delete(device);
    if (full.size === 0) return;
    this.#devices.set(device, { at: performance.now(), full, holders: holdersOf(lines) });
    const [oldest] = this.#devices.keys();
    if (oldest !== undefined && this.#devices.size > mostDevices) this.#devices.delete(oldest);
  }

  /** Such as `/var/log/app.log has 12 GiB`; null where nothing stands out, or nobody was asked. */
  by(device: string, disk: string): string | null {
    return this.#devices.get(device)?.holders.get(disk) ?? null;
  }
}

/** The two largest of each disk. */
function holdersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = lines.flatMap((line) => {
    const [, disk, size, name] = /^([^\t]+)\t(\d+)\t([^\t]+)$/.exec(line) ?? [];
    return disk === undefined || name === undefined ? [] : [{ disk, name, size: Number(size) }];
  });
  return new Map([...Map.groupBy(found, ({ disk }) => disk)].map(([disk, holders]) =>
    [disk, holders.toSorted((a, b) => b.size - a.size).slice(0, 2).map(({ name, size }) => `${name} has ${bytesText(size * 1_024)}`).join(', ')]));
}

export const filled = new Filled();
