import { Anchor, Button, Chip, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Problem, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { ListsOfIncidents } from './frame.tsx';

/** What was given to somebody: theirs, or everybody's. */
export function TaskList() {
  const [mine, setMine] = useState(true);
  const [all, setAll] = useState(false);
  const tasks = useOperation('tasks', { mine, all, limit: 200 });
  return (
    <ListsOfIncidents shown="/tasks">
      <Stack gap="sm">
        <Group gap="xs"><Chip size="xs" variant="outline" checked={mine} onChange={setMine}>Mine and my teams’</Chip><Chip size="xs" variant="outline" checked={all} onChange={setAll}>Done ones too</Chip></Group>
        <Answer of={tasks}>{({ items }) => (items.length === 0 ? <Empty title="No task">An incident can be given to a person or a team with a date; it stands here until it is done, or the check is ok again.</Empty> : (
          <Stack gap="xs">{items.map((task) => <TaskCard key={task.id} task={task} />)}</Stack>
        ))}</Answer>
      </Stack>
    </ListsOfIncidents>
  );
}

/** One task: of what, for whom, until when. */
export function TaskCard({ task: { id, incident, title, deviceName, site, to, by, comment, dueAt, state, closedAt, closedBy } }: { readonly task: Schemas['Task'] }) {
  const done = useAct('taskDone');
  const may = useMay('operator', site === null ? 'organization' : { site });
  const [now] = useState(Date.now);
  const late = state === 'open' && dueAt !== null && Date.parse(dueAt) < now;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Anchor component={Link} href={`/${incident}`} fw={500}>{title}</Anchor>
          <Text size="sm" c="dimmed">{deviceName} · for {to.kind === 'team' ? 'team ' : ''}{to.name}, by {by}{comment === '' ? '' : ` · “${comment}”`}</Text>
          <Text size="sm" c={late ? 'var(--state-critical)' : 'dimmed'}>{state === 'closed' ? <>done <When at={closedAt} />{closedBy === 'jackfield' ? ': the check is ok again' : ` by ${closedBy ?? ''}`}</> : dueAt === null ? 'no date' : <>{late ? 'overdue: ' : ''}due <When at={dueAt} /></>}</Text>
        </div>
        {state === 'open' && may ? <Button size="xs" variant="default" leftSection={<IconCheck size={14} aria-hidden />} loading={done.isPending} onClick={() => done.mutate({ task: id })}>Done</Button> : null}
      </Group>
      {done.error === null ? null : <Problem error={done.error} />}
    </Paper>
  );
}
