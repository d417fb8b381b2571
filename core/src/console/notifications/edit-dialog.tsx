import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ApiProblem, useAct, type Schemas } from '../api/index.ts';
import { Conflicts, Problem } from '../parts/index.ts';
import { entryConflicts } from './entry-conflicts.ts';
import type { KeyEdits } from './said-entries.ts';

interface EditDialogProps {
  readonly title: string;
  readonly now: Schemas['SettingsForm'];
  /** What is to be written; null while something is missing. */
  readonly edits: KeyEdits | null;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** Edits some keys of a place: all of them are written at once, into the file as it stands, or as somebody else wrote it meanwhile. */
export function EditDialog({ title, now, edits, close, children }: EditDialogProps) {
  const [began, setBegan] = useState(now);
  const save = useAct('setConfiguration', { done: close });
  const conflicts = edits === null ? [] : entryConflicts(began, now, edits);
  const nothing = edits === null || edits.set.length + edits.unset.length === 0;
  const write = (etag: string): void => {
    // What is undefined is not written: JSON has no word for it.
    if (edits !== null) save.mutate({ at: now.at, set: [...edits.set], unset: [...edits.unset], ifMatch: etag });
  };
  const isConflict = save.error instanceof ApiProblem && save.error.problem.status === 412;
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); if (!nothing && conflicts.length === 0) write(began.etag); }}>
        <Stack>
          {children}
          {conflicts.length === 0 ? null : <Conflicts of={conflicts} file={now.file} pending={save.isPending} mine={() => { setBegan(now); write(now.etag); }} theirs={close} />}
          {save.error === null || isConflict ? null : <Problem error={save.error} />}
          <Text size="xs" c="dimmed">Written to {now.file}, with its comments.</Text>
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" disabled={nothing || conflicts.length > 0} loading={save.isPending}>Save</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
