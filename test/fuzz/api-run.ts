import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fuzzApi } from './api-fuzz.ts';

export const apiUsage = `npm run fuzz -- api [OPTIONS]

Everything that the document of the HTTP API names, asked as nobody should: nearly right, of wrong types, huge, torn, as a
stranger, as viewer and manager of one site, as an admin. No answer may be a fault of the host, tell of another site, or say what the
document does not.

  --seed N        the same requests again; others each time where it is left out, printed
  --runs N        requests of each operation; default 1000
  --only NAME     of this operation alone

The last line is "fuzz: N requests, N operations, N violations"; it ends with 1 where there are violations.
`;

const optionsSchema = z.object({ seed: z.coerce.number().int().min(1).default(Math.floor(Math.random() * 2 ** 31) + 1), runs: z.coerce.number().int().min(1).default(1_000), only: z.string().optional() });

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** The exit code. */
export async function runApi(words: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...words], options: { seed: text, runs: text, only: text, help: { type: 'boolean' } } });
  if (values.help === true) {
    print(apiUsage);
    return 0;
  }
  const options = optionsSchema.parse(values);
  print(`seed ${options.seed}`);
  const { requests, operations, statuses, violations } = await fuzzApi({ ...options, onOperation: (name) => void (process.stdout.isTTY && process.stdout.write(`\r${name.padEnd(40)}\r`)) });
  print(`answered: ${[...statuses].toSorted(([one], [other]) => one - other).map(([status, times]) => `${times} ${status}`).join(', ')}`);
  for (const one of violations) print(`violation: ${one}`);
  print(`fuzz: ${requests} requests, ${operations} operations, ${violations.length} violations`);
  return violations.length === 0 ? 0 : 1;
}
