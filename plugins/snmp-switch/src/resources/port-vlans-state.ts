import { Refused } from '@jackfield/sdk';
import type { z } from 'zod';
import type { portVlans as schema } from '../schemas.ts';
import { hasPort } from './port-list.ts';
import type { StaticVlan } from './static-vlans.ts';

export type PortVlansSpec = z.output<typeof schema>;

/** VLANs by their numbers, in order. */
export type PortVlansState = {
  /** The VLAN of what comes in without a tag. */
  readonly pvid: number;
  readonly untagged: readonly number[];
  readonly tagged: readonly number[];
};

export function portVlansState(port: number, pvid: number, vlans: readonly StaticVlan[]): PortVlansState {
  const members = vlans.filter(({ egress }) => hasPort(egress, port));
  const isUntagged = ({ untagged }: StaticVlan): boolean => hasPort(untagged, port);
  return { pvid, untagged: members.filter(isUntagged).map(({ id }) => id), tagged: members.filter((vlan) => !isUntagged(vlan)).map(({ id }) => id) };
}

/** What a spec makes of it: what is left out stays, but for what a tag takes. */
export function wantedPortVlans(current: PortVlansState, { port, untagged, tagged = [...current.tagged] }: PortVlansSpec): PortVlansState {
  if (untagged !== undefined && tagged.includes(untagged)) throw new Refused(`${port} cannot be in VLAN ${untagged} with a tag and without`, { hint: 'Name under "tagged" those that it is to be in with a tag, all of them.' });
  return { pvid: untagged ?? current.pvid, untagged: untagged === undefined ? current.untagged.filter((id) => !tagged.includes(id)) : [untagged], tagged: tagged.toSorted((a, b) => a - b) };
}
