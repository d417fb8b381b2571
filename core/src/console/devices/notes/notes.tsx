import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useAct, useOperation, type Schemas } from '../../api/index.ts';
import { Answer } from '../../parts/index.ts';
import { useMay } from '../../session/index.ts';
import { useActions } from '../../shell/index.ts';
import { Note } from './note.tsx';
import { NoteForm } from './note-form.tsx';

/** What people wrote of a device, for those who come after. */
export function Notes({ device: { id, name, site } }: { readonly device: Pick<Schemas['DeviceDetail'], 'id' | 'name' | 'site'> }) {
  const notes = useOperation('deviceNotes', { device: id }, { everyMs: 30_000 });
  const may = useMay('operator', { site });
  const [writing, setWriting] = useState(false);
  const add = useAct('addDeviceNote', { done: () => setWriting(false) });
  useActions(useMemo(() => (may ? [{ id: 'device note', title: `Write a note on ${name}`, run: () => setWriting(true) }] : []), [may, name]));
  return (
    <Paper withBorder p="sm" component="section" aria-label="Notes">
      <Group justify="space-between" mb={4}><Title order={2} fz="md">Notes</Title>{may && !writing ? <Button size="compact-xs" variant="subtle" leftSection={<IconNote size={14} aria-hidden />} onClick={() => setWriting(true)}>Write a note</Button> : null}</Group>
      {writing ? <NoteForm label="New note" text="" error={add.error} saving={add.isPending} save={(text) => add.mutate({ device: id, text })} close={() => { setWriting(false); add.reset(); }} /> : null}
      <Answer of={notes}>{(all) => (all.length === 0 ? (writing ? null : <Text size="sm" c="dimmed">Nobody wrote one yet: what the next person should know, such as which port is whose, or where the key hangs.</Text>) : (
        <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>{all.map((note) => <Note key={note.id} note={note} may={may} />)}</Stack>
      ))}</Answer>
    </Paper>
  );
}
