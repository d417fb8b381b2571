import { mkdtempDisposableSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../program.ts';
import { RecordingTerminal } from '../testing/recording-terminal.ts';

async function create(words: readonly string[], terminal = new RecordingTerminal()): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const code = await run(['plugin', 'create', ...words], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

test('a plugin is made without a question when told so, and says what to do next', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-cli-'));
  const target = join(folder.path, 'acme-ups');
  const { code, output } = await create([target, '--kind', 'profile', '--yes']);
  expect(code).toBe(0);
  expect(output).toMatch(/^jackfield-plugin-acme-ups: \d+ files in .*acme-ups\n\nNext:\n {2}cd /);
  expect(JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))).toMatchObject({ jackfield: { contributes: { profiles: ['profiles/*.yaml'] } } });
});

test('a person is asked for what is missing', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-cli-'));
  const { code, errors } = await create([join(folder.path, 'widget')], new RecordingTerminal({ interactive: true }));
  expect(code).toBe(0);
  expect(errors).toContain('Name of the plugin (its id in configurations) [widget]: Kind (device, profile, transport) [device]: ');
});

test('a folder that is not empty, a name that is none: nothing is written', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-cli-'));
  const target = join(folder.path, 'acme-ups');
  await create([target, '--yes']);
  const before = readdirSync(target, { recursive: true });
  expect(await create([target, '--yes'])).toMatchObject({ code: 1, errors: expect.stringMatching(/^JF9400 .*is not empty: it holds \.editorconfig/) });
  expect(readdirSync(target, { recursive: true })).toEqual(before);
  expect(await create([join(folder.path, 'x'), '--name', 'No!', '--yes'])).toMatchObject({ code: 1, errors: expect.stringContaining('small letters') });
  expect(await create([join(folder.path, 'x'), '--kind', 'tv'])).toMatchObject({ code: 2 });
});
