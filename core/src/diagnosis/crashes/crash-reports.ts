import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sdkVersion } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { HostEvents } from '../../events/index.ts';
import type { CrashOfVersion } from '../../plugins/index.ts';
import { crashUnknown, crashUnreadable } from '../errors.ts';
import { crashReportSchema, type CrashReport, type CrashSummary } from './crash-report.ts';
import type { CrashThreadData } from './crash-thread.ts';

export interface CrashReportsOptions {
  /** The configuration's folder: its secrets are taken out of reports. */
  readonly directory: string;
  readonly stateDirectory: string;
  readonly events: HostEvents;
  /** Of this release. */
  readonly version: string;
}

/** Writes a report of every plugin process that ended and should not have; closes when what it writes is written. */
export interface CrashReports extends AsyncDisposable {
  record(crash: CrashOfVersion): void;
  list(): Promise<readonly CrashSummary[]>;
}
export const CrashReports: ServiceIdentifier<CrashReports> = Symbol.for('CrashReports');

const folderOf = (stateDirectory: string): string => join(stateDirectory, 'crashes');

export function createCrashReports(options: CrashReportsOptions): CrashReports {
  return new WrittenReports(options);
}

class WrittenReports implements CrashReports {
  readonly #options: CrashReportsOptions;
  readonly #writing = new Set<Promise<void>>();
  #known: Promise<readonly CrashSummary[]> | null = null;

  constructor(options: CrashReportsOptions) {
    this.#options = options;
  }

  record(crash: CrashOfVersion): void {
    const { directory, stateDirectory, version, events } = this.#options;
    const at = new Date().toISOString();
    const id = `${at.replaceAll(/[-:]|\.\d+Z/g, '')}-${crash.plugin}-${randomBytes(2).toString('hex')}`;
    const folder = folderOf(stateDirectory);
    const { plugin, ending: { cause, reason } } = crash;
    const data: CrashThreadData = { crash, id, at, folder, directory, stateDirectory, versions: { jackfield: version, sdk: sdkVersion, node: process.versions.node } };
    const writing = write(data)
      .then(
        () => void events.emit('plugin.crash', { plugin, version: crash.version, cause, reason, report: id, file: join(folder, `${id}.json`) }),
        (error: unknown) => void events.emit('plugin.log', {
          plugin, level: 'warn', device: null, data: null, message: `no crash report was written: ${error instanceof Error ? error.message : String(error)}`,
        }),
      )
      .finally(() => {
        this.#known = null;
        this.#writing.delete(writing);
      });
    this.#writing.add(writing);
  }

  /** Read once; only this host writes there. */
  list(): Promise<readonly CrashSummary[]> {
    this.#known ??= listCrashes(this.#options.stateDirectory);
    return this.#known;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }
}

/** In a thread that lives as long as this takes: redaction looks at much text, and at secrets. */
function write(data: CrashThreadData): Promise<void> {
  const fromSources = import.meta.url.endsWith('.ts');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const worker = new Worker(new URL(fromSources ? './crash-thread.ts' : './crash-thread.js', import.meta.url), {
    name: 'crash-report', workerData: data, execArgv: fromSources ? ['--conditions=jackfield-source'] : [],
  });
  worker.once('error', reject);
  worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the thread ended with ${code}`))));
  return promise;
}

async function readReport(file: string): Promise<CrashReport> {
  try {
    return crashReportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw crashUnreadable(cause instanceof SyntaxError ? 'it is no JSON' : 'it is not a report of this version', { cause, place: { file } });
  }
}

/** Reports of a state folder, latest first; also without a daemon. Those that do not read are left out. */
export async function listCrashes(stateDirectory: string): Promise<readonly CrashSummary[]> {
  const folder = folderOf(stateDirectory);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted().toReversed();
  const found = await Promise.all(names.map(async (name) => {
    const file = join(folder, name);
    const report = await readReport(file).catch(() => null);
    return report === null ? [] : [summaryOf(report, file)];
  }));
  return found.flat();
}

function summaryOf({ id, at, plugin, version, ending, calls: [open] }: CrashReport, file: string): CrashSummary {
  return { id, at, plugin, version, ending, file, call: open === undefined ? null : `${open.phase} ${open.name} on ${open.device}` };
}

/** One report, by its id or the beginning of it. */
export async function findCrash(stateDirectory: string, id: string): Promise<CrashReport & { readonly file: string }> {
  const folder = folderOf(stateDirectory);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json') && (name.startsWith(id) || name.slice(0, -'.json'.length).endsWith(id)));
  const [name] = names;
  if (name === undefined || names.length > 1) throw crashUnknown(name === undefined ? `there is no crash report ${id}` : `${names.length} crash reports begin with ${id}`);
  const file = join(folder, name);
  return { ...(await readReport(file)), file };
}
