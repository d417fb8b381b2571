import { Anchor, Button, Chip, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePages } from '../api/index.ts';
import { durationBetween, Empty, Problem, StateBadge, When } from '../parts/index.ts';
import { ListsOfIncidents } from './frame.tsx';
import classes from './incidents.module.css';
import { byUrgency, fits, statusWords, type Incident } from './words.ts';

const titles = { now: 'All that are not resolved', open: 'Open', acknowledged: 'Acknowledged', resolved: 'Resolved' } as const;
type Filter = keyof typeof titles;
const isFilter = (name: unknown): name is Filter => typeof name === 'string' && name in titles;

/** Incidents, what nobody acknowledged yet first. */
export function IncidentList() {
  const [filter, setFilter] = useState<Filter>('now');
  const [typed, setTyped] = useState('');
  const asked = filter === 'now' ? {} : { status: filter };
  const { entries, complete, error, more } = usePages('incidents', asked, async (api, page, options) => api.call('incidents', { limit: 200, ...asked, ...page }, options));
  const found = entries.filter((one) => fits(one, typed)).toSorted(byUrgency);
  return (
    <ListsOfIncidents shown="/">
      <Stack gap="sm">
        <Group gap="sm">
          <Chip.Group value={filter} onChange={(name) => { if (isFilter(name)) setFilter(name); }}>
            <Group gap="xs" role="radiogroup" aria-label="Which">{Object.entries(titles).map(([name, title]) => <Chip key={name} value={name} size="xs" variant="outline">{title}</Chip>)}</Group>
          </Chip.Group>
          <TextInput size="xs" aria-label="Device, site, check or words" placeholder="Device, site, check or words" w={260} leftSection={<IconSearch size={14} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
        </Group>
        {error === null ? null : <Problem error={error} />}
        {complete && found.length === 0 ? <Empty title={typed === '' && (filter === 'now' || filter === 'open') ? 'Nothing is wrong' : 'None of these'}>An incident begins when a check fails for longer than a moment, and is resolved when it is ok again. What hangs on a device that is down has none of its own.</Empty> : null}
        <Stack gap="xs" component="ul" p={0} m={0} className={classes.list ?? ''} aria-label="Incidents">
          {found.map((incident) => <li key={incident.id} className={classes.entry ?? ''}><Line incident={incident} /></li>)}
        </Stack>
        {complete ? null : <Button variant="default" onClick={more}>Show more</Button>}
      </Stack>
    </ListsOfIncidents>
  );
}

function Line({ incident: { id, deviceName, site, summary, state, status, openedAt, resolvedAt, acknowledged } }: { readonly incident: Incident }) {
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Anchor component={Link} href={`/${id}`} fw={500} style={{ overflowWrap: 'anywhere' }}>{summary}</Anchor>
          <Text size="sm" c="dimmed">{deviceName}{site === null ? '' : ` at ${site}`} · {resolvedAt === null ? <>since <When at={openedAt} /></> : <>resolved <When at={resolvedAt} />, took {durationBetween(openedAt, resolvedAt)}</>}{status === 'acknowledged' && acknowledged !== undefined ? <> · acknowledged by {acknowledged.by}{acknowledged.until === null ? '' : <>, until <When at={acknowledged.until} /></>}</> : null}</Text>
        </div>
        <Stack gap={0} align="end" style={{ flexShrink: 0 }}><StateBadge state={state} /><Text size="xs" c="dimmed">{statusWords[status]}</Text></Stack>
      </Group>
    </Paper>
  );
}
