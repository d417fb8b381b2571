import { Unsupported, type Discovery, type Identification, type Tcp } from '@jackfield/sdk';
import { list } from '../lines.ts';
import type { Settings } from '../settings.ts';

/** Null where the appliance does not say what it is. */
async function describe(tcp: Tcp): Promise<Identification | null> {
  const facts = await list(tcp, 'facts');
  const fact = (name: string): string | null => facts.get(name) ?? null;
  if (fact('product') === null) return null;
  const serial = fact('serial');
  return {
    kind: 'appliance', name: fact('name'), vendor: '__title__', model: fact('product'), os: null, version: fact('version'), serial,
    keys: serial === null ? [] : [{ type: 'serial', value: serial }],
    confidence: 85,
  };
}

export const appliance: Discovery<Settings> = {
  identify: ({ tcp }) => describe(tcp),
  async inspect({ tcp }) {
    const identification = await describe(tcp);
    if (identification === null) throw new Unsupported('the appliance does not say what it is', { hint: 'Is this another machine behind the same address?' });
    return { ...identification, interfaces: [], neighbours: [], addresses: [] };
  },
};
