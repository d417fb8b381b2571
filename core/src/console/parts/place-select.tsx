import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useOperation } from '../api/index.ts';
import { placesOf, type PlaceNode } from './places.ts';

const depth = { organization: 0, region: 1, district: 2, site: 3 };

/** The places of the organization that the person sees. */
export function usePlaces(): readonly PlaceNode[] {
  const organization = useOperation('organization', {}).data?.answer;
  return useMemo(() => (organization === undefined ? [] : placesOf(organization)), [organization]);
}

interface PlaceSelectProps {
  readonly label: string;
  readonly value: string;
  readonly change: (at: string) => void;
  readonly description?: string;
}

/** A place to choose: the organization, or a region, district or site of it. */
export function PlaceSelect({ label, value, change, description }: PlaceSelectProps) {
  const places = usePlaces();
  const data = places.map(({ at, title, level }) => ({ value: at, label: `${'\u2003'.repeat(depth[level])}${title}` }));
  return <NativeSelect label={label} data={data} value={value} onChange={({ currentTarget }) => change(currentTarget.value)} {...(description === undefined ? {} : { description })} />;
}
