import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ApiClient } from '../../core/src/client/index.ts';
import { Daemon, root } from './daemon.ts';

const pages = ['README.md', 'docs/operators/getting-started.md', 'docs/operators/configuration.md', 'docs/operators/changes.md', 'docs/managers/enablement.md', 'docs/managers/people.md', 'docs/managers/audit.md', 'config/changes/port-description.yaml', 'docs/operators/drift-and-history.md'];
/** Ended by hand or asking for something that a test does not type. */
const notRun = /\b(up|npm|vault set)\b/;

let daemon: Daemon;

beforeAll(async () => {
  daemon = await Daemon.onExample('127.78');
  daemon.start();
  const ready = (): void => {
    if (!daemon.told.includes('Try next')) throw new Error(`the example is not up yet: ${daemon.told}`);
  };
  await vi.waitFor(ready, { timeout: 45_000, interval: 200 });
}, 60_000);
afterAll(() => daemon[Symbol.asyncDispose]());

/** The lines of a page that call jackfield, in order, comments dropped. */
async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/^(?:#\s+)?(?:npx )?jackfield ([^\n#(]+)/gm)].map(([, words]) => (words ?? '').trim()).filter((words) => !notRun.test(words));
}

async function latestChange(): Promise<string> {
  const { result } = await daemon.run(['changes', '--json']);
  return z.array(z.object({ id: z.string() })).parse(JSON.parse(result))[0]?.id ?? '';
}

test('getting started talks of one configuration all the way', async () => {
  const words = (await commandsOf('docs/operators/getting-started.md')).filter((line) => !line.startsWith('init '));
  expect(words.length).toBeGreaterThan(7);
  expect(words.filter((line) => !line.startsWith('--config my-network '))).toEqual([]);
});

test('every command of the pages works on the example organization', { timeout: 120_000 }, async () => {
  const [yaml] = /# door\.yaml\n[\s\S]*?(?=```)/.exec(await readFile(join(root, 'docs/operators/getting-started.md'), 'utf8')) ?? [];
  await writeFile(join(daemon.folder, 'door.yaml'), yaml ?? '');
  let plan = 'door.plan.json';
  const failed: string[] = [];
  let ran = 0;
  for (const page of pages) {
    for (const documented of await commandsOf(page)) {
      const latest = documented.includes('CHANGE') ? await latestChange() : '';
      const words = (documented
        .replace('my-network', documented.startsWith('init') ? 'new-network' : join(daemon.folder, 'config'))
        .replace('CHANGE', latest)
        .replace(/\bPLAN\b/, plan)
        // As a shell does: what stands in quotes is one word.
        .match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
      const [command] = words.filter((word) => !word.startsWith('-') && !word.startsWith('/'));
      const { code, output } = await daemon.run(command === 'apply' ? [...words, '--yes'] : words);
      plan = /Written to (\S+)\./.exec(output)?.[1] ?? plan;
      ran += 1;
      // `check` says 1 when a check is not ok, `doctor` when something is missing, `drift accept` when nothing drifts, `save` when nothing is left to: that is an answer.
      if (code !== 0 && !(code === 1 && ['check', 'doctor', 'drift', 'save'].includes(command ?? ''))) failed.push(`${page}: ${documented}: ${code} ${output}`);
    }
  }
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThan(12);
});

test('a token opens the API of the running daemon, for its site alone', async () => {
  const { token } = z.object({ token: z.string() }).parse(JSON.parse((await daemon.run(['token', 'create', '--for', 'x', '--role', 'viewer', '--at', 'leeds', '--json'])).result));
  const host = /http:\S+(?=\/metrics)/.exec(daemon.told)?.[0] ?? '';
  const { answer } = await new ApiClient({ host, headers: { authorization: `Bearer ${token}`, connection: 'close' } }).call('devices', {});
  expect(answer.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['leeds-access-1', 'leeds-core-1']));
  expect(new Set(answer.items.map(({ site }) => site))).toEqual(new Set(['leeds']));
});
