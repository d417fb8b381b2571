import { Anchor, Text } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../../api/index.ts';
import { StateBadge } from '../../parts/index.ts';
import { DeviceMenu } from './device-menu.tsx';
import classes from './device-table.module.css';

export interface DeviceRowProps {
  readonly device: Schemas['Device'];
  /** From 0, in the whole list. */
  readonly place: number;
  readonly tabIndex: number;
  /** Gets the link of the row when it is there. */
  readonly take: (place: number, link: HTMLElement | null) => void;
}

export const DeviceRow = memo(function DeviceRow({ device, place, tabIndex, take }: DeviceRowProps) {
  const { id, name, state, site, kind, vendor, model, version, addresses } = device;
  return (
    <tr aria-rowindex={place + 2}>
      <td><StateBadge state={state} /></td>
      <td title={name}><Anchor component={Link} href={`~/devices/${id}`} ref={(link: HTMLElement | null) => take(place, link)} tabIndex={tabIndex} data-device={id} fz="sm">{name}</Anchor></td>
      <td>{site}</td><td>{kind}</td><td title={vendor ?? ''}>{vendor}</td><td title={model ?? ''}>{model}</td><td title={version ?? ''}>{version}</td><td title={addresses.join(', ')}>{addresses[0]}</td>
      <td><DeviceMenu device={device} /></td>
    </tr>
  );
});

export const DeviceCard = memo(function DeviceCard({ device, place, tabIndex, take }: DeviceRowProps) {
  const { id, name, state, site, kind, vendor, model, addresses } = device;
  return (
    <li>
      <div className={classes.card ?? ''}>
        <div className={classes.words ?? ''}>
          <Anchor component={Link} href={`~/devices/${id}`} ref={(link: HTMLElement | null) => take(place, link)} tabIndex={tabIndex} data-device={id} fw={600}>{name}</Anchor>
          <Text size="xs" c="dimmed" span>{[site, kind, addresses[0]].join(' · ')}</Text>
          <Text size="xs" c="dimmed" span>{[vendor, model].filter((part) => part !== null).join(' ')}</Text>
        </div>
        <StateBadge state={state} />
        <DeviceMenu device={device} />
      </div>
    </li>
  );
});
