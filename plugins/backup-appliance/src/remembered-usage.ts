import type { Sample } from './forecast.ts';

const dayMs = 86_400_000;
/** Devices whose rooms are remembered; the one that was looked at longest ago goes first. */
const mostDevices = 10_000;
const mostRepositories = 64;
const mostDays = 62;

interface Known {
  /** Another size is another room, which begins anew. */
  readonly totalBytes: number;
  readonly samples: readonly Sample[];
}

/** What rooms had in use since this process began, the least of each day: what stays when pruning is done. Nothing of it is needed, it only foretells. */
export class RememberedUsage {
  readonly #devices = new Map<string, Map<string, Known>>();

  note(device: string, repository: string, totalBytes: number, now: Sample): readonly Sample[] {
    const rooms = this.#devices.get(device) ?? new Map<string, Known>();
    this.#devices.delete(device);
    this.#devices.set(device, rooms);
    const [oldest] = this.#devices.keys();
    if (oldest !== undefined && this.#devices.size > mostDevices) this.#devices.delete(oldest);
    const before = rooms.get(repository);
    const known = before?.totalBytes === totalBytes ? before.samples : [];
    const last = known.at(-1);
    const isSameDay = last !== undefined && Math.floor(last.at / dayMs) === Math.floor(now.at / dayMs);
    const samples = isSameDay ? [...known.slice(0, -1), last.usedBytes <= now.usedBytes ? last : now] : [...known, now].slice(-mostDays);
    if (before !== undefined || rooms.size < mostRepositories) rooms.set(repository, { totalBytes, samples });
    return samples;
  }
}
