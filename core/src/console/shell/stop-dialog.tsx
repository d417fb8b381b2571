import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';

/** Stops all changes, with the reason that everybody reads. */
export function StopDialog({ close }: { readonly close: () => void }) {
  const [reason, setReason] = useState('');
  const [running, setRunning] = useState('back');
  const stop = useAct('stopChanges', { done: close });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    stop.mutate({ reason: reason.trim(), hold: running === 'hold' });
  };
  return (
    <Modal opened onClose={close} title="Stop all changes?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">No change begins until somebody lets them again. Undoing is possible all the while. It outlives a restart of the host.</Text>
          <Textarea data-autofocus required autosize minRows={2} maxLength={1_024} label="Why" description="Everybody reads it, on every page." value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          <Radio.Group label="Changes that run now" value={running} onChange={setRunning}>
            <Stack gap="xs" mt={4}>
              <Radio value="back" label="are called off, and revert what they wrote" />
              <Radio value="hold" label="wait where they are" />
            </Stack>
          </Radio.Group>
          {stop.error === null ? null : <Problem error={stop.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" color="red" disabled={reason.trim() === ''} loading={stop.isPending}>Stop all changes</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
