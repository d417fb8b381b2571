import { Stack, Title } from '@mantine/core';
import { useOperation } from '../api/index.ts';
import { useMay } from '../session/index.ts';
import { KeyCard } from './key-card.tsx';
import { placeOfKey } from './waiting.ts';

/** On the page of an incident that is about a host key: that key, and what a person says of it. */
export function HostKeyNotice({ check, site }: { readonly check: string; readonly site: string | null }) {
  const place = placeOfKey(check);
  const may = useMay('operator', site === null ? 'organization' : { site });
  const keys = useOperation('hostKeys', {}, { enabled: may && place !== null }).data?.answer ?? [];
  const found = keys.find(({ address, port, status }) => address === place?.address && port === place.port && status !== 'accepted');
  if (found === undefined) return null;
  return <Stack gap="xs" component="section" aria-label="Host key"><Title order={2}>The key</Title><Stack component="ul" p={0} m={0} style={{ listStyle: 'none' }}><KeyCard hostKey={found} /></Stack></Stack>;
}
