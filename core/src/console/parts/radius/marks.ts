import type { Schemas } from '../../api/index.ts';

/** Of a device, or of a plan, which says too who puts it back. */
export interface RadiusShown extends Pick<Schemas['Behind'], 'devices' | 'sites' | 'hidden' | 'strangers' | 'unlinked' | 'guessed'> {
  readonly risks: readonly (Schemas['Behind']['risks'][number] & { readonly undoneBy?: Schemas['PlanBehind']['risks'][number]['undoneBy'] })[];
}

export type Mark = 'risk' | 'way' | 'service';

export const radiusWords = {
  threats: { 'own-way': 'the way to the device itself', cuts: 'others lose by it', spares: 'nobody is known to lose by it', unknown: 'no link of it is known: who hangs on it nobody can say' },
  undoers: { device: 'the device reverts it by itself', host: 'the host reverts it, while it reaches it', nobody: 'nobody can revert it' },
  marks: { risk: 'at risk', way: 'cut off', service: 'loses its service' },
} as const;

/** What becomes of each device, by its id: said on the node of a picture. */
export function marksOf({ risks, devices }: Pick<RadiusShown, 'risks' | 'devices'>): ReadonlyMap<string, Mark> {
  return new Map([...devices.map(({ device, how }) => [device, how] as const), ...risks.map(({ device }) => [device, 'risk'] as const)]);
}

/** In one sentence: how many lose what, by kind. */
export function lossWords({ devices, strangers }: Pick<RadiusShown, 'devices' | 'strangers'>): string {
  const way = devices.filter(({ how }) => how === 'way');
  const service = devices.length - way.length;
  const kinds = [...Map.groupBy(way, ({ kind }) => kind)].toSorted(([, a], [, b]) => b.length - a.length).map(([kind, all]) => `${all.length} ${kind === 'unknown' ? 'of unknown kind' : kind}`);
  const addresses = strangers.reduce((sum, one) => sum + one.addresses, 0);
  const said = [
    ...(way.length === 0 ? [] : [`${way.length} ${way.length === 1 ? 'device is' : 'devices are'} cut off (${kinds.join(', ')})`]),
    ...(service === 0 ? [] : [`${service} ${service === 1 ? 'loses what it is registered at' : 'lose what they are registered at'}`]),
    ...(addresses === 0 ? [] : [`${addresses} ${addresses === 1 ? 'address' : 'addresses'} of no known device ${addresses === 1 ? 'goes' : 'go'} too`]),
  ];
  return said.length === 0 ? '' : `${said.join('; ')}.`;
}
