import type { Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { isRecord } from '../json.ts';
import type { drill as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { FilesOfJson, isFor, workable, type FileState } from './file-of-json.ts';

type DrillSpec = z.output<typeof schema>;

type Drill = { readonly repository: string; readonly passwordFile: string; readonly path: string; readonly host?: string; readonly manifest: string; readonly onCalendar: string; readonly rtoMinutes: number; readonly product?: 'borg' };

function drillOf(value: unknown): Drill | null {
  if (!isRecord(value)) return null;
  const { repository, passwordFile, path, host, manifest, onCalendar, rtoMinutes, product } = value;
  if (!isFor(product) || (host !== undefined && typeof host !== 'string')) return null;
  if (Object.keys(value).length !== 6 + (host === undefined ? 0 : 1) + (product === undefined ? 0 : 1)) return null;
  if (typeof repository !== 'string' || typeof passwordFile !== 'string' || typeof path !== 'string' || typeof manifest !== 'string') return null;
  return typeof onCalendar !== 'string' || typeof rtoMinutes !== 'number' ? null : { repository, passwordFile, path, ...(host === undefined ? {} : { host }), manifest, onCalendar, rtoMinutes, ...(product === undefined ? {} : { product }) };
}

const drills = new FilesOfJson<Drill>('/etc/jackfield/drill.d', drillOf);

/** A restore that the appliance does by itself, again and again, into a scratch folder that it removes. No check writes anything. */
export const drill: Resource<DrillSpec, FileState<Drill>, 'name', Settings> = {
  read: ({ ssh }, { name }) => drills.read(ssh, name),
  plan({ settings }, _current, { repository, path, host, manifest, onCalendar, rtoMinutes }) {
    const { passwordFile, product } = workable(settings, repository);
    return { exists: true, repository, passwordFile, path, ...(host === undefined ? {} : { host }), manifest, onCalendar, rtoMinutes, ...(product === 'borg' ? { product } : {}) };
  },
  apply: (context, wanted, current, { name }) => drills.write(context, name, wanted, current),
  restore: (context, state, { name }) => drills.write(context, name, state, null),
};
