import { isRecord, recordsOf, tryParse } from '../../json.ts';
import type { Copy, Outcome } from '../driver.ts';

/** A row of the catalogue, fields in small letters. */
export type Job = { readonly [field: string]: string };

/** Bareos: `{"jsonrpc": "2.0", "result": {"jobs": [{"jobid": "1", …}]}}`, one object for each command (its manual, "API mode 2"). */
function fromJson(text: string): readonly Job[] | null {
  const answers = text.split(/^(?=\{)/m).map((piece) => tryParse(piece.slice(0, piece.lastIndexOf('}') + 1))).filter(isRecord);
  const lists = answers.map(({ result }) => (isRecord(result) ? result['jobs'] : undefined)).filter((list) => list !== undefined);
  if (answers.length === 0) return null;
  return lists.flatMap(recordsOf).map((job) => Object.fromEntries(Object.entries(job).map(([field, value]) => [field.toLowerCase(), String(value)])));
}

/** Bacula: a line for each field, an empty line after each job; where a value begins differs by version. */
function fromLines(text: string): readonly Job[] {
  return text.split(/\r?\n\s*\r?\n|(?=^\s*JobId:)/m).flatMap((block): Job[] => {
    const job: { [field: string]: string } = {};
    for (const line of block.split(/\r?\n/)) {
      const [, field, value = ''] = /^\s*([A-Za-z]+):\s?(.*)$/.exec(line) ?? [];
      if (field !== undefined) job[field.toLowerCase()] = value.trim();
    }
    return job['jobid'] === undefined ? [] : [job];
  });
}

export function readJobs(text: string): readonly Job[] {
  return fromJson(text) ?? fromLines(text);
}

/** JobStatus of the catalogue. Those that are not here are of jobs that wait or run: no outcome yet. */
const outcomes: { readonly [status: string]: Outcome } = { T: 'complete', W: 'incomplete', I: 'incomplete', E: 'failed', e: 'failed', f: 'failed', A: 'failed', D: 'failed' };

/** A number with or without commas between thousands. */
function numberIn(text: string | undefined): number | null {
  const value = Number((text ?? '').replaceAll(',', ''));
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
}

/** Epoch milliseconds; `JobTDate` is the only time that has no zone to guess. */
export function endOf(job: Job): number | null {
  const seconds = numberIn(job['jobtdate']);
  return seconds === null || seconds === 0 ? null : seconds * 1_000;
}

export function outcomeOf(job: Job): Outcome | null {
  return outcomes[job['jobstatus'] ?? ''] ?? null;
}

/** Both times are of the same zone, whichever it is. */
function secondsOf({ starttime = '', endtime = '' }: Job): number | null {
  const seconds = (Date.parse(`${endtime.replace(' ', 'T')}Z`) - Date.parse(`${starttime.replace(' ', 'T')}Z`)) / 1_000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** The backups that ended; an incremental one of nothing new is well, so that what it has is new bytes and no size. */
export function copiesOf(jobs: readonly Job[]): readonly Copy[] {
  return jobs.flatMap((job): Copy[] => {
    const [time, outcome, bytes] = [endOf(job), outcomeOf(job), numberIn(job['jobbytes'])];
    if (job['type'] !== 'B' || time === null || outcome === null) return [];
    const isFull = job['level'] === 'F';
    return [{ id: job['jobid'] ?? '', host: job['clientname'] ?? job['client'] ?? '', parts: [job['name'] ?? ''], time, bytes: isFull ? bytes : null, newBytes: isFull ? null : bytes, kind: job['level'] ?? '', suspicion: null, seconds: secondsOf(job), outcome }];
  });
}
