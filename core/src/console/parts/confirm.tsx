import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

export interface Question {
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly tells: ReactNode;
  /** The act as a verb, such as `Revoke it`. */
  readonly act: string;
  /** Nobody is hurt by it: it does not look as if. */
  readonly calm?: true;
  readonly run: () => void;
}

/** Asks before what others feel or nobody can take back: `ask` opens the dialog, `asked` is where it stands. */
export function useConfirm(): { readonly ask: (question: Question) => void; readonly asked: ReactNode } {
  const [question, setQuestion] = useState<Question | null>(null);
  const close = (): void => setQuestion(null);
  return {
    ask: setQuestion,
    asked: question === null ? null : (
      <Modal opened onClose={close} title={question.title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text component="div" size="sm">{question.tells}</Text>
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={close}>Not now</Button>
            <Button {...(question.calm === true ? {} : { color: 'red' })} onClick={() => { close(); question.run(); }}>{question.act}</Button>
          </Group>
        </Stack>
      </Modal>
    ),
  };
}
