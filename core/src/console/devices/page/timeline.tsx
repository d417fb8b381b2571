import { Anchor, Text, Timeline as Line } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconFileDiff, IconRoute } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Schemas } from '../../api/index.ts';
import { AtSite, duration, Empty, When } from '../../parts/index.ts';

const icons = { incident: IconAlertTriangle, resolved: IconCircleCheck, change: IconRoute, configuration: IconFileDiff };
const words = { incident: 'Incident', resolved: 'Resolved', change: 'Change', configuration: 'Configuration changed by somebody else' };

/** What happened to the device, newest first. */
export function Timeline({ device: { id, site, lately } }: { readonly device: Schemas['DeviceDetail'] }) {
  if (lately.length === 0) return <Empty title="Nothing happened yet">Incidents and their ends, changes, and configurations that somebody else changed stand here.</Empty>;
  return (
    <Line bulletSize={26} lineWidth={2} active={-1}>
      {lately.map(({ at, what, state, summary, id: of, lasted }) => {
        const Icon = icons[what];
        const place = what === 'change' ? `~/changes/${of}` : what === 'configuration' ? `~/devices/${id}/configuration` : `~/incidents/${of}`;
        return (
          <Line.Item key={`${what} ${of} ${at}`} bullet={<Icon size={14} aria-hidden />} title={<Text span fw={600} size="sm">{words[what]}: {state}</Text>}>
            <Text size="sm"><Anchor component={Link} href={place} size="sm">{summary}</Anchor></Text>
            <Text size="xs" c="dimmed"><When at={at} /><AtSite at={at} site={site} />{lasted === null ? '' : `, for ${duration(lasted)}`}</Text>
          </Line.Item>
        );
      })}
    </Line>
  );
}
