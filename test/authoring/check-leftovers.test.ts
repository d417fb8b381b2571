import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
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
    expect({ code, errors }).toEqual({ code: 0, errors: 'kept    answers-valid\n' });
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

  test('and says why, when a timer of it throws', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'setTimeout(() => { throw new Error(\'too late\'); }, 1);' });
    const { code, errors } = await plugin.check('--rule', 'no-leaks');
    expect(code).toBe(1);
    expect(errors).toMatch(/plugin\.js:\d+.*too late.*JF9251/s);
    expect(processesOf(plugin.scratch)).toEqual([]);
  });

  test('when the plugin speaks to who tries it', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'process.send?.({ kind: \'result\', result: { tier: \'platinum\' } });' });
    const { code, errors } = await plugin.check('--rule', 'answers-valid');
    expect(code).toBe(1);
    expect(errors).toMatch(/JF9252 .*while rule answers-valid was tried, the plugin sent a message of its own/);
    expect(await plugin.left()).toEqual([]);
  });

  test('when the plugin ends the process', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ inCheck: 'console.error(\'I go\'); process.exit(0);' });
    const { code, errors } = await plugin.check('--rule', 'answers-valid');
    expect(code).toBe(1);
    expect(errors).toMatch(/^(I go\n)+JF9251 .*its process ended with 0/);
    expect(await plugin.left()).toEqual([]);
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
