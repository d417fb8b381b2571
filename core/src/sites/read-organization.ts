import type { Layer } from './cascade.ts';
import type { Organization } from './configuration.ts';
import { duplicateName } from './errors.ts';
import { organizationSchema } from './file-schemas.ts';
import type { LayerReader } from './layer-reader.ts';
import type { SourceFile } from './source-file.ts';

export interface ReadOrganization {
  readonly organization: Organization;
  readonly layer: Layer;
  readonly regions: ReadonlyMap<string, Layer>;
  readonly districts: ReadonlyMap<string, Layer>;
  readonly policy: Layer;
  /** The region of each district. */
  readonly regionOf: ReadonlyMap<string, string>;
}

/** organization.yaml: the tree above the sites, and the layers its places set. */
export function readOrganization(reader: LayerReader, source: SourceFile): ReadOrganization | null {
  const file = reader.shaped(source, organizationSchema);
  if (file === null) return null;
  const regions = new Map<string, Layer>();
  const districts = new Map<string, Layer>();
  const regionOf = new Map<string, string>();
  const tree = Object.entries(file.regions ?? {}).map(([id, region]) => {
    const path = ['regions', id];
    regions.set(id, reader.layer('region', id, source, path, region));
    const inside = Object.entries(region?.districts ?? {}).map(([name, district]) => {
      const at = [...path, 'districts', name];
      const other = regionOf.get(name);
      if (other !== undefined) reader.errors.push(duplicateName(`the region ${other} has a district ${name} too`, { place: source.keyPlace(at) }));
      regionOf.set(name, id);
      districts.set(name, reader.layer('district', name, source, at, district));
      return { id: name, title: district?.title ?? name };
    });
    return { id, title: region?.title ?? id, districts: inside };
  });
  return {
    organization: { id: file.organization, title: file.title ?? file.organization, regions: tree },
    layer: reader.layer('organization', file.organization, source, [], file),
    regions,
    districts,
    policy: reader.layer('policy', 'policy', source, ['policy'], file.policy),
    regionOf,
  };
}
