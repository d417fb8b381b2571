import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAct, type Schemas } from '../../api/index.ts';
import { useMay } from '../../session/index.ts';
import { RemoveDevice } from '../remove-device.tsx';
import classes from './device-table.module.css';

type Device = Pick<Schemas['Device'], 'id' | 'name' | 'site'>;

/** What can be done to a device of the list. The menu is made when it is asked for: forty of them with each letter of a search are felt. */
export function DeviceMenu({ device }: { readonly device: Device }) {
  const [used, setUsed] = useState(false);
  if (used) return <OpenedMenu device={device} />;
  return <button type="button" className={classes.more ?? ''} aria-haspopup="menu" aria-label={`Actions for ${device.name}`} onClick={() => setUsed(true)}><IconDots size={16} aria-hidden /></button>;
}

function OpenedMenu({ device: { id, name, site } }: { readonly device: Device }) {
  const operates = useMay('operator', { site });
  const [removing, setRemoving] = useState(false);
  const run = useAct('runChecks');
  return (
    <>
      <Menu position="bottom-end" defaultOpened>
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
