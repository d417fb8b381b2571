import { Unsupported, type SshReader } from '@jackfield/sdk';
import { isRecord, tryParse } from './json.ts';

/** What the appliance's program wrote of what it did, by name; `hint` says how to have it do so. */
export async function recorded(ssh: SshReader, file: string, hint: string): Promise<readonly (readonly [name: string, record: Record<string, unknown>])[]> {
  const found = await ssh.readFile(file);
  if (found === null) throw new Unsupported(`${file} is not there: it was never done`, { hint });
  const json = tryParse(Buffer.from(found.content).toString('utf8'));
  return (isRecord(json) ? Object.entries(json) : []).flatMap(([name, record]) => (isRecord(record) ? [[name, record] as const] : []));
}
