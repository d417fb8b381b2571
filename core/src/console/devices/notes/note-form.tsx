import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Notice, Problem } from '../../parts/index.ts';

interface NoteFormProps {
  readonly label: string;
  readonly text: string;
  readonly error: Error | null;
  readonly saving: boolean;
  readonly save: (text: string) => void;
  /** Somebody else wrote it meanwhile: what it says now, and what writes mine in its place all the same. */
  readonly meanwhile?: { readonly by: string; readonly text: string; readonly mine: (text: string) => void };
  readonly close: () => void;
}

/** Where a note is written. */
export function NoteForm({ label, text: before, error, saving, save, meanwhile, close }: NoteFormProps) {
  const [text, setText] = useState(before);
  const box = useRef<HTMLTextAreaElement>(null);
  // Who asked to write goes on typing.
  useEffect(() => box.current?.focus(), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save(text.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {meanwhile === undefined ? null : (
          <Notice tone="warning" title={`${meanwhile.by} wrote it anew meanwhile`}>
            <Stack gap="sm">
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>It says now: {meanwhile.text}</Text>
              <Group><Button size="xs" loading={saving} disabled={text.trim() === ''} onClick={() => meanwhile.mine(text.trim())}>Write mine into what is there now</Button><Button size="xs" variant="default" onClick={close}>Take what it says now</Button></Group>
            </Stack>
          </Notice>
        )}
        <Textarea ref={box} label={label} autosize minRows={2} maxRows={12} maxLength={4_000} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        {error === null ? null : <Problem error={error} />}
        <Group gap="xs" justify="flex-end"><Button size="xs" variant="default" onClick={close}>Not now</Button><Button size="xs" type="submit" disabled={meanwhile !== undefined || text.trim() === '' || text.trim() === before} loading={saving}>Save</Button></Group>
      </Stack>
    </form>
  );
}
