import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { median, type Figure } from '../figure.ts';

const root = resolve(import.meta.dirname, '../../..');
const report = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ title: z.string(), duration: z.number().nullish() })) })),
});

/** Those that call plugins in a test host; the others of the folder build, install and debug whole plugins. */
const suites = ['matchers', 'own-network', 'schedule', 'slow-meter', 'test-host'].map((name) => `test/authoring/${name}.test.ts`);

/** The tests of `createTestHost` as an author runs them. */
export async function authoring(): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-authoring-'));
  try {
    const file = join(directory, 'report.json');
    await new Promise<void>((done, failed) => {
      execFile('npx', ['vitest', 'run', ...suites, '--reporter=json', `--outputFile.json=${file}`], { cwd: root }, (error) => (error === null ? done() : failed(error)));
    });
    const { testResults } = report.parse(JSON.parse(await readFile(file, 'utf8')));
    const files = testResults.map(({ assertionResults }) => assertionResults.map(({ duration }) => duration ?? 0));
    const all = files.flat();
    return [
      { name: 'a test of a plugin', value: median(all), unit: 'ms', note: `median of ${all.length}`, goal: { atMost: 100 } },
      { name: 'the first of a file', value: median(files.map(([first = 0]) => first)), unit: 'ms', note: 'manifest, schemas and bundle are read in it' },
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
