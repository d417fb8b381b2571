import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';

/** Acknowledges an incident, for how long, and what others are to know. */
export function AcknowledgeDialog({ incident, close }: { readonly incident: string; readonly close: () => void }) {
  const [lasting, setLasting] = useState('4h');
  const [comment, setComment] = useState('');
  const acknowledge = useAct('acknowledge', { done: close });
  return (
    <Modal opened onClose={close} title="Acknowledge" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); acknowledge.mutate({ incident, ...(lasting === '' ? {} : { for: lasting }), ...(comment.trim() === '' ? {} : { comment }) }); }}>
        <Stack>
          <Text size="sm">You say that you look into it: nobody else is called until the acknowledgement ends.</Text>
          <NativeSelect label="For" value={lasting} onChange={({ currentTarget }) => setLasting(currentTarget.value)} data={[{ value: '1h', label: 'an hour' }, { value: '4h', label: '4 hours' }, { value: '8h', label: '8 hours' }, { value: '1d', label: 'a day' }, { value: '7d', label: 'a week' }, { value: '', label: 'until it is over' }]} />
          <Textarea data-autofocus label="Comment" autosize minRows={2} value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />
          {acknowledge.error === null ? null : <Problem error={acknowledge.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" loading={acknowledge.isPending}>Acknowledge</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
