import { Anchor, Group, Tabs, Text } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useOperation, type Schemas } from '../../api/index.ts';
import { Answer, Page, StateBadge } from '../../parts/index.ts';
import { Charts } from '../charts/index.ts';
import { Recordings } from '../recordings/index.ts';
import { Recovery } from '../recovery/index.ts';
import { quoted } from '../search/index.ts';
import { DeviceTraps } from '../traps/index.ts';
import { useRights } from '../../session/index.ts';
import { Configuration } from './configuration.tsx';
import { DeviceActions } from './device-actions.tsx';
import { Health } from './health.tsx';
import { Network } from './network.tsx';
import { Ports } from './ports.tsx';
import { Timeline } from './timeline.tsx';

type Detail = Schemas['DeviceDetail'];

interface Section {
  readonly name: string;
  readonly title: (device: Detail) => string;
  readonly isThere: (device: Detail, operates: boolean) => boolean;
  readonly show: (device: Detail) => React.ReactNode;
}

const sections: readonly Section[] = [
  { name: 'health', title: () => 'Health', isThere: () => true, show: (device) => <Health device={device} /> },
  { name: 'ports', title: ({ interfaces }) => `Ports (${interfaces.length})`, isThere: ({ interfaces }) => interfaces.length > 0, show: (device) => <Ports device={device} /> },
  { name: 'charts', title: () => 'Charts', isThere: ({ checks }) => checks.length > 0, show: (device) => <Charts device={device} /> },
  { name: 'network', title: () => 'Network', isThere: () => true, show: (device) => <Network device={device} /> },
  { name: 'configuration', title: () => 'Configuration', isThere: ({ plugins }) => plugins.length > 0, show: (device) => <Configuration device={device} /> },
  { name: 'timeline', title: () => 'Timeline', isThere: () => true, show: (device) => <Timeline device={device} /> },
  { name: 'traps', title: () => 'Traps', isThere: ({ plugins }) => plugins.length > 0, show: ({ id }) => <DeviceTraps device={id} /> },
  { name: 'recordings', title: () => 'Recordings', isThere: ({ plugins }, operates) => operates && plugins.length > 0, show: (device) => <Recordings device={device} /> },
  { name: 'recovery', title: () => 'Recovery', isThere: ({ plugins }, operates) => operates && plugins.length > 0, show: (device) => <Recovery device={device} /> },
];

/** Numbers come with each run of a check, and no event tells of those. */
const lookEveryMs = 30_000;

/** All that is known of one device, and what can be done with it. */
export function DevicePage({ id, section }: { readonly id: string; readonly section: string }) {
  const found = useOperation('device', { device: id }, { everyMs: lookEveryMs });
  const [, go] = useLocation();
  const device = found.data?.answer;
  const may = useRights();
  const shown = sections.filter(({ isThere }) => device === undefined || isThere(device, may('operator', { site: device.site })));
  return (
    <Page title={device?.name ?? 'Device'} actions={device === undefined ? null : <DeviceActions device={device} />}>
      <Answer of={found}>{(told) => (
        <>
          <Group gap="md">
            <StateBadge state={told.state} />
            <Text size="sm">{[told.kind, [told.vendor, told.model].filter((part) => part !== null).join(' ')].filter((part) => part !== '').join(' · ')}</Text>
            <Anchor component={Link} href={`~/devices?search=${encodeURIComponent(`site:${quoted(told.site)}`)}`} size="sm">{told.site}</Anchor>
            <Text size="sm" ff="monospace">{told.address}</Text>
          </Group>
          <Tabs value={shown.some(({ name }) => name === section) ? section : 'health'} onChange={(name) => go(`~/devices/${id}${name === null || name === 'health' ? '' : `/${name}`}`)} keepMounted={false}>
            <Tabs.List mb="md">{shown.map(({ name, title }) => <Tabs.Tab key={name} value={name}>{title(told)}</Tabs.Tab>)}</Tabs.List>
            {shown.map(({ name, show }) => <Tabs.Panel key={name} value={name}>{show(told)}</Tabs.Panel>)}
          </Tabs>
        </>
      )}</Answer>
    </Page>
  );
}
