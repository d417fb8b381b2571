import { SettingsInvalid, Unsupported, type Resource, type SshWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import type { timer as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { requireRoot } from './root.ts';
import { field, readFields, settle, type Fields } from './settled.ts';

export type TimerSpec = z.output<typeof schema>;

export type TimerState = {
  /** Whether systemd runs the machine. */
  readonly systemd: boolean;
  /** The files as they are, in /etc/systemd/system and /etc/cron.d; null where there is none. */
  readonly timer: string | null;
  readonly service: string | null;
  readonly cron: string | null;
  /** Whether the timer of systemd starts with the machine, and waits for its time now. */
  readonly enabled: boolean;
  readonly active: boolean;
};

/** Lines of all three files that can be put back; ours have some fifteen. */
const mostLines = 50;

function textOf(fields: Fields, name: string): string | null {
  const lines = fields.get(name);
  return lines === undefined ? null : lines.map((line) => `${line}\n`).join('');
}

function linesOf(name: string, text: string | null): readonly (readonly [string, string])[] {
  return text === null ? [] : text.replace(/\n$/, '').split('\n').map((line) => [name, line] as const);
}

function make(ssh: SshWriter, name: string, { timer: timerText, service, cron, enabled, active }: TimerState, check: 'yes' | 'no'): Promise<void> {
  return settle(ssh, 'timer', name, [
    ...linesOf('timer', timerText), ...linesOf('service', service), ...linesOf('cron', cron), ['enabled', enabled ? 'yes' : 'no'], ['active', active ? 'yes' : 'no'], ['check', check],
  ]);
}

/** What systemd is to do, systemd.timer(5) and systemd.service(5). */
function units(name: string, calendar: string, command: string, user: string): { readonly timer: string; readonly service: string } {
  return {
    timer: `[Unit]\nDescription=Timer of ${name}\n\n[Timer]\nOnCalendar=${calendar}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n`,
    service: `[Unit]\nDescription=${name}\n\n[Service]\nType=oneshot\nUser=${user}\nExecStart=${command}\n`,
  };
}

/** A command that runs at its times: by a timer of systemd, or by a table of cron. */
export const timer: Resource<TimerSpec, TimerState, 'name', Settings> = {
  precheck: ({ ssh }) => requireRoot(ssh, 'settle'),
  async read({ ssh }, { name }) {
    const fields = await readFields(ssh, 'timer', name);
    const lines = ['timer', 'service', 'cron'].reduce((sum, file) => sum + (fields.get(file)?.length ?? 0), 0);
    if (lines > mostLines) throw new Unsupported(`the files of ${name} have ${lines} lines, more than ${mostLines}`, { hint: 'Somebody else wrote them: manage them as linux-server/file.' });
    return {
      systemd: field(fields, 'systemd') === 'yes', timer: textOf(fields, 'timer'), service: textOf(fields, 'service'), cron: textOf(fields, 'cron'),
      enabled: field(fields, 'enabled') === 'yes', active: field(fields, 'active') === 'yes',
    };
  },
  plan(_context, { systemd }, { name, exists, calendar, cron, command, user }) {
    const none = { systemd, timer: null, service: null, cron: null, enabled: false, active: false };
    if (!exists) return none;
    if (command === undefined) throw new SettingsInvalid(`${name} needs a command`);
    if ((calendar === undefined) === (cron === undefined)) throw new SettingsInvalid(`${name} needs either calendar or cron, which say when it runs`);
    if (calendar === undefined) return { ...none, cron: `${cron} ${user} ${command}\n` };
    if (!systemd) throw new SettingsInvalid('the machine is not run by systemd', { hint: 'Say when by cron.' });
    return { ...none, ...units(name, calendar, command, user), enabled: true, active: true };
  },
  apply: ({ ssh }, wanted, _current, { name }) => make(ssh, name, wanted, 'yes'),
  // What comes back was in force before: it is not for a check to keep it out.
  restore: ({ ssh }, state, { name }) => make(ssh, name, state, 'no'),
};
