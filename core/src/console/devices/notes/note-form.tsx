import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Problem } from '../../parts/index.ts';

interface NoteFormProps {
  readonly label: string;
  readonly text: string;
  readonly error: Error | null;
  readonly saving: boolean;
  readonly save: (text: string) => void;
  readonly close: () => void;
}

/** Where a note is written. */
export function NoteForm({ label, text: before, error, saving, save, close }: NoteFormProps) {
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
        <Textarea ref={box} label={label} autosize minRows={2} maxRows={12} maxLength={4_000} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        {error === null ? null : <Problem error={error} />}
        <Group gap="xs" justify="flex-end"><Button size="xs" variant="default" onClick={close}>Not now</Button><Button size="xs" type="submit" disabled={text.trim() === '' || text.trim() === before} loading={saving}>Save</Button></Group>
      </Stack>
    </form>
  );
}
