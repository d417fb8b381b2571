import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runTrial } from '../../core/src/cli/trial/index.ts';
import { quickEffort } from '../../core/src/conformance/index.ts';
import { CheckedPlugin, ended } from './checked-plugin.ts';

const minute = 60_000;

/** Processes whose temporary files are in a folder: the command, what it started, and what that started. */
function processesOf(scratch: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(`TMPDIR=${scratch}`);
    } catch {
      return false;
    }
  });
}

const leftOpen: readonly (readonly [what: string, atLoad: string])[] = [
  ['a timer that is never cleared', 'setInterval(() => undefined, 1_000);'],
  ['a socket that listens', 'import { createServer } from \'node:net\'; createServer().listen(0, \'127.0.0.1\');'],
  ['a child of its own', 'import { spawn } from \'node:child_process\'; spawn(\'sleep\', [\'300\']);'],
  ['a child that left its group', 'import { spawn } from \'node:child_process\'; spawn(\'sleep\', [\'300\'], { detached: true, stdio: \'inherit\' });'],
  ['an exit that never ends', 'process.on(\'exit\', () => { for (;;); });'],
];

describe('jackfield plugin check ends by itself', () => {
  test.each(leftOpen)('when the plugin leaves %s', { timeout: minute }, async (_what, atLoad) => {
    await using plugin = await CheckedPlugin.open({ atLoad });
    const { code, output, errors } = await plugin.check('--rule', 'answers-valid');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^kept +bronze +answers-valid/);
    expect(processesOf(plugin.scratch)).toEqual([]);
    expect(await plugin.left()).toEqual([]);
  });

  test('with its findings, when calls of the plugin wait for what never comes', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'signal.addEventListener(\'abort\', () => undefined); await new Promise(() => setInterval(() => undefined, 1_000));' });
    const { code, output } = await plugin.check('--rule', 'deadline-honoured');
    expect(code).toBe(1);
    expect(output).toContain('check lit on lamp-1: still runs 500 ms after its call was over');
    expect(processesOf(plugin.scratch)).toEqual([]);
  });

  test('with the place in the plugin, when a timer of it throws', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'setTimeout(() => { throw new Error(\'too late\'); }, 1);' });
    const { code, errors } = await plugin.check('--rule', 'no-leaks', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(errors)).toMatchObject({ error: { code: 'JF9251', message: expect.stringContaining('too late') } });
    expect(processesOf(plugin.scratch)).toEqual([]);
  });

  test('when the plugin ends the process', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'console.error(\'I go\'); process.exit(0);' });
    const { code, errors } = await plugin.check('--rule', 'answers-valid');
    expect(code).toBe(1);
    expect(errors).toMatch(/JF9251.*the process ended at .*: exit code 0, after I go/);
    expect(await plugin.left()).toEqual([]);
  });

  test('when the plugin keeps the thread, or a rule comes to no end', { timeout: minute }, async () => {
    await using busy = await CheckedPlugin.open({ inCheck: 'for (;;);' });
    const trial = (directory: string, patience: { readonly silentMs: number; readonly ruleMs: number }) => runTrial({
      task: { directory, rules: ['answers-valid', 'deadline-honoured'], effort: quickEffort, real: null }, signal: new AbortController().signal, patience,
      onTrying: () => undefined, onVerdict: () => undefined, onPrint: () => undefined,
    });
    await expect(trial(busy.directory, { silentMs: 6_000, ruleMs: minute })).rejects.toMatchObject({ code: 'JF9250', message: expect.stringContaining('at answers-valid it has kept its thread') });
    await using slow = await CheckedPlugin.open({ inCheck: 'await new Promise(() => setInterval(() => undefined, 1_000));' });
    await expect(trial(slow.directory, { silentMs: minute, ruleMs: 6_000 })).rejects.toMatchObject({ code: 'JF9250', message: expect.stringContaining('answers-valid has come to no end') });
  });
});

describe('jackfield plugin check is left', () => {
  test.each([['SIGINT', 130, ''], ['SIGTERM', 143, ''], ['SIGINT', 130, 'for (;;);']] as const)('by %s with %i (%j in the check)', { timeout: minute }, async (signal, code, busy) => {
    await using plugin = await CheckedPlugin.open({
      atLoad: 'import { spawn } from \'node:child_process\'; import { mkdtempSync } from \'node:fs\'; import { tmpdir } from \'node:os\'; spawn(\'sleep\', [\'300\']); mkdtempSync(`${tmpdir()}/lamp-`);',
      inCheck: `console.log('lit'); ${busy} await new Promise(() => undefined);`,
    });
    const child = plugin.start('--rule', 'answers-valid');
    const gone = ended(child);
    const { stderr } = child;
    if (!(stderr instanceof Readable)) throw new TypeError('no pipe');
    // In the middle of the plugin's code.
    await once(createInterface(stderr), 'line');
    const asked = performance.now();
    child.kill(signal);
    expect(await gone).toMatchObject({ code });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(processesOf(plugin.scratch)).toEqual([]);
    expect(await plugin.left()).toEqual([]);
  });

  test('with the command that was killed outright, its process goes too', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'console.log(\'lit\'); await new Promise(() => undefined);' });
    const child = plugin.start('--rule', 'answers-valid');
    const gone = ended(child);
    const { stderr } = child;
    if (!(stderr instanceof Readable)) throw new TypeError('no pipe');
    await once(createInterface(stderr), 'line');
    child.kill('SIGKILL');
    // Ends when nobody holds its output any more: the process of the trial did.
    await gone;
    await expect.poll(() => processesOf(plugin.scratch), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => plugin.left(), { timeout: 10_000 }).toEqual([]);
  });
});

describe('jackfield plugin check tells how far it is', () => {
  test('a line as each rule is decided, and nothing of that with --json', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'console.log(\'lit\');' });
    const child = plugin.start('--rule', 'answers-valid', 'deadline-honoured');
    const gone = ended(child);
    const { stdout } = child;
    if (!(stdout instanceof Readable)) throw new TypeError('no pipe');
    const [first]: unknown[] = await once(createInterface(stdout), 'line');
    // The next rule, which waits for its deadlines, is still to come.
    expect(first).toMatch(/^kept +bronze +answers-valid/);
    expect(child.exitCode).toBeNull();
    const { output, errors } = await gone;
    expect(output).toMatch(/^kept.*answers-valid.*\nkept.*deadline-honoured.*\n\nlamp 1\.0\.0: all kept, 3 attempts\n$/);
    // What the plugin prints is never mixed into it.
    expect(errors).toMatch(/^(lit\n)+$/);
    const json = await plugin.check('--rule', 'answers-valid', '--json');
    expect(JSON.parse(json.output)).toMatchObject({ plugin: 'lamp', verdicts: [{ rule: 'answers-valid', ending: 'kept' }], deprecated: [] });
  });
});
