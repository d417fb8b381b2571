import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempDisposableSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPlugin, parseAnswers } from '@jackfield/sdk/create';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const hasScript = existsSync('/usr/bin/script');
const create = `${process.execPath} --conditions=jackfield-source ${join(root, 'sdk/create/bin/create-jackfield-plugin.js')}`;
const jackfield = `${process.execPath} --conditions=jackfield-source ${join(root, 'core/src/cli/main.ts')} plugin create`;

/** Runs a command line at a terminal of its own and does something when a text has come. */
async function atTerminal(directory: string, line: string, text: string, act: (type: (keys: string) => void) => void): Promise<{ readonly code: unknown; readonly output: string }> {
  const child = spawn('script', ['-qefc', `echo shell $$; exec ${line}`, '/dev/null'], { cwd: directory, stdio: ['pipe', 'pipe', 'ignore'] });
  let output = '';
  let isDone = false;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    output += piece;
    if (isDone || !output.includes(text)) return;
    isDone = true;
    const [, pid] = /shell (\d+)/.exec(output) ?? [];
    act((keys) => (keys.startsWith('SIG') ? process.kill(Number(pid), keys) : child.stdin.write(keys)));
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code, output };
}

describe.skipIf(!hasScript).each([['create-jackfield-plugin', create], ['jackfield plugin create', jackfield]])('%s', (_name, line) => {
  test.each([['Ctrl-C', '\u0003', 130], ['Ctrl-D', '\u0004', 130], ['SIGINT', 'SIGINT', 130], ['SIGTERM', 'SIGTERM', 143]])('ends at %s during its questions', async (_key, keys, code) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-create-'));
    const left = await atTerminal(folder.path, `${line} acme-ups`, 'Name of the plugin', (type) => type(keys));
    expect(left).toMatchObject({ code, output: expect.stringMatching(/nothing was made|Nothing was changed/i) });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

// What Node 22 brought, and the terminal of somebody with Node 20 has not.
const older = 'delete Promise.withResolvers; delete Array.fromAsync; delete globalThis.Iterator; delete Set.prototype.union; delete Set.prototype.difference;';

test.runIf(hasScript)('it asks, also on Node 20, which has less', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-create-'));
  const line = create.replace(' ', ` --import "data:text/javascript,${encodeURIComponent(older)}" `);
  const asked = await atTerminal(folder.path, `${line} acme-ups --kind device --scope @acme --publisher acme --licence MIT`, 'Name of the plugin', (type) => type('\n'));
  expect(asked).toMatchObject({ code: 0, output: expect.stringContaining('npm test') });
  expect(readdirSync(folder.path)).toEqual(['acme-ups']);
});

describe('what is left half-way is taken away', () => {
  /** Aborts when it is looked at for the third time: in the middle of the files. */
  function third(): AbortSignal {
    const leaving = new AbortController();
    let looks = 0;
    const { signal } = leaving;
    const look = signal.throwIfAborted.bind(signal);
    signal.throwIfAborted = () => {
      looks += 1;
      if (looks === 3) leaving.abort(new Error('left'));
      look();
    };
    return signal;
  }

  test('with the folders that were made for it', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-create-'));
    await expect(createPlugin(join(folder.path, 'deep/acme-ups'), parseAnswers({ name: 'acme-ups' }), undefined, third())).rejects.toThrow('left');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('but not what was there', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-create-'));
    using git = mkdtempDisposableSync(join(folder.path, 'acme-'));
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(git.path, '.git'));
    await expect(createPlugin(git.path, parseAnswers({ name: 'acme-ups' }), undefined, third())).rejects.toThrow('left');
    expect(readdirSync(git.path)).toEqual(['.git']);
  });
});
