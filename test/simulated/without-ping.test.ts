import { expect, test, vi } from 'vitest';
import { Daemon } from '../docs/daemon.ts';

test('without ping and fping the example shows all that it has, and says what to install', { timeout: 60_000 }, async () => {
  await using daemon = await Daemon.onExample('127.80', { PATH: '/nowhere' });
  daemon.start();
  await vi.waitFor(() => expect(daemon.told).toContain('Try next'), { timeout: 45_000, interval: 200 });
  expect(daemon.told).toMatch(/9 devices found, checks: .* 1 open incident/);
  expect(daemon.told.match(/JF3003/g)).toHaveLength(1);
  expect(daemon.told).toMatch(/JF3003 .*address by address.*\n.*→ next: Install fping \(Debian: apt install fping\)/);
});
