import { Button, Group, Paper, Text } from '@mantine/core';
import { useAct, type Schemas } from '../api/index.ts';
import { AtSite, Problem, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';

/** A maintenance in force: of what, why, until when. */
export function MaintenanceCard({ maintenance: { id, at, reason, person, begunAt, endsAt } }: { readonly maintenance: Schemas['Maintenance'] }) {
  const end = useAct('endMaintenance');
  const may = useMay('operator', 'any');
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={500}>{at}: {reason}</Text>
          <Text size="sm" c="dimmed">{person}, <When at={begunAt} /> · ends <When at={endsAt} /><AtSite at={endsAt} site={at.startsWith('site:') ? at.slice('site:'.length) : null} /></Text>
        </div>
        {may ? <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate({ maintenance: id })}>End it now</Button> : null}
      </Group>
      {end.error === null ? null : <Problem error={end.error} />}
    </Paper>
  );
}
