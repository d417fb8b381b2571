import { Unsupported, type Discovery, type Identification, type SshReader } from '@jackfield/sdk';
import { readFacts } from '../facts.ts';
import type { Settings } from '../settings.ts';

/** Null on a machine without the appliance's release file. */
async function describe(ssh: SshReader): Promise<Identification | null> {
  const { code, stdout } = await ssh.script('facts');
  const facts = readFacts(stdout);
  const fact = (name: string): string | null => facts.get(name) ?? null;
  if (code !== 0 || fact('product') === null) return null;
  const serial = fact('serial');
  return {
    kind: 'appliance', name: fact('hostname'), vendor: '__title__', model: fact('product'), os: null, version: fact('version'), serial,
    keys: serial === null ? [] : [{ type: 'serial', value: serial }],
    confidence: 85,
  };
}

export const appliance: Discovery<Settings> = {
  identify: ({ ssh }) => describe(ssh),
  async inspect({ ssh }) {
    const identification = await describe(ssh);
    if (identification === null) throw new Unsupported('the appliance\'s release file is not there', { hint: 'Is this another machine behind the same address?' });
    return { ...identification, interfaces: [], neighbours: [], addresses: [] };
  },
};
