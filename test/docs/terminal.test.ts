import { expect, test, vi } from 'vitest';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { Daemon } from './daemon.ts';

const run = promisify(execFile);
const hasScript = existsSync('/usr/bin/script');
if (!hasScript && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('script of bsdutils is missing');
if (!hasScript) process.stdout.write('skipped: needs Debian\'s bsdutils (script)\n');

/** What stands on the screen in the end: a carriage return and "erase line" begin the line anew, as on a terminal. */
function screen(written: string): string[] {
  return written.split(/\r?\n/).map((line) => {
    let shown = '';
    // oxlint-disable-next-line no-control-regex -- these are the terminal's own codes
    for (const piece of line.split(/(\r|\u001b\[2K|\u001b\[[\d;?]*[a-zA-Z])/)) {
      if (piece === '\r' || piece === '\u001b[2K') shown = '';
      else if (!piece.startsWith('\u001b')) shown += piece;
    }
    return shown;
  });
}

test.skipIf(!hasScript)('on a real terminal nothing of a progress bar is left, and a table of 80 columns keeps what matters', { timeout: 120_000 }, async () => {
  await using daemon = await Daemon.onExample('127.83');
  daemon.start();
  await vi.waitFor(() => expect(daemon.told).toContain('Try next'), { timeout: 60_000, interval: 200 });
  const typed = async (command: string): Promise<string[]> => {
    const line = `stty cols 80; ${daemon.commandLine(command.split(' '))}`;
    const { stdout } = await run('script', ['-qec', line, '/dev/null'], { cwd: daemon.folder, env: daemon.environment, maxBuffer: 8 * 1_024 * 1_024 });
    // The pseudo-terminal ends lines with both.
    return screen(stdout.replaceAll('\r\n', '\n'));
  };
  for (const command of ['discover', 'plan config/changes/port-description.yaml --out one.plan.json', 'apply one.plan.json --yes']) {
    const lines = await typed(command);
    expect(lines.filter((line) => /\[[# ]{24}\]/.test(line))).toEqual([]);
  }
  const incidents = (await typed('incidents')).join('\n');
  expect(incidents).toContain('leeds-access-1');
  expect(incidents).toContain('Ports: 26 down');
  const devices = await typed('devices');
  expect(devices.join('\n')).toContain('bristol-access-1');
  for (const name of ['bristol', 'leeds', 'york']) expect(devices.some((line) => new RegExp(`\\s${name}\\s`).test(line))).toBe(true);
  for (const line of [...incidents.split('\n'), ...devices]) expect(line.length).toBeLessThanOrEqual(80);
});
