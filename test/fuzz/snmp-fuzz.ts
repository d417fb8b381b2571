import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { OutcomeError } from '@jackfield/sdk';
import { stringify } from 'yaml';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createTransports, transportSettings, type Operation, type TransportRequest, type Transports } from '../../core/src/transports/index.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** Datagrams that are sent to the host, at least. */
  readonly packets: number;
  /** Recordings of devices that are played too. */
  readonly recordings: readonly string[];
  readonly onProgress?: (packets: number) => void;
}

export interface FuzzReport {
  readonly packets: number;
  readonly operations: number;
  readonly answered: number;
  /** How often operations ended in each outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly violations: readonly string[];
}

const address = '127.0.77.1';
/** Mutations before each right answer. */
const burst = 12;
const timeoutMs = 300;
const atOnce = 8;
const versions = ['1', '2c', '3'] as const;
/** What an operation may take beyond its deadline on a busy machine. */
const graceMs = 10_000;
/** MiB that a run may leave behind: what was learned, and what the collector has not come to. */
const mostGrowth = 120;

const system = '1.3.6.1.2.1.1';
const interfaces = '1.3.6.1.2.1.2.2.1';
const operations: readonly Operation[] = [
  { op: 'snmp.get', oids: [`${system}.1.0`, `${system}.2.0`, `${system}.3.0`] },
  { op: 'snmp.getNext', oids: [system, interfaces] },
  { op: 'snmp.getBulk', oids: [system, interfaces], maxRepetitions: 10 },
  { op: 'snmp.walk', root: system, maxRows: 1_000 },
  { op: 'snmp.walk', root: '1.3.6.1.2.1.17', maxRows: 1_000 },
  { op: 'snmp.table', columns: { name: '1.3.6.1.2.1.31.1.1.1.1', descr: `${interfaces}.2`, status: `${interfaces}.8`, octets: '1.3.6.1.2.1.31.1.1.1.6' }, maxRows: 1_000 },
  { op: 'snmp.set', varbinds: [[`${system}.5.0`, 'OctetString', 'named']] },
];

interface Liar extends AsyncDisposable {
  readonly ports: readonly number[];
  /** Ends it; how many datagrams it sent. */
  end(): Promise<number>;
}

async function startLiar({ seed, recordings }: FuzzOptions): Promise<Liar> {
  const child = spawn(process.execPath, ['--conditions=jackfield-source', join(import.meta.dirname, 'processes/liar.js'), address, String(seed), String(burst), ...recordings], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await lines.next();
  const end = async (): Promise<number> => {
    child.stdin.end();
    const last = await lines.next();
    await exited;
    return Number(last.value);
  };
  return { ports: String(first.value).split(' ').map(Number), end, [Symbol.asyncDispose]: async () => void (child.exitCode === null && child.kill() && (await exited)) };
}

/** Asks agents that lie, until so many datagrams have come; all must end in an answer or a coded outcome, in time, with nothing left. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-fuzz-'));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'credentials.yaml'), stringify({
    lab: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'public' } },
    ada: { kind: 'snmp-user', user: 'ada', auth: { protocol: 'sha256', key: { plain: 'an-authentication-key' } } },
  }));
  const liar = opened.use(await startLiar(options));
  const violations: string[] = [];
  const events = createHostEvents();
  events.on('thread.restarted', ({ reason }) => void violations.push(`the transport thread ended: ${reason}`));
  const transports = opened.use(createTransports({ directory: folder, stateDirectory: join(folder, 'state'), events }));
  const targets = liar.ports.flatMap((port) => versions.map((version) => ({
    key: `${port}/${version}`, site: 'fuzz', address, settings: transportSettings({ snmp: { port, credentials: version === '3' ? 'ada' : 'lab', ...(version === '3' ? {} : { version }), timeoutMs: timeoutMs / 3, retries: 1 } }),
  })));
  const outcomes = new Map<string, number>();
  let asked = 0;
  let settled = 0;
  const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const ask = async (): Promise<void> => {
    const target = targets[asked % targets.length];
    const operation = operations[Math.floor(asked / targets.length) % operations.length];
    asked += 1;
    if (target === undefined || operation === undefined) throw new Error('nobody to ask');
    const begin = performance.now();
    const outcome = await perform(transports, { target, operation, timeoutMs });
    count(outcome.said);
    settled += 1;
    const took = performance.now() - begin;
    if (took > timeoutMs + graceMs) violations.push(`${operation.op} took ${Math.round(took)} ms`);
    if (outcome.wrong !== null) violations.push(`${operation.op} of ${target.key}: ${outcome.wrong}`);
  };
  const rounds = Math.ceil(options.packets / (burst + 1) / atOnce);
  let early = Number.NaN;
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: atOnce }, ask));
    if (round === Math.floor(rounds / 5)) early = process.memoryUsage.rss();
    if (round % 50 === 0) options.onProgress?.(round * atOnce * (burst + 1));
  }
  const growth = (process.memoryUsage.rss() - early) / 1_048_576;
  if (growth > mostGrowth) violations.push(`${Math.round(growth)} MiB more than after a fifth of it`);
  const left = transports.status().reduce((sum, { inFlight }) => sum + inFlight, 0);
  if (left > 0) violations.push(`${left} operations are still under way`);
  const answered = outcomes.get('answered') ?? 0;
  outcomes.delete('answered');
  return { packets: await liar.end(), operations: settled, answered, outcomes, violations };
}

async function perform(transports: Transports, request: TransportRequest): Promise<{ readonly said: string; readonly wrong: string | null }> {
  try {
    JSON.parse(await transports.perform(request));
    return { said: 'answered', wrong: null };
  } catch (error) {
    if (error instanceof OutcomeError) return { said: error.kind, wrong: null };
    return { said: 'no outcome', wrong: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
