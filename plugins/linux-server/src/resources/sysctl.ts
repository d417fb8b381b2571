import { SettingsInvalid, type Resource, type SshWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import type { sysctl as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { requireRoot } from './root.ts';
import { field, readFields, settle } from './settled.ts';

export type SysctlSpec = z.output<typeof schema>;

export type SysctlState = {
  /** What the kernel has now; null where it knows no such setting. */
  readonly running: string | null;
  /** What our file in /etc/sysctl.d sets at the next start; null without one. */
  readonly kept: string | null;
};

const make = (ssh: SshWriter, name: string, { running, kept }: SysctlState): Promise<void> => settle(ssh, 'sysctl', name, [['running', running ?? ''], ['kept', kept ?? '']]);

/** A setting of the kernel: now, and at each start. */
export const sysctl: Resource<SysctlSpec, SysctlState, 'name', Settings> = {
  precheck: ({ ssh }) => requireRoot(ssh, 'settle'),
  async read({ ssh }, { name }) {
    const fields = await readFields(ssh, 'sysctl', name);
    return { running: field(fields, 'running') || null, kept: field(fields, 'kept') || null };
  },
  plan(_context, current, { name, exists, value }) {
    if (!exists) return { ...current, kept: null };
    if (current.running === null) throw new SettingsInvalid(`the kernel has no setting ${name}`, { hint: 'Its module may not be loaded.' });
    if (value === undefined) throw new SettingsInvalid(`${name} needs a value`);
    return { running: value, kept: value };
  },
  apply: ({ ssh }, wanted, _current, { name }) => make(ssh, name, wanted),
  restore: ({ ssh }, state, { name }) => make(ssh, name, state),
};
