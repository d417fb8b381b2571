import { Unsupported, type Resource, type Tcp, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import { list, set } from '../lines.ts';
import type { thresholds as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type ThresholdsSpec = z.output<typeof schema>;

/** What the appliance has set, so that it can be put back. */
export type ThresholdsState = { readonly shutdownAt: number };

async function read(tcp: Tcp): Promise<ThresholdsState> {
  const text = (await list(tcp, 'thresholds')).get('shutdownAt') ?? '';
  if (!/^\d{1,3}$/.test(text)) throw new Unsupported('the appliance does not tell when it shuts down');
  return { shutdownAt: Number(text) };
}

/** Sets what is another one than it should be, and nothing else. */
async function write({ tcp }: WritingContext<Settings>, { shutdownAt }: ThresholdsState): Promise<void> {
  if ((await read(tcp)).shutdownAt !== shutdownAt) await set(tcp, 'shutdownAt', shutdownAt);
}

/** When the appliance shuts down by itself. */
export const thresholds: Resource<ThresholdsSpec, ThresholdsState, never, Settings> = {
  read: ({ tcp }) => read(tcp),
  plan: (_context, _current, { shutdownAt }) => ({ shutdownAt }),
  apply: (context, wanted) => write(context, wanted),
  restore: (context, state) => write(context, state),
};
