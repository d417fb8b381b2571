import { snmpText, Unsupported, type Resource, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { system } from '../oids.ts';
import type { place as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type PlaceSpec = z.output<typeof schema>;

/** Both as the agent has them: what `restore` puts back. */
export type PlaceState = { readonly location: string; readonly contact: string };

async function write(snmp: SnmpWriter, { location, contact }: PlaceState): Promise<void> {
  const octets = (oid: string, text: string) => ({ oid, value: { type: 'OctetString' as const, value: Buffer.from(text) } });
  await snmp.set([octets(system.location, location), octets(system.contact, contact)]);
}

/** Where the device stands and who looks after it. */
export const place: Resource<PlaceSpec, PlaceState, never, Settings> = {
  async read({ snmp }) {
    const [location, contact] = (await snmp.get([system.location, system.contact])).map(({ value }) => snmpText(value));
    if (typeof location !== 'string' || typeof contact !== 'string') throw new Unsupported('the agent has no sysLocation or no sysContact');
    return { location, contact };
  },
  plan: (_context, current, { location = current.location, contact = current.contact }) => ({ location, contact }),
  apply: ({ snmp }, wanted) => write(snmp, wanted),
  restore: ({ snmp }, state) => write(snmp, state),
};
