import { Unsupported } from '@jackfield/sdk';
import { isRecord, parse } from '../../json.ts';
import type { Copy } from '../driver.ts';

/** The tag a backup job gives to a copy that lacks files: restic itself marks it in no way. */
export const incompleteTag = 'incomplete';

/** The tag of what the appliance's program makes to see its deletion refused: a line of text is nobody's copy. */
const canaryTag = 'jackfield-canary';

function millisecondsOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

function readSnapshot(value: unknown): Copy | null {
  if (!isRecord(value)) return null;
  const { id, hostname, paths, time, summary, tags } = value;
  const taken = millisecondsOf(time);
  if (typeof id !== 'string' || !Array.isArray(paths) || Number.isNaN(taken)) return null;
  if (Array.isArray(tags) && tags.includes(canaryTag)) return null;
  // Versions before 0.17 record no summary.
  const { total_bytes_processed: bytes, backup_start: start, backup_end: end, data_added: added } = isRecord(summary) ? summary : {};
  const seconds = (millisecondsOf(end) - millisecondsOf(start)) / 1_000;
  return {
    id,
    host: typeof hostname === 'string' ? hostname : '',
    parts: paths.filter((path) => typeof path === 'string'),
    time: taken,
    bytes: typeof bytes === 'number' ? bytes : null,
    newBytes: typeof added === 'number' ? added : null,
    kind: '',
    suspicion: null,
    seconds: Number.isNaN(seconds) ? null : seconds,
    outcome: Array.isArray(tags) && tags.includes(incompleteTag) ? 'incomplete' : 'complete',
  };
}

/** The snapshots of a repository. JSON fields may grow; what is no snapshot at all is no answer. */
export function readSnapshots(text: string): readonly Copy[] {
  const json = text.trim() === '' ? null : parse(text, 'restic');
  // An empty repository is `null` in older versions.
  if (json === null) return [];
  if (!Array.isArray(json)) throw new Unsupported('restic answered something that is not a list of snapshots');
  return json.map(readSnapshot).filter((snapshot) => snapshot !== null);
}
