import type { Schemas } from '../api/index.ts';

/** A node of the organization, as commands name it. */
export interface PlaceNode {
  readonly at: string;
  readonly title: string;
  readonly level: 'organization' | 'region' | 'district' | 'site';
  readonly sites: readonly string[];
  /** Of a site, when its settings name one. */
  readonly zone: string | null;
}

/** All nodes, each before those below it. */
export function placesOf({ title, regions }: Schemas['Organization']): readonly PlaceNode[] {
  const below = regions.flatMap((region): readonly PlaceNode[] => {
    const districts = region.districts.flatMap((district): readonly PlaceNode[] => [
      { at: `district:${district.id}`, title: district.title, level: 'district', sites: district.sites.map(({ id }) => id), zone: null },
      ...district.sites.map((site): PlaceNode => ({ at: `site:${site.id}`, title: site.title, level: 'site', sites: [site.id], zone: site.zone })),
    ]);
    return [{ at: `region:${region.id}`, title: region.title, level: 'region', sites: districts.flatMap(({ level, sites }) => (level === 'district' ? sites : [])), zone: null }, ...districts];
  });
  return [{ at: 'organization', title, level: 'organization', sites: below.flatMap(({ level, sites }) => (level === 'region' ? sites : [])), zone: null }, ...below];
}
