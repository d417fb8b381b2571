import type { EarlierSpec, Json } from '@jackfield/sdk';
import type { PortVlansSpec } from './port-vlans-state.ts';

// What the same change does before, as the host hands it over: valid by the schemas of this plugin.

const vlanOf = (value: Json | undefined): readonly number[] => (typeof value === 'number' ? [value] : []);

/** VLANs that are made, or named, and those that are removed. */
export function vlansOf(earlier: readonly EarlierSpec[]): { readonly made: ReadonlySet<number>; readonly removed: ReadonlySet<number> } {
  const specs = earlier.filter(({ resource }) => resource === 'vlan').map(({ spec }) => spec);
  const ids = (exists: boolean): Set<number> => new Set(specs.filter((spec) => (spec['exists'] !== false) === exists).flatMap((spec) => vlanOf(spec['vlan'])));
  return { made: ids(true), removed: ids(false) };
}

/** What is wanted of the VLANs of ports. */
export function portMoves(earlier: readonly EarlierSpec[]): readonly PortVlansSpec[] {
  return earlier.filter(({ resource }) => resource === 'portVlans').flatMap(({ spec: { port, untagged, tagged } }): PortVlansSpec[] => {
    if (typeof port !== 'string') return [];
    const [own] = vlanOf(untagged);
    return [{ port, ...(own === undefined ? {} : { untagged: own }), ...(Array.isArray(tagged) ? { tagged: tagged.flatMap(vlanOf) } : {}) }];
  });
}
