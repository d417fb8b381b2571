/** A lock of a repository, as `restic cat lock` tells of it. */
export interface Lock {
  readonly id: string;
  readonly host: string;
  readonly isExclusive: boolean;
  /** Epoch milliseconds; null when the lock does not say. */
  readonly time: number | null;
}

/** The ids that `restic list locks` printed. */
export function readLockIds(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => /^[0-9a-f]{64}$/.test(line));
}

export function readLock(id: string, text: string): Lock {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const { time, hostname, exclusive }: { time?: unknown; hostname?: unknown; exclusive?: unknown } = typeof json === 'object' && json !== null ? json : {};
  const taken = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return { id, host: typeof hostname === 'string' ? hostname : 'unknown host', isExclusive: exclusive === true, time: Number.isNaN(taken) ? null : taken };
}
