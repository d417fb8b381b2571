import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runDisasters } from './disasters.ts';
import { runFaults } from './faults.ts';
import { HostBundle } from './host-bundle.ts';
import { runKills } from './kills.ts';
import { SimulatedNetwork } from './network.ts';
import { RealNetwork } from './real-network.ts';
import { Report } from './report.ts';

const usage = `npm run chaos [-- OPTIONS]

Hosts that are killed at every point of the journal and at random instants of changes, faults at every operation on a
device, and what else a host has to survive; each time devices, store and what the host says are compared.

  --seed N        the same again; another one each time where it is left out, printed
  --kills N       hosts killed at random instants, beside those at each point of the journal; default 1000
  --points N      only so many points of the journal, by chance
  --sandboxed N   kills of hosts whose plugins run in processes of their own; default 40
  --real N        kills over sshd and snmpd, where they are installed; default 40
  --faults N      changes and faults by chance, beside each fault at each operation of one change; default 1000
  --every N       each fault at each N-th operation of that change only; default 1
  --disasters N   how often threads and plugins are killed, the clock jumps, the host stops, the disk fills; default 16
  --lanes N       networks side by side; default 2
  --help          this text

0 leaves a part out. The last line is "chaos: N kills, N faults, N violations"; it ends with 1 where there are violations.
`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const count = (otherwise: number): z.ZodDefault<z.ZodCoercedNumber> => z.coerce.number().int().min(0).default(otherwise);
const optionsSchema = z.object({
  seed: count(Math.floor(Math.random() * 2 ** 31)), kills: count(1_000), points: z.coerce.number().int().min(0).optional(), sandboxed: count(40), real: count(40), faults: count(1_000),
  every: z.coerce.number().int().min(1).default(1), disasters: count(16), lanes: z.coerce.number().int().min(1).default(2), help: z.boolean().default(false),
});

/** What it is told on the command line; null after saying what is wrong with it. */
function optionsOf(words: readonly string[]): z.infer<typeof optionsSchema> | null {
  try {
    const number = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...words], options: { seed: number, kills: number, points: number, sandboxed: number, real: number, faults: number, every: number, disasters: number, lanes: number, help: { type: 'boolean' } } });
    return optionsSchema.parse(values);
  } catch (error) {
    process.stderr.write(`${error instanceof z.ZodError ? error.issues.map(({ path, message }) => `--${path.join('')}: ${message}`).join('\n') : error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

async function run({ seed, kills, points, sandboxed, real, faults, every, disasters, lanes }: z.infer<typeof optionsSchema>): Promise<number> {
  const report = new Report((text) => print(`violation: ${text}`));
  print(`seed ${seed}`);
  await using bundle = await HostBundle.make();
  const part = async (title: string, isWanted: boolean, work: () => Promise<void>): Promise<void> => {
    if (!isWanted) return;
    const begin = performance.now();
    await work();
    print(`${title}: ${Math.round((performance.now() - begin) / 1_000)} s; ${report.line}`);
  };
  const onProgress = (done: number, of: number): void => void (process.stdout.isTTY && process.stdout.write(`\r${done} of ${of} kills `));
  await part('kills over simulated devices', kills > 0 || (points ?? 0) > 0, () =>
    runKills({ seed, kills, points: points ?? 'all', lanes, plugging: 'in-process', entry: bundle.entry, network: (lane) => SimulatedNetwork.start(lane), onProgress }, report));
  await part('kills with plugins in processes of their own', sandboxed > 0, () =>
    runKills({ seed, kills: sandboxed, points: 0, lanes, plugging: 'sandboxed', network: (lane) => SimulatedNetwork.start(40 + lane), onProgress }, report));
  if (real > 0 && RealNetwork.missing.length > 0) print(`no kills over real servers: ${RealNetwork.missing.join(', ')} is not installed`);
  else {
    await part('kills over sshd and snmpd', real > 0, () =>
      runKills({ seed, kills: real, points: 0, lanes: 1, plugging: 'in-process', entry: bundle.entry, network: (lane) => RealNetwork.start(lane), onProgress }, report));
  }
  await part('faults', faults > 0, () => runFaults({ seed, runs: faults, every, lane: 60 }, report));
  await part('disasters', disasters > 0, () => runDisasters({ seed, times: disasters, entry: bundle.entry, network: (lane) => SimulatedNetwork.start(lane), lane: 80 }, report));
  for (const [what, times] of report.notes) print(`${what}: ${times}`);
  print(report.line);
  return report.violations.length === 0 ? 0 : 1;
}

const options = optionsOf(process.argv.slice(2));
if (options === null) process.exitCode = 2;
else if (options.help) print(usage);
else process.exitCode = await run(options);
