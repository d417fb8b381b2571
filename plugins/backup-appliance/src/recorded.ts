import { Unsupported, type ReadingContext } from '@jackfield/sdk';
import { drivers } from './drivers/index.ts';
import { isRecord, tryParse } from './json.ts';
import type { Settings } from './settings.ts';

/** What the appliance's program wrote of what it did, by name; `hint` says how to have it do so. */
export async function recorded({ ssh, settings }: ReadingContext<Settings>, file: string, hint: string): Promise<readonly (readonly [name: string, record: Record<string, unknown>])[]> {
  if (settings.repositories.every(({ product }) => drivers[product].reach !== 'ssh')) throw new Unsupported('the appliance has no program of ours: it is not reached over SSH', { hint: 'Turn this check off for the device.' });
  const found = await ssh.readFile(file);
  if (found === null) throw new Unsupported(`${file} is not there: it was never done`, { hint });
  const json = tryParse(Buffer.from(found.content).toString('utf8'));
  return (isRecord(json) ? Object.entries(json) : []).flatMap(([name, record]) => (isRecord(record) ? [[name, record] as const] : []));
}
