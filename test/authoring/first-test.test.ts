import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';

const root = resolve(import.meta.dirname, '../..');

interface Ending {
  readonly code: number;
  readonly said: string;
}

/** A run of vitest of its own, in a plugin's folder. */
function vitest(folder: string): Promise<Ending> {
  return new Promise((done) => {
    execFile(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], { cwd: folder, env: { ...process.env, NO_COLOR: '1', VITEST: undefined } }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : 1, said: stdout + stderr }));
  });
}

test('the first test of a recording fails in the one line that is left to the author, and passes when it is filled in', { timeout: 120_000 }, async () => {
  const project = await mkdtemp(join(tmpdir(), 'jackfield-lamps-'));
  const folder = join(project, 'lamps');
  try {
    await cp(join(root, 'test/authoring/plugins/lamps'), folder, { recursive: true });
    await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
    await writeFile(join(folder, 'vitest.config.ts'), "import { defineConfig } from 'vitest/config';\nconst conditions = ['jackfield-source', 'node', 'import', 'default'];\nexport default defineConfig({ resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } }, test: { include: ['src/*.test.ts'] } });\n");
    const walk = join(folder, 'hall.snmprec');
    await writeFile(walk, '1.3.6.1.2.1.1.1.0|4|A lamp\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1\n1.3.6.1.2.1.1.5.0|4|on\n');
    const terminal = new RecordingTerminal();
    expect(await run(['record', '--import', walk, '--test', folder], terminal, new AbortController().signal)).toBe(0);
    expect(terminal.errors).toContain('FILL IN');

    const file = join(folder, 'src/hall.recording.test.ts');
    const text = await readFile(file, 'utf8');
    expect(text).toContain("expect(await host.check('lit', device)).toMatchObject({ state: 'ok', summary: 'on' });");
    expect(text.match(/FILL IN this one line/g)).toHaveLength(1);
    const before = await vitest(folder);
    expect(before).toMatchObject({ code: 1, said: expect.stringMatching(/1 failed \| \d+ passed[\s\S]*Expected: "FILL IN: what it must say of this device"/) });
    await writeFile(file, text.replace('FILL IN: what it must say of this device', '"state":"ok"'));
    expect(await vitest(folder)).toMatchObject({ code: 0 });

    // Written once: what an author has filled in is never lost.
    expect(await run(['record', '--import', walk, '--test', folder], terminal, new AbortController().signal)).toBe(1);
    expect(terminal.errors).toMatch(/JF9306.*hall\.yaml[\s\S]*--force/);
    expect(await readFile(file, 'utf8')).toContain('"state":"ok"');
    // Neither is the one without the other.
    await rm(join(folder, 'recordings/hall.yaml'));
    expect(await run(['record', '--import', walk, '--test', folder], terminal, new AbortController().signal)).toBe(1);
    expect(terminal.errors).toMatch(/JF9306.*hall\.recording\.test\.ts/);
    await expect(readFile(join(folder, 'recordings/hall.yaml'))).rejects.toThrow('ENOENT');
    expect(await run(['record', '--import', walk, '--test', folder, '--force'], terminal, new AbortController().signal)).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('FILL IN');
  } finally {
    await rm(project, { recursive: true });
  }
});
