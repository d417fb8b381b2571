import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const chaos = async (...options: readonly string[]): Promise<string> => (await run(process.execPath, ['--conditions=jackfield-source', join(import.meta.dirname, 'run.ts'), ...options])).stdout;

test('a few kills, faults and disasters: no violations', async () => {
  const said = await chaos('--seed', '20261126', '--kills', '2', '--points', '2', '--sandboxed', '0', '--real', '0', '--faults', '5', '--every', '48', '--disasters', '1', '--lanes', '1');
  expect(said).toMatch(/^seed 20261126$/m);
  expect(said).toMatch(/chaos: \d+ kills, \d+ faults, 0 violations\n$/);
}, 240_000);

test('it says what it can be told', async () => {
  expect(await chaos('--help')).toContain('--kills N');
  await expect(chaos('--kills', 'many')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--kills: ') });
  await expect(chaos('--kill', '3')).rejects.toMatchObject({ code: 2 });
});
