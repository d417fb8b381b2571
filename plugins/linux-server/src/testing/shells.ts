import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packaged script's text. */
export const gatherScript = readFileSync(join(import.meta.dirname, '../../scripts/gather.sh'), 'utf8');

/** Runs the script as the host's SSH transport does: over standard input, with the parts as arguments. */
export function runGather(shell: readonly string[], parts: readonly string[], path = process.env['PATH'] ?? ''): string {
  const [program = 'sh', ...args] = shell;
  return execFileSync(program, [...args, '-s', '--', ...parts], { input: gatherScript, encoding: 'utf8', env: { PATH: path }, maxBuffer: 16 * 1_024 * 1_024 });
}

/** Shells of Debian packages and how they are called; those that are not installed have no arguments. */
export const shells: readonly { readonly name: string; readonly shell: readonly string[]; readonly installed: boolean }[] = [
  ['sh', ['sh']], ['dash', ['dash']], ['bash', ['bash', '--posix']], ['busybox', ['busybox', 'sh']], ['mksh', ['mksh']],
].map(([name, shell]) => {
  const argv = Array.isArray(shell) ? shell : [];
  return { name: String(name), shell: argv, installed: spawnSync(argv[0] ?? '', [...argv.slice(1), '-c', 'exit 0']).status === 0 };
});
