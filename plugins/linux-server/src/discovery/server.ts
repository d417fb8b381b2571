import { Unsupported, type Discovery, type Identification, type IdentityKey } from '@jackfield/sdk';
import { gather, tryGather, type Gathering } from '../gathering.ts';
import { readIdentity, systemName } from '../readings/identity.ts';
import { identifyingMacs, readAddresses, readInterfaces } from '../readings/interfaces.ts';
import type { Settings } from '../settings.ts';

/** The machine's own word for what it is, short of a maker's own tools. */
const confidence = 80;

function identificationOf(gathering: Gathering): Identification {
  const { name, vendor, model, serial, os, version } = readIdentity(gathering);
  const keys: IdentityKey[] = [
    ...(serial === null ? [] : [{ type: 'serial' as const, value: serial }]),
    ...identifyingMacs(readInterfaces(gathering)).map((value) => ({ type: 'mac' as const, value })),
    ...(name === null ? [] : [{ type: 'name' as const, value: name }]),
  ];
  return { kind: 'server', name, vendor, model, os, version, serial, keys, confidence };
}

/** A Linux machine that takes the site's SSH login. Appliances whose login is no shell are not ours. */
export const server: Discovery<Settings> = {
  async identify({ ssh }) {
    const gathering = await tryGather(ssh, ['identity', 'interfaces']);
    return gathering === null || systemName(gathering) !== 'Linux' ? null : identificationOf(gathering);
  },
  async inspect({ ssh }) {
    const gathering = await gather(ssh, ['identity', 'interfaces']);
    const system = systemName(gathering);
    if (system !== 'Linux') throw new Unsupported(`the machine runs ${system ?? 'an unknown system'}, not Linux`);
    return {
      ...identificationOf(gathering),
      interfaces: readInterfaces(gathering).map(({ isHardware: _isHardware, ...told }) => told),
      neighbours: [],
      addresses: readAddresses(gathering),
    };
  },
};
