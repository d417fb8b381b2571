import { Anchor, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Answer, Empty, When } from '../parts/index.ts';
import { usePerson } from '../session/index.ts';
import { ListsOfChanges } from './frame.tsx';
import { count } from './words.ts';

/** Plans that were made and not applied: what waits for whom. */
export function PlanList() {
  const plans = useOperation('plans', { limit: 100 });
  const person = usePerson();
  return (
    <ListsOfChanges shown="/plans">
      <Answer of={plans}>{({ items }) => (items.length === 0 ? <Empty title="No plan waits">A plan says exactly what a change would do. It waits here for a day, for whoever approves it or applies it.</Empty> : (
        <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Plans that wait">
          {items.map(({ id, title, author, createdAt, expiresAt, steps, devices, sites, commitClasses, needed, given }) => {
            const approved = given.filter((one) => one.person !== author).length;
            return (
              <Paper key={id} withBorder p="sm" component="li">
                <Group justify="space-between" align="start" gap="sm">
                  <div style={{ minWidth: 0 }}>
                    <Anchor component={Link} href={`/plans/${id}`} fw={500}>{title}</Anchor>
                    <Text size="sm" c="dimmed">{author === person ? 'you' : author} · <When at={createdAt} /> · {count(steps, 'step')} on {count(devices.length, 'device')} at {sites.join(', ')} · expires <When at={expiresAt} /></Text>
                  </div>
                  <Group gap="xs">
                    {commitClasses.includes('irreversible') ? <Badge variant="light" color="red" tt="none">cannot be undone</Badge> : null}
                    {needed === 0 ? <Text size="sm" c="dimmed">needs no approval</Text> : <Text size="sm" fw={600} c={approved < needed ? 'var(--state-warning)' : 'var(--state-ok)'}>{approved} of {count(needed, 'approval')}</Text>}
                  </Group>
                </Group>
              </Paper>
            );
          })}
        </Stack>
      ))}</Answer>
    </ListsOfChanges>
  );
}
