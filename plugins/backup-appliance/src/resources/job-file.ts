import { contentHash } from '@jackfield/sdk';
import { isRecord, tryParse } from '../json.ts';

/** What a job of Bacula is made of; all but `runs` are names of what the Director has. */
export type JobContent = { readonly client: string; readonly fileSet: string; readonly storage: string; readonly pool: string; readonly messages: string; readonly runs: readonly string[] };

const fields = ['client', 'fileSet', 'storage', 'pool', 'messages'] as const;
const mark = '# Jackfield wrote this; what is changed by hand is not overwritten. ';

/** Another name for each content: what the Director shows of the job then proves which one it runs. */
export function scheduleName(name: string, content: JobContent): string {
  return `${name}-${contentHash(Buffer.from(JSON.stringify(content))).slice(0, 8)}`;
}

/** A file that the Director includes (Bacula's manual, "Configuring the Director"). */
export function renderJob(name: string, { client, fileSet, storage, pool, messages, runs }: JobContent): string {
  const content: JobContent = { client, fileSet, storage, pool, messages, runs: [...runs] };
  const schedule = scheduleName(name, content);
  const named = { Name: name, Type: 'Backup', Level: 'Incremental', Client: client, FileSet: fileSet, Storage: storage, Pool: pool, Messages: messages, Schedule: schedule };
  return [
    `${mark}${JSON.stringify(content)}`,
    'Schedule {', `  Name = "${schedule}"`, ...runs.map((run) => `  Run = ${run}`), '}',
    'Job {', ...Object.entries(named).map(([field, value]) => `  ${field} = "${value}"`), '}', '',
  ].join('\n');
}

/** Null for what is not a file of ours, as it was written. */
export function readJobFile(name: string, text: string): JobContent | null {
  const value = text.startsWith(mark) ? tryParse(text.slice(mark.length, text.indexOf('\n'))) : null;
  if (!isRecord(value)) return null;
  const [client, fileSet, storage, pool, messages] = fields.map((field) => value[field]);
  const { runs } = value;
  if (typeof client !== 'string' || typeof fileSet !== 'string' || typeof storage !== 'string' || typeof pool !== 'string' || typeof messages !== 'string') return null;
  if (!Array.isArray(runs) || !runs.every((run) => typeof run === 'string')) return null;
  const content = { client, fileSet, storage, pool, messages, runs };
  return renderJob(name, content) === text ? content : null;
}
