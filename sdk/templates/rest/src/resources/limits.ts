import { Unsupported, type HttpReader, type HttpWriter, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { accept, getFields } from '../api.ts';
import type { limits as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type LimitsSpec = z.output<typeof schema>;
export type LimitsState = { readonly sessions: number; readonly perMinute: number };

const path = '/api/limits';

async function read(http: HttpReader): Promise<LimitsState> {
  const { sessions, perMinute } = await getFields(http, path);
  if (typeof sessions !== 'number' || typeof perMinute !== 'number') throw new Unsupported(`${path} lacks a limit`);
  return { sessions, perMinute };
}

/** All of it at once: the appliance has the old limits or the new ones, never a mixture. */
async function write(http: HttpWriter, wanted: LimitsState): Promise<void> {
  accept(await http.send('PUT', path, wanted), path);
}

/** How much the appliance takes. */
export const limits: Resource<LimitsSpec, LimitsState, never, Settings> = {
  read: ({ http }) => read(http),
  plan: (_context, current, { sessions = current.sessions, perMinute = current.perMinute }) => ({ sessions, perMinute }),
  apply: ({ http }, wanted) => write(http, wanted),
  restore: ({ http }, state) => write(http, state),
};
