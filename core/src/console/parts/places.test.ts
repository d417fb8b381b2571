import { expect, test } from 'vitest';
import { placesOf } from './places.ts';

test('each node stands before those below it, with the sites that it has', () => {
  const north = { id: 'north', title: 'North', districts: [{ id: 'yorkshire', title: 'Yorkshire', sites: [{ id: 'leeds', title: 'Leeds', zone: 'Europe/London' }, { id: 'york', title: 'York', zone: null }] }] };
  const west = { id: 'west', title: 'West', districts: [{ id: 'avon', title: 'Avon', sites: [{ id: 'bristol', title: 'Bristol', zone: null }] }] };
  expect(placesOf({ id: 'acme', title: 'Acme', regions: [north, west] }).map(({ at, sites }) => `${at}: ${sites.join(' ')}`)).toEqual([
    'organization: leeds york bristol', 'region:north: leeds york', 'district:yorkshire: leeds york', 'site:leeds: leeds', 'site:york: york', 'region:west: bristol', 'district:avon: bristol', 'site:bristol: bristol',
  ]);
});
