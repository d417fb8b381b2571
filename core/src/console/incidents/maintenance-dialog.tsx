import { Autocomplete, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useOperation } from '../api/index.ts';
import { Problem } from '../parts/index.ts';

/** Begins a maintenance now, of a device or of all below a place of the tree. */
export function MaintenanceDialog({ at = '', close }: { readonly at?: string; readonly close: () => void }) {
  const [place, setPlace] = useState(at);
  const [lasting, setLasting] = useState('2h');
  const [reason, setReason] = useState('');
  const begin = useAct('beginMaintenance', { done: close });
  const regions = useOperation('organization', {}).data?.answer.regions ?? [];
  const devices = useOperation('devices', { limit: 200 }).data?.answer.items ?? [];
  const nodes = ['organization', ...regions.flatMap((region) => [`region:${region.id}`, ...region.districts.flatMap((district) => [`district:${district.id}`, ...district.sites.map(({ id }) => `site:${id}`)])])];
  return (
    <Modal opened onClose={close} title="Begin a maintenance" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); begin.mutate({ at: place, for: lasting, reason }); }}>
        <Stack>
          <Text size="sm">What fails there meanwhile calls nobody, and is no outage in reports.</Text>
          <Autocomplete label="Of what" description="A device, or a site, district or region." required data={[{ group: 'Devices', items: devices.map(({ name }) => name) }, { group: 'Places', items: nodes }]} limit={30} value={place} onChange={setPlace} {...(at === '' ? { 'data-autofocus': true } : {})} />
          <NativeSelect label="For" value={lasting} onChange={({ currentTarget }) => setLasting(currentTarget.value)} data={[{ value: '30m', label: '30 minutes' }, { value: '1h', label: 'an hour' }, { value: '2h', label: '2 hours' }, { value: '4h', label: '4 hours' }, { value: '8h', label: '8 hours' }, { value: '1d', label: 'a day' }]} />
          <TextInput label="Why" required value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} {...(at === '' ? {} : { 'data-autofocus': true })} />
          {begin.error === null ? null : <Problem error={begin.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" loading={begin.isPending}>Begin</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
