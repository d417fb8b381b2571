import { Anchor, Button, Chip, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePages, type Schemas } from '../api/index.ts';
import { Empty, Problem, When } from '../parts/index.ts';
import { usePerson } from '../session/index.ts';
import { ChangeMark } from './change-state.tsx';
import { ListsOfChanges } from './frame.tsx';
import { changeWords, count, type ChangeState } from './words.ts';

const filters = { all: [], kept: ['kept'], undone: ['reverted-verified'], trouble: ['reverted-unverified', 'failed-held'] } as const satisfies { readonly [name: string]: readonly ChangeState[] };
const titles: { readonly [Name in keyof typeof filters]: string } = { all: 'All', kept: 'Kept', undone: 'Reverted', trouble: 'Need a person' };
const isFilter = (name: unknown): name is keyof typeof filters => typeof name === 'string' && name in filters;

/** Changes, those under way first. */
export function ChangeList() {
  const [filter, setFilter] = useState<keyof typeof filters>('all');
  const [mine, setMine] = useState(false);
  const person = usePerson();
  const asked = { ...(filter === 'all' ? {} : { state: filters[filter] }), ...(mine ? { person: [person] } : {}) };
  const { entries, complete, error, more } = usePages('changes', asked, async (api, page, options) => api.call('changes', { limit: 50, ...asked, ...page }, options));
  const running = entries.filter(({ state }) => changeWords[state].running);
  const ended = entries.filter(({ state }) => !changeWords[state].running);
  return (
    <ListsOfChanges shown="/">
      <Stack gap="sm">
        <Group gap="xs">
          <Chip.Group value={filter} onChange={(name) => { if (isFilter(name)) setFilter(name); }}>
            <Group gap="xs" role="radiogroup" aria-label="Outcome">{Object.entries(titles).map(([name, title]) => <Chip key={name} value={name} size="xs" variant="outline">{title}</Chip>)}</Group>
          </Chip.Group>
          <Chip size="xs" variant="outline" checked={mine} onChange={setMine}>Mine</Chip>
        </Group>
        {error === null ? null : <Problem error={error} />}
        {complete && entries.length === 0 ? <Empty title={filter === 'all' && !mine ? 'No change yet' : 'None of these'}>A change says what devices are to have. It is planned, approved where it has to be, pushed in waves, looked at, and kept or put back as a whole.</Empty> : null}
        <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Changes">
          {[...running, ...ended].map((change) => <li key={change.id}><Line change={change} /></li>)}
        </Stack>
        {complete ? null : <Button variant="default" onClick={more}>Show more</Button>}
      </Stack>
    </ListsOfChanges>
  );
}

function Line({ change }: { readonly change: Schemas['Change'] }) {
  const { id, title, person, startedAt, steps, undoneBy, message, state } = change;
  const done = steps.filter((step) => step.state !== 'pending').length;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Anchor component={Link} href={`/${id}`} fw={500}>{title}</Anchor>
          <Text size="sm" c="dimmed">{person} · <When at={startedAt} /> · {count(steps.length, 'step')} on {count(new Set(steps.map(({ device }) => device)).size, 'device')}{undoneBy === null ? '' : ' · undone since'}</Text>
          {message === undefined || message === null ? null : <Text size="sm" lineClamp={2}>{message}</Text>}
        </div>
        <ChangeMark change={change} />
      </Group>
      {changeWords[state].running ? <Progress mt="xs" size="sm" value={(done / Math.max(1, steps.length)) * 100} aria-label={`${done} of ${steps.length} steps`} /> : null}
    </Paper>
  );
}
