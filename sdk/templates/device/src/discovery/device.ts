import { snmpText, Unsupported, type Discovery, type Identification, type SnmpReader } from '@jackfield/sdk';
import { own, system } from '../oids.ts';
import type { Settings } from '../settings.ts';

/** Characters of a fact that are kept: agents have answered whole pages. */
const longest = 200;

/** Null when the maker's own objects are not there: then it is not one of ours, whatever its sysObjectID says. */
async function describe(snmp: SnmpReader): Promise<Identification | null> {
  const values = await snmp.get([system.name, own.model, own.version, own.serial]);
  const [name = null, model = null, version = null, serial = null] = values.map(({ value }) => snmpText(value)?.trim().slice(0, longest) || null);
  if (model === null) return null;
  return {
    kind: 'appliance', name, vendor: '__title__', model, os: null, version, serial,
    keys: serial === null ? [] : [{ type: 'serial', value: serial }],
    confidence: 80,
  };
}

export const device: Discovery<Settings> = {
  identify: ({ snmp }) => describe(snmp),
  async inspect({ snmp }) {
    const identification = await describe(snmp);
    if (identification === null) throw new Unsupported('the maker\'s own objects are not there', { hint: 'Is this another product behind the same address?' });
    return { ...identification, interfaces: [], neighbours: [], addresses: [] };
  },
};
