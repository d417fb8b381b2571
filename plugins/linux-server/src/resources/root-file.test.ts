import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempDisposableSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shells } from '../testing/shells.ts';

const mayRun = process.platform === 'linux' && process.getuid?.() === 0 && tmpdir() === '/tmp';
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

// A login other than root hands over to the copy on the machine: test/real has that.
describe.skipIf(!mayRun).each(shells.filter(({ installed }) => installed))('files that root puts and reads, in $name', ({ shell }) => {
  function run(script: string, ...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    const [program = 'sh', ...words] = shell;
    return spawnSync(program, [...words, '-s', '--', ...args], { input: readFileSync(join(import.meta.dirname, `../../scripts/${script}.sh`)), encoding: 'utf8' });
  }

  test('a content takes its place whole, with mode and owner, where the file is as expected and the check passes', () => {
    using folder = mkdtempDisposableSync('/tmp/jackfield-root-');
    const [path, staged] = [join(folder.path, 'a file'), join(folder.path, 'staged')];
    const put = (content: string, expected: string, check = 'none'): number | null => {
      writeFileSync(staged, content);
      return run('put-file', 'put', path, staged, sum(content), '0640', '7', '8', expected, check).status;
    };
    expect(put('one\n', 'absent')).toBe(0);
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, statSync(path).uid, statSync(path).gid]).toEqual(['one\n', 0o640, 7, 8]);
    expect([put('two\n', 'absent'), put('two\n', sum('other')), put('if then\n', 'any', 'sh')]).toEqual([75, 75, 65]);
    expect(readFileSync(path, 'utf8')).toBe('one\n');
    expect(put('two\n', sum('one\n'), 'sh')).toBe(0);
    const [first = '', ...lines] = run('read-file', path).stdout.split('\n');
    expect([first, Buffer.from(lines.join(''), 'base64').toString()]).toEqual(['640 7 8', 'two\n']);
    expect(readdirSync(folder.path).sort()).toEqual(['a file', 'staged']);
    expect([run('put-file', 'remove', path).status, existsSync(path), run('read-file', path).stdout]).toEqual([0, false, 'absent\n']);
  });

  test('links, and what the manifest does not name, are neither read nor written', () => {
    using folder = mkdtempDisposableSync('/tmp/jackfield-root-');
    const link = join(folder.path, 'link');
    symlinkSync('/etc/hostname', link);
    expect([link, '/root/.profile', '/etc/../root/.profile'].map((path) => run('read-file', path).status)).toEqual([65, 64, 64]);
    expect([link, '/root/.profile', '/etc/../root/.profile'].map((path) => run('put-file', 'remove', path).status)).toEqual([1, 64, 64]);
  });
});
