import { Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useOperation } from '../api/index.ts';
import { Answer, Notice, When } from '../parts/index.ts';

/** How the host itself is. */
export function HostStatus() {
  const status = useOperation('status', {}, { everyMs: 10_000 });
  return (
    <Answer of={status}>{({ version, startedAt, organization, schedule, storage, complaints, traps }) => (
      <Stack>
        <Text>Jackfield {version}, {organization}, running since <When at={startedAt} />.</Text>
        {complaints.map(({ code, message, hint, where }) => <Notice key={`${code} ${where}`} tone="warning" title={message}><Text size="sm">{hint}</Text><Text size="xs" c="dimmed">{code} · {where}</Text></Notice>)}
        {[storage.database, storage.log].map(({ error }, index) => (error === null ? null : <Notice key={index} tone="critical" title={error.message}>{error.hint}</Notice>))}
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          <Facts title="Storage" of={[['Database waits', storage.database.waiting], ['Database lost', storage.database.lost], ['Log waits', storage.log.waiting], ['Log lost', storage.log.lost]]} />
          <Facts title="Checks" of={[['Scheduled', schedule.scheduled], ['Under way', schedule.inFlight], ['Runs', schedule.runs], ['Skipped', schedule.skipped], ['Late, 95 of 100 (ms)', Math.round(schedule.lagMs.p95)]]} />
          {traps === null ? null : <Facts title="Traps" of={[['Received', traps.received], ['Accepted', traps.accepted], ['Acknowledged', traps.acknowledged]]} />}
        </SimpleGrid>
      </Stack>
    )}</Answer>
  );
}

function Facts({ title, of }: { readonly title: string; readonly of: readonly (readonly [string, number])[] }) {
  return <Paper withBorder p="md"><Text fw={600}>{title}</Text>{of.map(([name, value]) => <Text key={name} size="sm">{name}: {value.toLocaleString('en')}</Text>)}</Paper>;
}
