import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, PlaceSelect, usePlaces } from '../parts/index.ts';
import { cronWords } from './cron-words.ts';
import { scheduleDraft } from './drafts.ts';
import { EntryCard } from './entry-card.tsx';
import { saidEntries, saidValue, type SaidEntry } from './said-entries.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { channelWords } from './tellings.ts';
import { useWritablePlace } from './use-writable-place.ts';

/** Reports that are sent by themselves, of a place and all below it. */
export function ReportSchedules() {
  const [at, setAt] = useWritablePlace();
  if (at === null) return null;
  return (
    <Stack gap="sm" component="section" aria-label="Sent by itself">
      <Title order={2}>Sent by itself</Title>
      <PlaceSelect label="Of" value={at} change={setAt} description="The report of the month before, of this place and all below it." />
      <SchedulesAt key={at} at={at} />
    </Stack>
  );
}

function SchedulesAt({ at }: { readonly at: string }) {
  const form = useOperation('settingsForm', { at });
  const site = usePlaces().find((one) => one.at === at)?.sites[0];
  const hostZone = useOperation('notificationRoutes', site === undefined ? {} : { site }).data?.answer.zone ?? 'UTC';
  return <Answer of={form}>{(now) => <Schedules now={now} hostZone={hostZone} />}</Answer>;
}

function Schedules({ now, hostZone }: { readonly now: Schemas['SettingsForm']; readonly hostZone: string }) {
  const [editing, setEditing] = useState<{ readonly entry: SaidEntry | null } | null>(null);
  const channels = saidEntries(now, 'notifications.channels');
  const all = saidEntries(now, 'notifications.reports');
  const said = saidValue(now, 'reports.zone');
  const zone = typeof said === 'string' ? said : hostZone;
  const values = new Map(channels.map(({ name, value }) => [name, value]));
  return (
    <Stack gap="xs">
      {all.map((entry) => {
        const { to, cron, zone: own } = scheduleDraft(entry.value);
        return (
          <EntryCard key={entry.name} now={now} entry={entry} under="notifications.reports" what="report" edit={() => setEditing({ entry })} removed="It is not sent any more.">
            <Text size="sm">To {to.map((name) => channelWords(name, values.get(name))).join(', ')}, {cronWords(cron)} ({own === '' ? zone : own})</Text>
          </EntryCard>
        );
      })}
      {all.length === 0 ? <Text size="sm" c="dimmed">No report is sent by itself.</Text> : null}
      {now.writable ? <Group><Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setEditing({ entry: null })}>Send a report by itself</Button></Group> : null}
      {editing === null ? null : <ScheduleDialog now={now} entry={editing.entry} taken={all.map(({ name }) => name)} channels={channels} zone={zone} close={() => setEditing(null)} />}
    </Stack>
  );
}
