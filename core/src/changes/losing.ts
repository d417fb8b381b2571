import type { DeviceKind } from '@jackfield/sdk';
import type { ManagedDevice } from '../inventory/index.ts';
import type { BlastRadius } from './who-loses.ts';

/** A blast radius in figures. */
export interface Losing {
  /** Devices that lose their way, by what they are. */
  readonly kinds: { readonly [kind in DeviceKind]?: number };
  /** Sites at which something loses its way or its service. */
  readonly sites: readonly string[];
  /** Devices that are reached, and lose what they are registered at. */
  readonly service: number;
  /** Hardware addresses of no known device that lose their way. */
  readonly strangers: number;
  /** Devices at the sites of the change of which no link is known: they may hang on it. */
  readonly unlinked: number;
}

export function losingOf({ lost, strangers, unlinked, risks }: BlastRadius, devices: readonly ManagedDevice[]): Losing {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const kinds: { [kind in DeviceKind]?: number } = {};
  for (const { device, how } of lost) {
    const kind = byId.get(device)?.kind ?? 'unknown';
    if (how === 'way') kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const sites = [...lost, ...strangers].flatMap(({ device }) => byId.get(device)?.site ?? []);
  return {
    kinds, sites: [...new Set(sites)].sort(), service: lost.filter(({ how }) => how === 'service').length, strangers: strangers.reduce((sum, { addresses }) => sum + addresses, 0),
    unlinked: new Set([...unlinked, ...risks.flatMap(({ device, threat }) => (threat === 'unknown' ? [device] : []))]).size,
  };
}
