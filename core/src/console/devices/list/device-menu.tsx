import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAct, type Schemas } from '../../api/index.ts';
import { useMay } from '../../session/index.ts';
import { RemoveDevice } from '../remove-device.tsx';

/** What can be done to a device of the list, by those who may. */
export function DeviceMenu({ device: { id, name, site } }: { readonly device: Schemas['Device'] }) {
  const operates = useMay('operator', { site });
  const [removing, setRemoving] = useState(false);
  const run = useAct('runChecks');
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target><ActionIcon variant="subtle" color="gray" size="sm" loading={run.isPending} aria-label={`Actions for ${name}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} href={`~/devices/${id}`}>Open</Menu.Item>
          <Menu.Item component={Link} href={`~/topology/${site}?device=${id}`}>Show in the topology</Menu.Item>
          {operates ? <Menu.Item onClick={() => run.mutate({ device: id })}>Run its checks now</Menu.Item> : null}
          {operates ? <><Menu.Divider /><Menu.Item c="var(--state-critical)" onClick={() => setRemoving(true)}>Remove…</Menu.Item></> : null}
        </Menu.Dropdown>
      </Menu>
      <RemoveDevice device={{ id, name }} opened={removing} close={() => setRemoving(false)} />
    </>
  );
}
