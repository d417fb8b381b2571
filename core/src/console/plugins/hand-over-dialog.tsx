import { Button, FileInput, Group, Modal, Progress, Stack, Text, TextInput } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAct, useUpload } from '../api/index.ts';
import { FreshProblems } from '../session/index.ts';
import { size } from './words.ts';

/** The host takes no larger one. */
const mostBytes = 32 * 1_024 * 1_024;

interface HandOverDialogProps {
  /** The plugin that another version is for; null for any. */
  readonly plugin: string | null;
  readonly title: string;
  readonly close: () => void;
}

/** Hands a package to the host, as a file of this machine or by its name in the registry. It runs when somebody has said yes. */
export function HandOverDialog({ plugin, title, close }: HandOverDialogProps) {
  const [, go] = useLocation();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const done = ({ plugin: of }: { readonly plugin: string }): void => { close(); go(`/${of}/waiting`); };
  const { act: offer, sent, giveUp } = useUpload('offerPackage', done);
  const fetched = useAct('fetchPackage', { done });
  const expected = plugin === null ? {} : { plugin };
  const isTooLarge = file !== null && file.size > mostBytes;
  const send = (): void => {
    if (file !== null) offer.mutate({ name: file.name, file, ...expected });
    else fetched.mutate({ from: name.trim(), ...expected });
  };
  const error = offer.error ?? fetched.error;
  const isPending = offer.isPending || fetched.isPending;
  const leave = (): void => {
    giveUp();
    close();
  };
  return (
    <Modal opened onClose={leave} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); send(); }}>
        <Stack>
          <Text size="sm">You see what it may do and who made it before anything of it runs.</Text>
          <FileInput data-autofocus label="File of the package" placeholder="acme-jackfield-plugin-widget-1.0.0.tgz" accept=".tgz,application/gzip" clearable clearButtonProps={{ 'aria-label': 'Take another file' }} leftSection={<IconPackageImport size={16} aria-hidden />} value={file} onChange={setFile} error={isTooLarge ? `It has ${size(file.size)}; ${size(mostBytes)} are the most.` : null} />
          <TextInput label="Or its name in the registry" description="The host fetches the newest one that the range allows." placeholder="@acme/jackfield-plugin-widget@^1.0.0" autoComplete="off" disabled={file !== null} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
          {offer.isPending && sent !== null ? (
            <div>
              <Progress value={(sent.done / Math.max(1, sent.total)) * 100} aria-label="Sent" />
              <Text size="xs" c="dimmed" component="output">{sent.done < sent.total ? `${size(sent.done)} of ${size(sent.total)} sent` : 'All is sent; the host looks at it'}</Text>
            </div>
          ) : null}
          {isPending ? null : <FreshProblems of={[{ error, retry: send }]} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={leave}>{isPending ? 'Give up' : 'Not now'}</Button>
            <Button type="submit" loading={isPending} disabled={isTooLarge || (file === null && name.trim() === '')}>Hand it over</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
