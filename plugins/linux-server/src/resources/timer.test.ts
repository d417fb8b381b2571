import { SettingsInvalid, Unsupported, type SshOutput } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { timer as schema } from '../schemas.ts';
import { contextOver, MemoryServer, output } from '../testing/memory-server.ts';
import { timer } from './timer.ts';

/** A machine on which the script of states says this. */
const telling = (...lines: readonly string[]) => contextOver(new MemoryServer(lines.map((line) => `${line}\n`).join('')));
const spec = (wanted: object) => schema.parse({ name: 'nightly', command: '/usr/local/sbin/nightly', ...wanted });
const bare = ['systemd=yes', 'enabled=no', 'active=no'] as const;

test('files of systemd, or a table of cron: either, whole, and in the place of what was there', async () => {
  const before = await timer.read(telling(...bare, 'cron=1 1 * * * root /old'), { name: 'nightly' });
  expect(before).toEqual({ systemd: true, timer: null, service: null, cron: '1 1 * * * root /old\n', enabled: false, active: false });
  const wanted = await timer.plan(telling(), before, spec({ calendar: 'Mon..Fri 03:30', user: 'ann' }));
  expect(wanted).toMatchObject({ timer: expect.stringContaining('\nOnCalendar=Mon..Fri 03:30\n'), service: expect.stringMatching(/\nUser=ann\nExecStart=\/usr\/local\/sbin\/nightly\n$/), cron: null, enabled: true, active: true });
  expect(await timer.plan(telling(), wanted, spec({ cron: '@daily' }))).toEqual({ systemd: true, timer: null, service: null, cron: '@daily root /usr/local/sbin/nightly\n', enabled: false, active: false });
  expect(await timer.plan(telling(), wanted, spec({ exists: false }))).toMatchObject({ timer: null, service: null, cron: null, enabled: false });
});

test('what a machine has comes back line by line, the empty ones too', async () => {
  const sent: (readonly string[])[] = [];
  class Settled extends MemoryServer {
    override async script(_script: string, args: readonly string[] = []): Promise<SshOutput> {
      sent.push(args);
      return output('');
    }
  }
  await timer.restore(contextOver(new Settled()), { systemd: true, timer: '[Unit]\n\n[Timer]\n', service: null, cron: null, enabled: true, active: false }, { name: 'nightly' });
  expect(sent).toEqual([['timer', 'nightly', 'timer=[Unit]', 'timer=', 'timer=[Timer]', 'enabled=yes', 'active=no', 'check=no']]);
});

test('refused: no time or two, no command, systemd where there is none, files too long to be put back', async () => {
  const state = await timer.read(telling(...bare), { name: 'nightly' });
  const plan = async (wanted: object, systemd = true) => timer.plan(telling(), { ...state, systemd }, spec(wanted));
  for (const wanted of [{}, { calendar: 'daily', cron: '@daily' }, { calendar: 'daily', command: undefined }]) await expect(plan(wanted)).rejects.toThrow(SettingsInvalid);
  await expect(plan({ calendar: 'daily' }, false)).rejects.toThrow('not run by systemd');
  await expect(timer.read(telling(...bare, ...Array.from({ length: 60 }, () => 'service=#')), { name: 'nightly' })).rejects.toThrow(Unsupported);
});
