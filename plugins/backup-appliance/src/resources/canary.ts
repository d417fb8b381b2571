import type { Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { isRecord } from '../json.ts';
import type { canary as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { FilesOfJson, workable, type FileState } from './file-of-json.ts';

type CanarySpec = z.output<typeof schema>;

type Canary = { readonly repository: string; readonly passwordFile: string; readonly onCalendar: string };

function canaryOf(value: unknown): Canary | null {
  if (!isRecord(value) || Object.keys(value).length !== 3) return null;
  const { repository, passwordFile, onCalendar } = value;
  return typeof repository !== 'string' || typeof passwordFile !== 'string' || typeof onCalendar !== 'string' ? null : { repository, passwordFile, onCalendar };
}

const canaries = new FilesOfJson<Canary>('/etc/jackfield/canary.d', canaryOf);

/** A copy of nothing but a line of text that the appliance makes and then tries to delete: only a refusal proves that copies stay. */
export const canary: Resource<CanarySpec, FileState<Canary>, 'name', Settings> = {
  read: ({ ssh }, { name }) => canaries.read(ssh, name),
  plan({ settings }, _current, { repository, onCalendar }) {
    const { passwordFile } = workable(settings, repository);
    return { exists: true, repository, passwordFile, onCalendar };
  },
  apply: (context, wanted, current, { name }) => canaries.write(context, name, wanted, current),
  restore: (context, state, { name }) => canaries.write(context, name, state, null),
};
