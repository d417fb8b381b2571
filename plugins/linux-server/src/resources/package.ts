import { SettingsInvalid, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import type { package as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { requireRoot } from './root.ts';
import { field, readFields, settle } from './settled.ts';

export type PackageSpec = z.output<typeof schema>;

export type PackageState = {
  /** Exact version; null where it is not installed. */
  readonly installed: string | null;
  /** The version that the machine would install. */
  readonly candidate: string | null;
  /** Whether updates leave it alone. */
  readonly held: boolean;
};

/** A package in an exact version, or none of it. Both ways by the machine's own package manager, which decides what must come along. */
export const packageResource: Resource<PackageSpec, PackageState, 'name', Settings> = {
  precheck: ({ ssh }) => requireRoot(ssh, 'settle'),
  async read({ ssh }, { name }) {
    const fields = await readFields(ssh, 'package', name);
    return { installed: field(fields, 'installed') || null, candidate: field(fields, 'candidate') || null, held: field(fields, 'held') === 'yes' };
  },
  plan(_context, current, { name, exists, version, held }) {
    if (!exists) return { ...current, installed: null, held: false };
    const installed = version ?? current.installed ?? current.candidate;
    if (installed === null) throw new SettingsInvalid(`the machine knows no version of ${name}`, { hint: 'Is its name right, and are its package lists fetched?' });
    return { ...current, installed, held: held ?? current.held };
  },
  apply: ({ ssh }, { installed, held }, _current, { name }) => settle(ssh, 'package', name, [['installed', installed ?? ''], ['held', held ? 'yes' : 'no']]),
  restore: ({ ssh }, { installed, held }, { name }) => settle(ssh, 'package', name, [['installed', installed ?? ''], ['held', held ? 'yes' : 'no']]),
};
