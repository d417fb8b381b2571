import { Button, Group, NativeSelect, Paper, TextInput } from '@mantine/core';
import { IconRadar } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../../api/index.ts';
import { Problem, usePlaces } from '../../parts/index.ts';
import { useMay, useRights } from '../../session/index.ts';

const everywhere = '';

/** Begins a discovery: at a site, in a network of one, or everywhere. */
export function StartForm({ runs }: { readonly runs: boolean }) {
  const all = useMay('operator', 'organization');
  const may = useRights();
  const sites = usePlaces().flatMap(({ level, title, sites: [id] }) => (level === 'site' && id !== undefined && may('operator', { site: id }) ? [{ value: id, label: title }] : []));
  const [chosen, setChosen] = useState<string | null>(null);
  const [network, setNetwork] = useState('');
  const begin = useAct('beginDiscovery', { done: () => setNetwork('') });
  const site = chosen ?? (all ? everywhere : sites[0]?.value ?? everywhere);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    begin.mutate({ ...(site === everywhere ? {} : { site }), ...(network.trim() === '' ? {} : { network: network.trim() }) });
  };
  return (
    <Paper withBorder p="sm">
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <NativeSelect label="Where" value={site} onChange={({ currentTarget }) => setChosen(currentTarget.value)} data={[...(all ? [{ value: everywhere, label: 'Everywhere' }] : []), ...sites]} />
          <TextInput label="Only this network or address" placeholder="such as 10.1.0.0/28" value={network} onChange={({ currentTarget }) => setNetwork(currentTarget.value)} />
          <Button type="submit" leftSection={<IconRadar size={16} aria-hidden />} loading={begin.isPending} disabled={runs || (site === everywhere && !all)}>Discover</Button>
        </Group>
        {begin.error === null ? null : <div style={{ marginTop: 8 }}><Problem error={begin.error} /></div>}
      </form>
    </Paper>
  );
}
