import { SettingsInvalid, type Resource, type SshWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import type { unit as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { requireRoot } from './root.ts';
import { field, readFields, settle } from './settled.ts';

export type UnitSpec = z.output<typeof schema>;

export type UnitState = {
  readonly exists: boolean;
  /** systemd's word: enabled, disabled, static, masked and others. */
  readonly enabled: string;
  readonly active: boolean;
};

function make(ssh: SshWriter, name: string, { enabled, active }: UnitState, seconds: number): Promise<void> {
  return settle(ssh, 'unit', name, [['enabled', enabled], ['active', active ? 'yes' : 'no'], ['settle', String(seconds)]]);
}

/** Whether a unit of systemd, or a service of OpenRC, starts with the machine and runs now; one that does not stay active is refused. */
export const unit: Resource<UnitSpec, UnitState, 'name', Settings> = {
  precheck: ({ ssh }) => requireRoot(ssh, 'settle'),
  async read({ ssh }, { name }) {
    const fields = await readFields(ssh, 'unit', name);
    return { exists: field(fields, 'exists') === 'yes', enabled: field(fields, 'enabled'), active: field(fields, 'active') === 'yes' };
  },
  plan(_context, current, { name, enabled, active }) {
    if (!current.exists) throw new SettingsInvalid(`there is no unit ${name}`, { hint: 'Install its package first, in a change before this one.' });
    if (enabled !== undefined && !['enabled', 'disabled'].includes(current.enabled)) throw new SettingsInvalid(`${name} is ${current.enabled || 'made at run time'}: it cannot be enabled or disabled`);
    return { exists: true, enabled: enabled === undefined ? current.enabled : enabled ? 'enabled' : 'disabled', active: active ?? current.active };
  },
  apply: ({ ssh, settings }, wanted, _current, { name }) => make(ssh, name, wanted, settings.unit.settle),
  // What runs again was running before: it is not for this to doubt it.
  restore: ({ ssh }, state, { name }) => make(ssh, name, state, 0),
};
