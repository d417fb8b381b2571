import { Button, Code, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import type { HostKey } from './waiting.ts';

interface DecideDialogProps {
  readonly hostKey: HostKey;
  readonly verdict: 'accept' | 'refuse';
  readonly close: () => void;
}

const says = {
  accept: { title: 'Accept this key?', act: 'Accept it', tells: 'Compare it at the console of the machine first: a password goes to whoever shows a key that is accepted.' },
  refuse: { title: 'Refuse this key?', act: 'Refuse it', tells: 'The machine gets no login as long as it shows this key, and nobody is asked about it again. A changed key stays an incident until the old one is back.' },
};

/** Says of the key that is offered whether it is that of the machine, and why. */
export function DecideDialog({ hostKey: { address, port, offered, device }, verdict, close }: DecideDialogProps) {
  const [comment, setComment] = useState('');
  const accept = useAct('acceptHostKey', { done: close });
  const refuse = useAct('refuseHostKey', { done: close });
  const act = verdict === 'accept' ? accept : refuse;
  const { title, act: word, tells } = says[verdict];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    act.mutate({ address, port, comment: comment.trim(), ...(offered === null ? {} : { fingerprint: offered }) });
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{device === null ? '' : `${device.name}, `}{address} port {port}</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{offered}</Code>
          <Text size="sm">{tells}</Text>
          <Textarea data-autofocus label="Comment" description="The audit keeps it, such as who compared the key where." autosize minRows={2} maxLength={1_024} value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />
          {act.error === null ? null : <Problem error={act.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" {...(verdict === 'refuse' ? { color: 'red' } : {})} loading={act.isPending}>{word}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
