import type { Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { isRecord } from '../json.ts';
import type { canary as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { FilesOfJson, isFor, workable, type FileState } from './file-of-json.ts';

type CanarySpec = z.output<typeof schema>;

type Canary = { readonly repository: string; readonly passwordFile: string; readonly onCalendar: string; readonly product?: 'borg' };

function canaryOf(value: unknown): Canary | null {
  if (!isRecord(value)) return null;
  const { repository, passwordFile, onCalendar, product } = value;
  if (!isFor(product) || Object.keys(value).length !== (product === undefined ? 3 : 4)) return null;
  return typeof repository !== 'string' || typeof passwordFile !== 'string' || typeof onCalendar !== 'string' ? null : { repository, passwordFile, onCalendar, ...(product === undefined ? {} : { product }) };
}

const canaries = new FilesOfJson<Canary>('/etc/jackfield/canary.d', canaryOf);

/** A copy of nothing but a line of text that the appliance makes and then tries to delete: only a refusal proves that copies stay. */
export const canary: Resource<CanarySpec, FileState<Canary>, 'name', Settings> = {
  read: ({ ssh }, { name }) => canaries.read(ssh, name),
  plan({ settings }, _current, { repository, onCalendar }) {
    const { passwordFile, product } = workable(settings, repository);
    return { exists: true, repository, passwordFile, onCalendar, ...(product === 'borg' ? { product } : {}) };
  },
  apply: (context, wanted, current, { name }) => canaries.write(context, name, wanted, current),
  restore: (context, state, { name }) => canaries.write(context, name, state, null),
};
