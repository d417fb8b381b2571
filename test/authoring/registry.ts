import { spawnSync } from 'node:child_process';

/** Whether npm can install from its registry; says so when it cannot. JACKFIELD_NO_SKIP=1 makes that an error. */
export function registryReachable(): boolean {
  const { status, stderr } = spawnSync('npm', ['ping', '--fetch-timeout=10000', '--fetch-retries=1'], { encoding: 'utf8' });
  if (status === 0) return true;
  const why = `the npm registry cannot be reached: ${stderr.trim().split('\n').at(-1) ?? ''}`;
  if (process.env['JACKFIELD_NO_SKIP'] === '1') throw new Error(why);
  process.stderr.write(`not tried outside of the repository: ${why}\n`);
  return false;
}
