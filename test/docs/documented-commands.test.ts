import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
const pages = ['README.md', 'docs/operators/getting-started.md', 'docs/managers/enablement.md', 'docs/managers/audit.md', 'config/changes/port-description.yaml'];
/** Ended by hand or asking for something that a test does not type. */
const notRun = /\b(up|npm|vault set)\b/;

interface Finished {
  readonly code: number;
  readonly output: string;
}

let folder: string;
let daemon: ChildProcess;

function jackfield(words: readonly string[]): Promise<Finished> {
  const args = ['--conditions=jackfield-source', join(root, 'core/src/cli/main.ts'), ...words];
  const env = { ...process.env, JACKFIELD_CONFIG: join(folder, 'config') };
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

async function count(words: readonly string[]): Promise<number> {
  const { code, output } = await jackfield([...words, '--json']);
  return code === 0 ? z.array(z.unknown()).parse(JSON.parse(output)).length : 0;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-docs-'));
  await cp(join(root, 'config'), join(folder, 'config'), { recursive: true, filter: (path) => !path.endsWith('/var') });
  // Addresses and a port of its own: an example that runs on this machine is not disturbed.
  for (const name of await readdir(join(folder, 'config'), { recursive: true })) {
    if (!name.endsWith('.yaml')) continue;
    const file = join(folder, 'config', name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll('127.77.', '127.78.').replace('port: 9464', 'port: 0').replace('../plugins', join(root, 'plugins')));
  }
  daemon = spawn(process.execPath, ['--conditions=jackfield-source', join(root, 'core/src/cli/main.ts'), '--config', join(folder, 'config'), 'up'], { stdio: 'ignore' });
  const found = async (): Promise<void> => {
    if ((await count(['devices'])) < 9) throw new Error('the example is still being discovered');
  };
  await vi.waitFor(found, { timeout: 45_000, interval: 500 });
}, 60_000);
afterAll(async () => {
  const ended = once(daemon, 'exit');
  daemon.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
});

/** The lines of a page that call jackfield, in order, comments dropped. */
async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/^(?:#\s+)?(?:npx )?jackfield ([^\n#(]+)/gm)].map(([, words]) => (words ?? '').trim()).filter((words) => !notRun.test(words));
}

test('every command of the pages works on the example organization', { timeout: 120_000 }, async () => {
  const [yaml] = /# door\.yaml\n[\s\S]*?(?=```)/.exec(await readFile(join(root, 'docs/operators/getting-started.md'), 'utf8')) ?? [];
  await writeFile(join(folder, 'door.yaml'), yaml ?? '');
  let plan = 'door.plan.json';
  const failed: string[] = [];
  let ran = 0;
  for (const page of pages) {
    for (const documented of await commandsOf(page)) {
      const changes = await jackfield(['changes', '--json']);
      const latest = z.array(z.object({ id: z.string() })).parse(JSON.parse(changes.output))[0]?.id ?? '';
      const words = documented
        .replace('my-network', documented.startsWith('init') ? 'new-network' : join(folder, 'config'))
        .replace('CHANGE', latest)
        .replace(/\bPLAN\b/, plan)
        .split(/\s+/);
      const [command] = words.filter((word) => !word.startsWith('-') && !word.startsWith('/'));
      const { code, output } = await jackfield(command === 'apply' ? [...words, '--yes'] : words);
      plan = /Written to (\S+)\./.exec(output)?.[1] ?? plan;
      ran += 1;
      // `check` says 1 when a check is not ok, `doctor` when something is missing: that is an answer.
      if (code !== 0 && !(code === 1 && (command === 'check' || command === 'doctor'))) failed.push(`${page}: ${documented}: ${code} ${output}`);
    }
  }
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThan(12);
});
