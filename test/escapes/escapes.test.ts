import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { surveyFences } from '../../core/src/plugins/index.ts';
import { counted, known, layers } from './layers.ts';
import { round } from './round.ts';

const fences = await surveyFences();
const down = fences.filter(({ name, up }) => !up && name !== 'host-without-sigusr1').map(({ name }) => name);

test('with all layers up nothing gets out but what is known to', { timeout: 120_000 }, async ({ skip }) => {
  skip(down.length > 0, `fences are down on this machine: ${down.join(', ')}`);
  const all = layers['all layers'];
  const { tried, leaked, overMemory } = await round(all ?? { without: [], hostRefusesInspector: true }, 3);
  process.stdout.write(`escapes: ${tried.length} tried / ${tried.length - leaked.length} contained / ${leaked.length} leaked (all layers)\n`);
  expect(tried.length).toBe(counted);
  expect(leaked).toEqual([...known].sort());
  // The limit on data stands where the memory watch has not looked yet.
  expect(overMemory).toEqual([]);
});

test('the page for operators has the figures of the matrix', async () => {
  const page = (await readFile(join(import.meta.dirname, '../../docs/operators/sandbox.md'), 'utf8')).replaceAll(/\s+/g, ' ');
  const [permission, flags, user, bubblewrap, all] = Object.values(layers).map(({ succeed }) => succeed);
  expect(page).toContain(
    `of ${counted}, on Debian 12 as root: ${permission} with Node's permission model alone, ${flags} with its flags, the empty environment and the preload added, `
    + `${user} with an own user instead, ${bubblewrap} with bubblewrap instead, ${all} with everything.`);
  expect(all).toBe(known.length);
});
