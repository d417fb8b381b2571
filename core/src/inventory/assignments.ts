import type { Identification } from '@jackfield/sdk';
import type { Assignment, ManagedDevice, Sighting, Unseen } from './inventory.ts';
import { sightingKeys } from './sighting-keys.ts';

/** The address at which a plugin reaches a device. */
export function addressFor(device: Pick<ManagedDevice, 'address' | 'plugins'>, plugin: string): string {
  return device.plugins.find(({ id }) => id === plugin)?.address ?? device.address;
}

/** All addresses of a device that its plugins are called at, its own first. */
export function calledAddresses(device: Pick<ManagedDevice, 'address' | 'plugins'>): string[] {
  return [...new Set([device.address, ...device.plugins.flatMap(({ address }) => address ?? [])])].filter((address) => address !== '');
}

const pinned = (device: ManagedDevice, assignment: Assignment): Assignment => ({ ...assignment, address: assignment.address ?? device.address });

/** What a plugin said, with the keys that were seen with it: they count until it can look again. */
function saidBy(sighting: Sighting): Identification {
  const { kind, name, vendor, model, os, version, serial, confidence } = sighting.inspection;
  return { kind, name, vendor, model, os, version, serial, confidence, keys: sightingKeys([sighting]).filter(({ type }) => type !== 'address') };
}

/**
 * Who manages a device after a look at one of its addresses. A service that is down, or a login that is refused, is when
 * a device needs its plugin most: who could not look stays. A look at one address says nothing of a service at another.
 */
export function assign(before: ManagedDevice | null, address: string, sightings: readonly Sighting[], unseen: readonly Unseen[]): { readonly seen: readonly Assignment[]; readonly kept: readonly Assignment[] } {
  const seen = sightings.map((sighting): Assignment => ({ id: sighting.plugin, discovery: sighting.discovery, address, said: saidBy(sighting) }));
  const kept = (before?.plugins ?? [])
    .map((assignment) => (before === null ? assignment : pinned(before, assignment)))
    .filter(({ id, discovery, address: at }) => {
      if (seen.some((one) => one.id === id && one.discovery === discovery)) return false;
      const tried = unseen.find((one) => one.plugin === id && one.discovery === discovery);
      return tried !== undefined && !(tried.because === 'declined' && at === address);
    });
  return { seen, kept };
}

export interface Loss {
  readonly plugin: string;
  readonly reason: string;
}

/** Plugins that managed a device and do so no longer, each with the reason. */
export function losses(before: ManagedDevice, after: ManagedDevice, address: string, unseen: readonly Unseen[]): Loss[] {
  const lost = new Set(before.plugins.map(({ id }) => id));
  for (const { id } of after.plugins) lost.delete(id);
  return [...lost].map((plugin) => ({
    plugin,
    reason: unseen.some((one) => one.plugin === plugin) ? `${address} answers, and is not what ${plugin} manages` : `${plugin} is not enabled there any more`,
  }));
}
