import { contentHash, Conflict, type Resource, type SshReader, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import type { thresholds as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type ThresholdsSpec = z.output<typeof schema>;

/** The file's whole text, so that it can be put back; null when there is none. */
export type ThresholdsState = { readonly text: string | null };

const file = '/etc/appliance/thresholds.json';

async function read(ssh: SshReader): Promise<ThresholdsState & { readonly hash: string | null }> {
  const found = await ssh.readFile(file);
  return found === null ? { text: null, hash: null } : { text: Buffer.from(found.content).toString('utf8'), hash: contentHash(found.content) };
}

/** `expected`: the text that must still be there; undefined for whatever is there. */
async function write({ ssh }: WritingContext<Settings>, wanted: string | null, expected?: string | null): Promise<void> {
  const { text, hash } = await read(ssh);
  if (text === wanted) return;
  if (expected !== undefined && text !== expected) throw new Conflict(`${file} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
  if (wanted === null) await ssh.removeFile(file);
  else await ssh.writeFile(file, Buffer.from(wanted), { expect: hash });
}

/** When the appliance shuts down by itself. */
export const thresholds: Resource<ThresholdsSpec, ThresholdsState, never, Settings> = {
  async read({ ssh }) {
    const { text } = await read(ssh);
    return { text };
  },
  plan: (_context, _current, { shutdownAt }) => ({ text: `${JSON.stringify({ shutdownAt })}\n` }),
  apply: (context, wanted, current) => write(context, wanted.text, current.text),
  restore: (context, state) => write(context, state.text),
};
