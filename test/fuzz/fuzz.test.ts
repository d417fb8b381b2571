import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const fuzz = async (...options: readonly string[]): Promise<string> => (await run(process.execPath, ['--conditions=jackfield-source', join(import.meta.dirname, 'run.ts'), ...options])).stdout;

test('ten thousand datagrams of agents that lie: no violations', async () => {
  const said = await fuzz('--seed', '20261127', '--packets', '10000');
  expect(said).toMatch(/^seed 20261127$/m);
  for (const operation of ['get', 'getNext', 'getBulk', 'walk', 'table', 'set']) expect(said).toMatch(new RegExp(`^snmp\\.${operation}: .*answered`, 'm'));
  expect(said).toMatch(/^traps: \d+ received, [1-9]\d* accepted/m);
  expect(said).toMatch(/\nfuzz: 1\d{4} packets, \d+ operations, 0 violations\n$/);
}, 120_000);

test('what a violation was written to is said again: the same lies to the same operation', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-fuzz-test-'));
  try {
    const file = join(folder, 'case.json');
    await writeFile(file, JSON.stringify({ seed: 7, recordings: [], lane: 3, identity: 1, operation: 0, exchanges: [5, 6, 7, 8], said: [] }));
    // How often each is said follows from how often is asked again.
    const lies = async (): Promise<string | undefined> => /^said: .*$/m.exec(await fuzz('--replay', file))?.[0].replaceAll(/ \d+/g, '');
    const first = await lies();
    expect(first).toMatch(/said: \w/);
    expect(await lies()).toBe(first);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);

test('it says what it can be told', async () => {
  expect(await fuzz('--help')).toContain('--replay FILE');
  await expect(fuzz('--packets', 'many')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--packets: ') });
  await expect(fuzz('--replay', '/nowhere')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('no such file') });
  await expect(fuzz('--packet', '3')).rejects.toMatchObject({ code: 2 });
});
