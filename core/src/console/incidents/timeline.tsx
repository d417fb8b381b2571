import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Problem, useZone, When, withTimes } from '../parts/index.ts';

const words: { readonly [What in Schemas['IncidentNote']['what']]: string } = {
  opened: 'opened', comment: 'said', acknowledged: 'acknowledged it', lapsed: 'the acknowledgement ended, it is open again', delegated: 'delegated it', 'task closed': 'task done', resolved: 'resolved',
};

/** What happened to an incident and what was said of it, oldest first. */
export function Timeline({ incident, mayComment }: { readonly incident: string; readonly mayComment: boolean }) {
  const zone = useZone();
  const notes = useOperation('incidentNotes', { incident });
  const [comment, setComment] = useState('');
  const say = useAct('noteIncident', { done: () => setComment('') });
  return (
    <Stack gap="sm" component="section" aria-label="Timeline">
      <Title order={2}>Timeline</Title>
      <Answer of={notes}>{(all) => (
        <Stack gap={6} component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
          {all.map(({ at, person, what, text }) => (
            <Paper key={`${at} ${what} ${text}`} withBorder p="xs" component="li">
              <Text size="sm"><Text span size="sm" fw={500}>{person === 'jackfield' ? words[what] : `${person} ${words[what]}`}</Text> <Text span size="xs" c="dimmed"><When at={at} /></Text></Text>
              {text === '' ? null : <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{withTimes(text, zone)}</Text>}
            </Paper>
          ))}
        </Stack>
      )}</Answer>
      {mayComment ? (
        <form onSubmit={(event) => { event.preventDefault(); say.mutate({ incident, comment }); }}>
          <Stack gap="xs">
            <Textarea label="Comment" autosize minRows={2} value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />
            {say.error === null ? null : <Problem error={say.error} />}
            <Group justify="flex-end"><Button type="submit" variant="default" disabled={comment.trim() === ''} loading={say.isPending}>Say it</Button></Group>
          </Stack>
        </form>
      ) : null}
    </Stack>
  );
}
