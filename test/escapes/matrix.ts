import { layers } from './layers.ts';
import { round, type Round } from './round.ts';

// Prints what each layer contains: `npm run escapes`.
const rounds = new Map<string, Round>();
for (const [name, chosen] of Object.entries(layers)) {
  const result = await round(chosen, 3);
  rounds.set(name, result);
  process.stdout.write(`${name.padEnd(16)} ${result.tried.length} tried / ${result.tried.length - result.leaked.length} contained / ${result.leaked.length} leaked\n`);
}
const everything = [...new Set([...rounds.values()].flatMap(({ leaked }) => leaked))].sort();
process.stdout.write(`\n${[...rounds.keys()].join(' | ')}\n`);
for (const name of everything) process.stdout.write(`${[...rounds.values()].map(({ leaked }) => (leaked.includes(name) ? '●' : '·')).join(' ')}  ${name}\n`);
