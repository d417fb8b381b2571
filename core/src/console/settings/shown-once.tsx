import { Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { Notice } from '../parts/index.ts';

/** Something that the host tells this once: it keeps only a hash of it. */
export function ShownOnce({ title, text, hint }: { readonly title: string; readonly text: string; readonly hint: string }) {
  return (
    <Notice tone="warning" title={title}>
      <Text size="sm">{hint}</Text>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{text}</Code>
      <Group mt="xs"><CopyButton value={text}>{({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}</CopyButton></Group>
    </Notice>
  );
}
