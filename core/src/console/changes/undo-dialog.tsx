import { Button, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { useAct, type Schemas } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { StepsDiffer } from './differing.tsx';
import { count, stepId, type PlanStep } from './words.ts';

interface UndoDialogProps {
  readonly change: Schemas['Change'];
  readonly planned: ReadonlyMap<string, PlanStep>;
  readonly close: () => void;
  readonly begun: (change: string) => void;
}

/** What undoing would put back, before it does. */
export function UndoDialog({ change: { id, steps, state }, planned, close, begun }: UndoDialogProps) {
  const undo = useAct('undo', { done: ({ id: by }) => begun(by) });
  const back = steps.filter((step) => step.state !== 'untouched' && step.state !== 'restored').flatMap((step) => planned.get(stepId(step)) ?? []).toReversed();
  return (
    <Modal opened onClose={close} size="xl" title="Undo this change?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Text size="sm">{state === 'kept' ? 'It is reverted to what it replaced, newest first, and read back. It is refused where somebody changed the same since.' : 'What may still be of it on the devices is put back from whatever they have now, and read back.'}</Text>
        {back.length === 0 ? null : <ScrollArea.Autosize mah="50vh"><StepsDiffer steps={back} back /></ScrollArea.Autosize>}
        {undo.error === null ? null : <Problem error={undo.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>Not now</Button>
          <Button data-autofocus loading={undo.isPending} onClick={() => undo.mutate({ change: id })}>Undo it{back.length === 0 ? '' : `: ${count(back.length, 'step')}`}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
