import { expect, test } from 'vitest';
import { contextOver, gathered, MemoryServer } from '../testing/memory-server.ts';
import { uptime } from './uptime.ts';

const now = ['1795820400'];
const look = (sections: Parameters<typeof gathered>[0]) => uptime(contextOver(new MemoryServer(gathered(sections))));

test('a machine that has run for a while is well', async () => {
  expect(await look({ now, running: ['864000'] })).toMatchObject({ state: 'ok', summary: 'up for 10 d', metrics: [{ name: 'uptime', value: 864_000 }] });
});

test.each([
  ['a restart', ['1795820299.1 systemd[1]: Reached target shutdown.target - System Shutdown.', '1795820300.2 systemd[1]: Reached target reboot.target - System Reboot.', '1795820300.4'], 'after a restart; away for 40 s'],
  ['a restart of an older systemd', ['1795820300.2 systemd[1]: Reached target Reboot.', '1795820300.4'], 'after a restart; away for 40 s'],
  ['somebody who switched it off', ['1795816740.2 systemd[1]: Reached target poweroff.target - System Power Off.', '1795816740.4'], 'after it was switched off; away for 60 min'],
  ['a crash of the kernel', ['1795820300.2 kernel: Kernel panic - not syncing: Fatal exception', '1795820300.4'], 'after a crash of its kernel; away for at most 40 s'],
  ['a power cut', ['1795820000.2 systemd[1]: Reached target timers.target - Timer Units.', '1795820300.4'], 'after a power cut, a reset or a crash: nothing shut it down; away for at most 40 s'],
])('the journal tells of %s', async (_title, before, why) => {
  expect(await look({ now, running: ['60'], before, starts: ['reboot system boot 6.1.0 2026-11-27T23:39:00+00:00 still running'] })).toMatchObject({ state: 'warning', summary: `started at 2026-11-27 22:59 UTC, ${why}` });
});

const reboot = (time: string): string => `reboot   system boot  6.1.0-41-amd64   ${time} - ${time}  (00:00)`;

test('without a journal wtmp tells whether it was shut down', async () => {
  const shutdown = 'shutdown system down  6.1.0-41-amd64   2026-11-27T22:58:20+00:00 - 2026-11-27T22:59:00+00:00  (00:00)';
  const starts = [reboot('2026-11-27T22:59:00+00:00'), shutdown, reboot('2026-11-01T10:00:00+00:00'), '', 'wtmp begins 2026-11-01T10:00:00+00:00'];
  expect(await look({ now, running: ['60'], starts })).toMatchObject({ state: 'warning', summary: 'started at 2026-11-27 22:59 UTC, after it was shut down; away for 40 s', metrics: [{ name: 'uptime', value: 60 }, { name: 'uptime.away', value: 40 }] });
  expect(await look({ now, running: ['60'], starts: starts.filter((line) => line !== shutdown) })).toMatchObject({ summary: expect.stringContaining('after a power cut, a reset or a crash') });
});

test('what is on no record is not guessed', async () => {
  expect(await look({ now, running: ['60'], starts: [reboot('2026-11-27T22:59:00+00:00')] })).toMatchObject({ state: 'warning', summary: 'started at 2026-11-27 22:59 UTC, what ended the run before is not on record' });
  // A clock that was set back says nothing of how long it was away.
  expect(await look({ now, running: ['60'], before: ['1795999999.0'] })).toMatchObject({ metrics: [{ name: 'uptime' }] });
  await expect(look({ now, running: ['soon'] })).rejects.toMatchObject({ code: 'JF0004' });
});
