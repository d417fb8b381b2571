import { readdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Daemon } from '../docs/daemon.ts';

const pluginsSchema = z.object({ plugins: z.array(z.object({ pid: z.number().nullable() })) });

test('what whoever started the daemon left open reaches no plugin, whatever its number', { timeout: 60_000 }, async () => {
  await using daemon = await Daemon.onExample('127.93');
  const secret = join(daemon.folder, 'left-open');
  await writeFile(secret, 'not for plugins', { mode: 0o600 });
  daemon.start(['bash', '-c', `exec 9<'${secret}' 30<'${secret}' 251<'${secret}'; exec "$@"`, 'bash']);
  const pids = async (): Promise<number[]> => {
    const { result } = await daemon.run(['plugins', '--json']);
    return pluginsSchema.parse(JSON.parse(result)).plugins.flatMap(({ pid }) => (pid === null ? [] : [pid]));
  };
  await vi.waitFor(async () => {
    expect(daemon.told).toContain('Discovering');
    expect((await pids()).length).toBeGreaterThan(1);
  }, { timeout: 40_000, interval: 500 });
  for (const pid of await pids()) {
    const open = await Promise.all((await readdir(`/proc/${pid}/fd`)).map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')));
    expect(open).not.toContain(secret);
    expect(open.length).toBeGreaterThan(3);
  }
});
