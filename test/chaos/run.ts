import { parseArgs } from 'node:util';
import { HostBundle } from './host-bundle.ts';
import { runKills } from './kills.ts';
import { SimulatedNetwork } from './network.ts';
import { Report } from './report.ts';

const usage = `npm run chaos [-- OPTIONS]

Hosts that are killed at every point of the journal and at random instants of changes, over simulated devices.

  --seed N      the same kills again; default: another one each time, printed
  --kills N     at random instants, beside those at each point of the journal; default 1000
  --points N    only so many points of the journal, by chance
  --lanes N     networks side by side; default 2
  --help        this text
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' }, kills: { type: 'string', default: '1000' }, points: { type: 'string' }, lanes: { type: 'string', default: '2' }, help: { type: 'boolean', default: false },
  },
});
const print = (text: string): void => void process.stdout.write(`${text}\n`);
if (values.help) {
  print(usage);
  process.exit(0);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const begin = performance.now();
const report = new Report((text) => print(`violation: ${text}`));
print(`seed ${seed}`);
await using bundle = await HostBundle.make();
await runKills({
  seed, kills: Number(values.kills), points: values.points === undefined ? 'all' : Number(values.points), lanes: Number(values.lanes), plugging: 'in-process', entry: bundle.entry,
  network: (lane) => SimulatedNetwork.start(lane),
  onProgress: (done, of) => void (process.stdout.isTTY && process.stdout.write(`\r${done} of ${of} kills, ${report.violations.length} violations `)),
}, report);
for (const [what, count] of report.notes) print(`${what}: ${count}`);
print(`${Math.round((performance.now() - begin) / 1_000)} s`);
print(report.line);
process.exitCode = report.violations.length === 0 ? 0 : 1;
