import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'jackfield-ci-'))));
afterAll(() => rm(folder, { recursive: true }));

/** What .ci/run ends with, for tests of these outcomes. */
async function closing(statuses: readonly string[], options: { readonly recordings: boolean; readonly ci: boolean }): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const file = join(folder, 'report.json');
  await writeFile(file, JSON.stringify({ testResults: [{ assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at}` })) }] }));
  const { CI: _ci, ...environment } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, '../../.ci/closing-line.js'), file, ...(options.recordings ? ['--recordings'] : [])], {
    encoding: 'utf8', env: options.ci ? { ...environment, CI: '1' } : environment,
  });
  return { code: status, lines: stdout.trim().split('\n') };
}

test('counts what passed and failed, and what was skipped when anything was', async () => {
  expect(await closing(['passed', 'passed', 'failed'], { recordings: true, ci: true })).toEqual({ code: 0, lines: ['2 passed, 1 failed'] });
  expect(await closing(['passed', 'pending', 'skipped'], { recordings: false, ci: true })).toEqual({ code: 0, lines: ['1 passed, 0 failed, 2 skipped'] });
  expect(await closing(['passed', 'pending'], { recordings: true, ci: false })).toEqual({ code: 0, lines: ['1 passed, 0 failed, 1 skipped'] });
});

test('where the recordings are, a skip fails CI and is named', async () => {
  expect(await closing(['passed', 'pending'], { recordings: true, ci: true })).toEqual({ code: 1, lines: ['skipped, which is a failure here: test 1', '1 passed, 0 failed, 1 skipped'] });
});
