import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, type Schemas } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { count } from './words.ts';

interface ApplyDialogProps {
  readonly plan: Schemas['Plan'];
  /** Passes over windows, and approvals of what can be undone; with a reason. */
  readonly emergency: boolean;
  /** Asked twice: nobody can undo it. */
  readonly irreversible: boolean;
  readonly close: () => void;
  readonly begun: (change: string) => void;
}

const word = 'irreversible';

/** The last question before devices are written to. */
export function ApplyDialog({ plan, emergency, irreversible, close, begun }: ApplyDialogProps) {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(1);
  const [typed, setTyped] = useState('');
  const done = ({ id }: Schemas['Change']): void => begun(id);
  const apply = useAct('apply', { done });
  const rush = useAct('applyInEmergency', { done });
  const error = apply.error ?? rush.error;
  const { devices, sites } = plan.blastRadius;
  const last = !irreversible || asked === 2;
  const yes = (): void => {
    if (!last) setAsked(2);
    else if (emergency) rush.mutate({ plan, emergency: reason });
    else apply.mutate({ plan });
  };
  const refused = (emergency && reason.trim() === '') || (asked === 2 && typed !== word);
  return (
    <Modal opened onClose={close} title={emergency ? 'Apply in an emergency?' : asked === 2 ? 'Really? Nobody can undo it' : 'Apply this?'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); if (!refused) yes(); }}>
        <Stack>
          <Text size="sm">{count(plan.steps.length, 'step')} on {count(devices.length, 'device')} at {sites.join(', ')}: {devices.slice(0, 5).join(', ')}{devices.length > 5 ? ', …' : ''}. {irreversible ? 'What it takes away is gone.' : 'If anything fails, or health gets worse, everything is put back.'}</Text>
          {emergency ? <Textarea data-autofocus label="Reason" description="Windows are passed over, and approvals of what can be undone. The reason stands in the audit." required autosize minRows={2} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} /> : null}
          {asked === 2 ? <TextInput data-autofocus label={`Type “${word}” to go on`} autoComplete="off" value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} /> : null}
          {error === null ? null : <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>Not now</Button>
            <Button type="submit" disabled={refused} loading={apply.isPending || rush.isPending} {...(irreversible || emergency ? { color: 'red' } : {})}>{last ? 'Apply it' : 'Go on'}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
