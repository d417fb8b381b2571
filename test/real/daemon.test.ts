import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Daemon } from './daemon.ts';
import { processesBelow, runs } from './processes-below.ts';

test.skipIf(process.platform !== 'linux').each([
  { of: 'is killed', endsOn: 'SIGKILL', script: '(sleep 1000 & wait) & echo up; wait', crashes: false },
  { of: 'ends and forgets them', endsOn: 'SIGTERM', script: 'sleep 1000 & sleep 1000 & echo up; wait', crashes: false },
  { of: 'crashed before', endsOn: 'SIGTERM', script: '(sleep 1000 & wait) & echo up; wait', crashes: true },
  { of: 'is too busy to listen, and is killed', endsOn: 'SIGTERM', script: 'trap "" TERM; sleep 1000 & echo up; while :; do wait; done', crashes: false },
] as const)('a server that $of leaves no process behind', async ({ endsOn, script, crashes }) => {
  const daemon = new Daemon('sh', ['-c', script], { endsOn });
  await daemon.ready(async () => daemon.output.includes('up'));
  const { pid = 0 } = daemon.child;
  const all = [pid, ...await processesBelow(pid)];
  expect(all.length).toBeGreaterThan(1);
  if (crashes) {
    const ended = once(daemon.child, 'exit');
    daemon.child.kill('SIGKILL');
    await ended;
  }
  await daemon[Symbol.asyncDispose]();
  await expect.poll(async () => Promise.all(all.map(runs))).toEqual(all.map(() => false));
});
