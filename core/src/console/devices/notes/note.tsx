import { ActionIcon, Group, Text } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, type Schemas } from '../../api/index.ts';
import { Problem, useConfirm, When } from '../../parts/index.ts';
import { NoteForm } from './note-form.tsx';

/** One note: its text, who wrote it, and the way to another text. */
export function Note({ note, may }: { readonly note: Schemas['DeviceNote']; readonly may: boolean }) {
  const { id, device, text, author, madeAt, editedBy, editedAt } = note;
  // What one began with: somebody else may write it anew meanwhile, and its etag tells.
  const [began, setBegan] = useState<Schemas['DeviceNote'] | null>(null);
  const edit = useAct('editDeviceNote', { done: () => setBegan(null) });
  const remove = useAct('removeDeviceNote');
  const { ask, asked } = useConfirm();
  if (began !== null) {
    const isSame = began.etag === note.etag;
    return (
      <li>
        <NoteForm
          label="Note" text={began.text} error={isSame ? edit.error : null} saving={edit.isPending}
          save={(now) => edit.mutate({ device, note: id, text: now, ifMatch: began.etag })} close={() => { setBegan(null); edit.reset(); }}
          {...(isSame ? {} : { meanwhile: { by: editedBy ?? author, text, mine: (typed: string) => { setBegan(note); edit.mutate({ device, note: id, text: typed, ifMatch: note.etag }); } } })}
        />
      </li>
    );
  }
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="start" gap="xs">
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', minWidth: 0 }}>{text}</Text>
        {may ? (
          <Group gap={2} wrap="nowrap">
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Write the note anew" onClick={() => setBegan(note)}><IconPencil size={14} aria-hidden /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Remove the note" loading={remove.isPending} onClick={() => ask({ title: 'Remove this note?', tells: 'It is gone from here. The audit keeps what it said, and who removed it.', act: 'Remove it', run: () => remove.mutate({ device, note: id, ifMatch: note.etag }) })}><IconTrash size={14} aria-hidden /></ActionIcon>
          </Group>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed">{author}, <When at={madeAt} />{editedAt === null ? null : <> · written anew by {editedBy}, <When at={editedAt} /></>}</Text>
      {asked}
      {remove.error === null ? null : <Problem error={remove.error} />}
    </li>
  );
}
