import { Unsupported } from '@jackfield/sdk';
import { isRecord, numberOf, recordsOf, timeOf, tryParse } from '../json.ts';
import type { Driver, Verification } from './driver.ts';

const monthMs = 30 * 86_400_000;

/** Which share of all was read since: of subsets n/t each counts once, however often it was read. */
function coverageOf(subsets: readonly Record<string, unknown>[], now: number): number | null {
  if (subsets.length === 0) return null;
  const read = new Map<string, number>();
  for (const { at, part, of } of subsets) {
    const [time, size] = [timeOf(at), numberOf(of)];
    if (time !== null && size !== null && size >= 1 && time >= now - monthMs) read.set(`${String(part)}/${size}`, 1 / size);
  }
  return Math.min(1, [...read.values()].reduce((sum, share) => sum + share, 0));
}

/** `{"/srv/backup/office": {"finishedAt": "2026-11-20T03:12:00Z", "ok": true, "subsets": [{"at": …, "part": 2, "of": 5}]}}`; what does not fit is not there. */
export function readStatus(text: string, now: number): ReadonlyMap<string, Verification> {
  const json = tryParse(text);
  const found = new Map<string, Verification>();
  for (const [repository, value] of isRecord(json) ? Object.entries(json) : []) {
    const finishedAt = isRecord(value) ? timeOf(value['finishedAt']) : null;
    if (isRecord(value) && finishedAt !== null) found.set(repository, { finishedAt, isOk: value['ok'] === true, coverage: coverageOf(recordsOf(value['subsets']), now) });
  }
  return found;
}

/** What the appliance's job wrote of the last check: neither restic nor Borg keeps a record of it. */
export const recordedVerification: NonNullable<Driver['verification']> = async ({ ssh, settings }, { path }) => {
  const { statusFile } = settings.verification;
  const file = await ssh.readFile(statusFile);
  if (file === null) {
    throw new Unsupported(`${statusFile} is not there: nobody knows when the repositories were verified`, {
      hint: 'Let the appliance\'s "restic check" job write it; the plugin\'s README shows how.',
    });
  }
  return readStatus(Buffer.from(file.content).toString('utf8'), Date.now()).get(path) ?? null;
};
