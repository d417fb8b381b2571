import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { sourceNames } from '../../plugins/index.ts';
import { hostSecrets, loadedOrNull, Redactor } from '../redaction/index.ts';
import { crashRecording } from './crash-recording.ts';
import { makeReport, type CrashFacts } from './make-report.ts';

/** A report to write, and where. Secrets are read in this thread and end with it: the main thread never holds one. */
export interface CrashThreadData extends CrashFacts {
  readonly folder: string;
  readonly directory: string;
  readonly stateDirectory: string;
}

/** Reports kept; the oldest go. */
const kept = 50;

const data: CrashThreadData = workerData;
const { secrets, unread } = await hostSecrets(data, await loadedOrNull(data.directory));
const redactor = new Redactor(secrets);
const recording = crashRecording(data, redactor);
const recordingFile = recording === null ? null : join(data.folder, `${data.id}.recording.yaml`);
const report = makeReport(data, await sourceNames(data.crash.entry), redactor, unread, recordingFile);

await mkdir(data.folder, { recursive: true, mode: 0o700 });
if (recording !== null && recordingFile !== null) await writeWhole(recordingFile, recording);
await writeWhole(join(data.folder, `${data.id}.json`), `${JSON.stringify(report, null, 2)}\n`);
const reports = (await readdir(data.folder)).filter((name) => name.endsWith('.json')).toSorted();
for (const old of reports.slice(0, -kept)) {
  for (const name of [old, old.replace(/\.json$/, '.recording.yaml')]) await rm(join(data.folder, name), { force: true });
}

async function writeWhole(file: string, text: string): Promise<void> {
  {
    await using handle = await open(`${file}.new`, 'wx', 0o600);
    await handle.writeFile(text);
  }
  await rename(`${file}.new`, file);
}
