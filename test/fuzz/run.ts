import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runApi } from './api-run.ts';
import { fuzz, type FuzzReport } from './snmp-fuzz.ts';

const usage = `npm run fuzz [-- OPTIONS]
npm run fuzz -- api [OPTIONS]    the HTTP API instead; --help says more

SNMP agents that lie, against the transport thread: to each request of gets, walks, tables and sets they answer with up to
eight datagrams that are wrong somewhere in their structure or say what cannot be, then with the truth; in between they send
traps and informs. Every operation must end in time with an answer or a coded outcome, and nothing may be left behind.

  --seed N        the same lies again; others each time where it is left out, printed
  --packets N     datagrams beside the truth, at least; default 1000000
  --recordings G  recordings of devices (.snmprec) to play beside a simulated switch, as a glob
  --replay FILE   what a violation was written to
  --folder DIR    where violations are written; default a folder for temporary files
  --help          this text

The last line is "fuzz: N packets, N operations, N violations"; it ends with 1 where there are violations.
`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
const optionsSchema = z.object({
  seed: z.coerce.number().int().min(1).default(Math.floor(Math.random() * 2 ** 31) + 1), packets: z.coerce.number().int().min(1).default(1_000_000),
  recordings: z.string().optional(), replay: z.string().refine((file) => existsSync(file), 'no such file').optional(), folder: z.string().default(tmpdir()), help: z.boolean().default(false),
});
type Options = z.infer<typeof optionsSchema>;
const count = z.int().min(0);
const caseSchema = z.object({ seed: count, recordings: z.array(z.string()), lane: count, identity: count, operation: count, exchanges: z.array(count) });

/** How far it is, on a line of its own where somebody looks on. */
function progress(of: number): (done: number) => void {
  const begin = performance.now();
  return (done) => {
    if (!process.stdout.isTTY) return;
    const share = Math.min(1, done / of);
    const bar = '='.repeat(Math.round(share * 30)).padEnd(30);
    const perSecond = Math.round(done / (performance.now() - begin) * 1_000);
    process.stdout.write(`\r[${bar}] ${Math.floor(share * 100)} %  ${perSecond.toLocaleString('en')} packets/s `);
    if (share === 1) process.stdout.write('\r\x1b[K');
  };
}

function tell({ outcomes, lies, traps, heapBytes, rssBytes }: FuzzReport): void {
  for (const [operation, ends] of outcomes) print(`${operation}: ${[...ends].sort(([, one], [, other]) => other - one).map(([end, times]) => `${times} ${end}`).join(', ')}`);
  print(`said: ${[...lies].sort(([one], [other]) => one.localeCompare(other)).map(([lie, times]) => `${lie} ${times}`).join(', ')}`);
  if (traps !== null) print(`traps: ${traps.received} received, ${traps.accepted} accepted, ${traps.acknowledged} acknowledged; dropped: ${Object.entries(traps.dropped).map(([why, times]) => `${times} ${why}`).join(', ')}`);
  print(`heap of the thread: ${heapBytes.map(mebibytes).join(' MiB, then ')} MiB; process: ${rssBytes.map(mebibytes).join(' MiB, then ')} MiB`);
}

async function run({ seed, packets, recordings, replay: file, folder }: Options): Promise<number> {
  const replay = file === undefined ? null : caseSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  print(`seed ${replay?.seed ?? seed}`);
  const begin = performance.now();
  const report = await fuzz({
    seed: replay?.seed ?? seed, packets, replay, recordings: replay?.recordings ?? (recordings === undefined ? [] : globSync(recordings).sort()), onProgress: progress(packets),
  });
  const seconds = (performance.now() - begin) / 1_000;
  tell(report);
  print(`${seconds.toFixed(1)} s, ${Math.round(report.packets / seconds).toLocaleString('en')} packets/s`);
  for (const [at, { what, how }] of report.violations.entries()) {
    print(`violation: ${what}`);
    if (how === null || at >= 20) continue;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `fuzz-${how.seed}-${at + 1}.json`);
    writeFileSync(path, `${JSON.stringify(how, null, 1)}\n`);
    print(`  again: npm run fuzz -- --replay ${path}`);
  }
  print(`fuzz: ${report.packets} packets, ${report.operations} operations, ${report.violations.length} violations`);
  return report.violations.length === 0 ? 0 : 1;
}

function snmpOptions(): Options | null {
  try {
    const text = { type: 'string' } as const;
    return optionsSchema.parse(parseArgs({ options: { seed: text, packets: text, recordings: text, replay: text, folder: text, help: { type: 'boolean' } } }).values);
  } catch (error) {
    process.stderr.write(`${error instanceof z.ZodError ? error.issues.map(({ path, message }) => `--${path.join('')}: ${message}`).join('\n') : error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

async function runSnmp(): Promise<number> {
  const options = snmpOptions();
  if (options === null) return 2;
  if (!options.help) return run(options);
  print(usage);
  return 0;
}

const [subject, ...words] = process.argv.slice(2);
process.exitCode = subject === 'api' ? await runApi(words) : await runSnmp();
