import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fuzz } from './snmp-fuzz.ts';

const usage = `npm run fuzz [-- OPTIONS]

Agents that answer each request with mutations of what they should say: fields of a wrong kind or length, left out, twice,
nested, cut short. Every operation must end in an answer or a coded outcome, in time, and leave nothing behind.

  --seed N        the same again; another one each time where it is left out, printed
  --packets N     datagrams, at least; default 1000000
  --recordings G  recordings of devices (.snmprec) to play beside a simulated switch, as a glob
  --help          this text

The last line is "fuzz: N packets, N operations, N violations"; it ends with 1 where there are violations.
`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const optionsSchema = z.object({
  seed: z.coerce.number().int().min(1).default(Math.floor(Math.random() * 2 ** 31) + 1), packets: z.coerce.number().int().min(1).default(1_000_000), recordings: z.string().optional(), help: z.boolean().default(false),
});

async function run({ seed, packets, recordings }: z.infer<typeof optionsSchema>): Promise<number> {
  print(`seed ${seed}`);
  const begin = performance.now();
  const report = await fuzz({
    seed, packets, recordings: recordings === undefined ? [] : globSync(recordings).sort(),
    onProgress: (done) => void (process.stdout.isTTY && process.stdout.write(`\r${done.toLocaleString('en')} of ${packets.toLocaleString('en')} `)),
  });
  print(`${report.answered} operations were answered, ${[...report.outcomes].map(([outcome, times]) => `${times} ended ${outcome}`).join(', ')}; ${Math.round((performance.now() - begin) / 1_000)} s`);
  for (const violation of report.violations) print(`violation: ${violation}`);
  print(`fuzz: ${report.packets} packets, ${report.operations} operations, ${report.violations.length} violations`);
  return report.violations.length === 0 ? 0 : 1;
}

const options = ((): z.infer<typeof optionsSchema> | null => {
  try {
    const { values } = parseArgs({ options: { seed: { type: 'string' }, packets: { type: 'string' }, recordings: { type: 'string' }, help: { type: 'boolean' } } });
    return optionsSchema.parse(values);
  } catch (error) {
    process.stderr.write(`${error instanceof z.ZodError ? error.issues.map(({ path, message }) => `--${path.join('')}: ${message}`).join('\n') : error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
})();
if (options === null) process.exitCode = 2;
else if (options.help) print(usage);
else process.exitCode = await run(options);
