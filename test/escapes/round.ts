import { Trial, type Attempt, type Layers } from './trial.ts';

export interface Round {
  readonly tried: readonly string[];
  readonly leaked: readonly string[];
  /** Took more memory than the cap before they were ended: how many do is a matter of the machine's speed. Not among the others. */
  readonly overMemory: readonly string[];
}

/** Makes all attempts against some layers, in several lines at once. */
export async function round(chosen: Layers, lines: number): Promise<Round> {
  await using opened = new AsyncDisposableStack();
  const trials: Trial[] = [];
  for (let line = 0; line < lines; line += 1) {
    const trial = opened.use(new Trial(chosen, `escapes-${line}`));
    await trial.open();
    trials.push(trial);
  }
  const attempts: readonly Attempt[] = (await trials[0]?.list()) ?? [];
  const waiting = [...attempts];
  const leaked: string[] = [];
  const overMemory: string[] = [];
  const work = async (trial: Trial): Promise<void> => {
    for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) if (await trial.leaks(attempt)) (attempt.effect === 'memory' ? overMemory : leaked).push(attempt.name);
  };
  await Promise.all(trials.map(work));
  return { tried: attempts.filter(({ effect }) => effect !== 'memory').map(({ name }) => name), leaked: leaked.sort(), overMemory: overMemory.sort() };
}
