import type { DeviceKind } from '@jackfield/sdk';
import type { ManagedDevice } from '../inventory/index.ts';
import type { Plan } from './change-service.ts';
import type { BlastRadius } from './who-loses.ts';

/** A blast radius in figures. */
export interface Losing {
  /** Devices that lose their way, by what they are. */
  readonly kinds: { readonly [kind in DeviceKind]?: number };
  /** Sites of the plan at which something loses its way or its service. */
  readonly sites: readonly string[];
  /** How many other sites lose something; left out in plans of earlier versions, which name those too. */
  readonly elsewhere?: number;
  /** Devices that are reached, and lose what they are registered at. */
  readonly service: number;
  /** Hardware addresses of no known device that lose their way. */
  readonly strangers: number;
  /** Devices at the sites of the change of which no link is known: they may hang on it. */
  readonly unlinked: number;
}

/** What a plan says of its blast radius: whoever sees its steps reads it whole, so that it has names of its own sites alone, and of others figures. */
export function losingIn(own: Iterable<string>, { lost, strangers, unlinked, risks }: BlastRadius, devices: readonly ManagedDevice[]): Pick<Plan['blastRadius'], 'behind'> & { readonly losing: Losing } {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const of = new Set(own);
  const kinds: { [kind in DeviceKind]?: number } = {};
  for (const { device, how } of lost) {
    const kind = byId.get(device)?.kind ?? 'unknown';
    if (how === 'way') kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const sites = new Set([...lost, ...strangers].flatMap(({ device }) => byId.get(device)?.site ?? []));
  const behind = lost.flatMap(({ device, how }) => {
    const found = byId.get(device);
    return how === 'way' && found !== undefined && of.has(found.site) ? [found.name] : [];
  });
  const losing = {
    kinds, sites: [...sites.intersection(of)].sort(), elsewhere: sites.difference(of).size, service: lost.filter(({ how }) => how === 'service').length, strangers: strangers.reduce((sum, { addresses }) => sum + addresses, 0),
    unlinked: new Set([...unlinked, ...risks.flatMap(({ device, threat }) => (threat === 'unknown' ? [device] : []))]).size,
  };
  return { behind: behind.sort(), losing };
}
