import { parseArgs } from 'node:util';
import { runKills } from './kills.ts';
import { Report } from './report.ts';

// npm run chaos [-- --seed N --kills N --minutes N]: hosts killed at every point of the journal and at random instants.
const { values } = parseArgs({ options: { seed: { type: 'string' }, kills: { type: 'string', default: '1000' }, minutes: { type: 'string', default: '60' }, lanes: { type: 'string', default: '2' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const until = Date.now() + Number(values.minutes) * 60_000;
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const report = new Report((text) => print(`violation: ${text}`));
print(`seed ${seed}`);
await runKills({
  seed, kills: Number(values.kills), points: 'all', lanes: Number(values.lanes), until,
  onProgress: (done, of) => void (process.stdout.isTTY && process.stdout.write(`\r${done} of ${of} kills, ${report.violations.length} violations `)),
}, report);
for (const [what, count] of report.notes) print(`${what}: ${count}`);
print(report.line);
process.exitCode = report.violations.length === 0 ? 0 : 1;
