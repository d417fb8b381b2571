import { counted, layers } from './layers.ts';
import { round, type Round } from './round.ts';

// Prints what each layer contains: `npm run escapes`. Fails where the figures are not those that are written down.
const rounds = new Map<string, Round>();
for (const [name, chosen] of Object.entries(layers)) {
  const result = await round(chosen, 3);
  rounds.set(name, result);
  const { tried, leaked, overMemory } = result;
  const other = leaked.length === chosen.succeed && tried.length === counted ? '' : `   written down: ${chosen.succeed} of ${counted}`;
  if (other !== '') process.exitCode = 1;
  process.stdout.write(`${name.padEnd(16)} ${tried.length} tried / ${tried.length - leaked.length} contained / ${leaked.length} leaked; ${overMemory.length} over the memory cap for a moment${other}\n`);
}
const everything = [...new Set([...rounds.values()].flatMap(({ leaked }) => leaked))].sort();
process.stdout.write(`\n${[...rounds.keys()].join(' | ')}\n`);
for (const name of everything) process.stdout.write(`${[...rounds.values()].map(({ leaked }) => (leaked.includes(name) ? '●' : '·')).join(' ')}  ${name}\n`);
