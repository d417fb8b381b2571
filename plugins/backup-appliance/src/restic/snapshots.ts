import { Unsupported } from '@jackfield/sdk';

/** One copy, as `restic snapshots --json` tells of it. */
export interface Snapshot {
  readonly id: string;
  readonly host: string;
  readonly paths: readonly string[];
  /** Epoch milliseconds. */
  readonly time: number;
  /** Bytes read from the source; null before restic 0.17, which did not record it. */
  readonly bytes: number | null;
  readonly tags: readonly string[];
}

/** The tag a backup job gives to a copy that lacks files: restic itself marks it in no way. */
export const incompleteTag = 'incomplete';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readSnapshot(value: unknown): Snapshot | null {
  if (!isRecord(value)) return null;
  const { id, hostname, paths, time, summary, tags } = value;
  const taken = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (typeof id !== 'string' || !Array.isArray(paths) || Number.isNaN(taken)) return null;
  const bytes = isRecord(summary) ? summary['total_bytes_processed'] : undefined;
  return {
    id,
    host: typeof hostname === 'string' ? hostname : '',
    paths: paths.filter((path) => typeof path === 'string'),
    time: taken,
    bytes: typeof bytes === 'number' ? bytes : null,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
  };
}

/** The snapshots of a repository. JSON fields may grow; what is no snapshot at all is no answer. */
export function readSnapshots(text: string): readonly Snapshot[] {
  let json: unknown;
  try {
    json = JSON.parse(text.trim() === '' ? 'null' : text);
  } catch (cause) {
    throw new Unsupported('restic answered something that is not JSON', { cause });
  }
  // An empty repository is `null` in older versions.
  if (json === null) return [];
  if (!Array.isArray(json)) throw new Unsupported('restic answered something that is not a list of snapshots');
  const snapshots = json.map(readSnapshot);
  return snapshots.filter((snapshot) => snapshot !== null);
}

/** A copy of nothing is no copy: an unmounted source gives one. One that lacks files is none to rely on. */
export function isGood({ bytes, tags }: Snapshot): boolean {
  return bytes !== 0 && !tags.includes(incompleteTag);
}
