import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';

/** Gives an incident to a person or a team, until a date. */
export function DelegateDialog({ incident, close }: { readonly incident: string; readonly close: () => void }) {
  const [assignee, setAssignee] = useState('');
  const [due, setDue] = useState('');
  const [comment, setComment] = useState('');
  const delegate = useAct('delegate', { done: close });
  return (
    <Modal opened onClose={close} title="Delegate" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); delegate.mutate({ incident, assignee, ...(due === '' ? {} : { due: new Date(due).toISOString() }), ...(comment.trim() === '' ? {} : { comment }) }); }}>
        <Stack>
          <Text size="sm">It becomes a task, which is done when the check is ok again, or when they say so.</Text>
          <TextInput data-autofocus label="To" description="A person, or a team; team:NAME where both are called so." required autoComplete="off" value={assignee} onChange={({ currentTarget }) => setAssignee(currentTarget.value)} />
          <TextInput type="datetime-local" label="Due" value={due} onChange={({ currentTarget }) => setDue(currentTarget.value)} />
          <Textarea label="Comment" autosize minRows={2} value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />
          {delegate.error === null ? null : <Problem error={delegate.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" loading={delegate.isPending}>Delegate</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
