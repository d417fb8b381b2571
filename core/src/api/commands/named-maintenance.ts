import { nodeText } from '../../access/index.ts';
import type { Maintenance } from '../../incidents/index.ts';
import type { HostServices } from '../host-services.ts';

/** A maintenance as people name it. */
export interface NamedMaintenance extends Omit<Maintenance, 'of'> {
  /** A node of the tree as `site:leeds`, or the name of a device. */
  readonly at: string;
  readonly device: string | null;
}

export function namedMaintenance({ inventory }: HostServices, { of, ...rest }: Maintenance): NamedMaintenance {
  return 'node' in of ? { ...rest, at: nodeText(of.node), device: null } : { ...rest, at: inventory.find(of.device)?.name ?? of.device, device: of.device };
}
