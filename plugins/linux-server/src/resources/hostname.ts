import type { Resource, SshWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import type { hostname as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { requireRoot } from './root.ts';
import { field, readFields, settle } from './settled.ts';

export type HostnameSpec = z.output<typeof schema>;

export type HostnameState = {
  readonly running: string;
  /** What /etc/hostname says; null without it. */
  readonly kept: string | null;
};

const make = (ssh: SshWriter, { running, kept }: HostnameState): Promise<void> => settle(ssh, 'hostname', '-', [['running', running], ['kept', kept ?? '']]);

/** The machine's own name, now and at each start. */
export const hostname: Resource<HostnameSpec, HostnameState, never, Settings> = {
  precheck: ({ ssh }) => requireRoot(ssh, 'settle'),
  async read({ ssh }) {
    const fields = await readFields(ssh, 'hostname', '-');
    return { running: field(fields, 'running'), kept: field(fields, 'kept') || null };
  },
  plan: (_context, _current, { name }) => ({ running: name, kept: name }),
  apply: ({ ssh }, wanted) => make(ssh, wanted),
  restore: ({ ssh }, state) => make(ssh, state),
};
