import { Autocomplete, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconReplace } from '@tabler/icons-react';
import { useMemo, useState, type SubmitEvent } from 'react';
import { useAct, useOperation } from '../../api/index.ts';
import { Problem } from '../../parts/index.ts';
import { useActions } from '../../shell/index.ts';
import type { Told } from './next-step.ts';

/** Begins to replace the device: by itself, what stands at its address, or another device. */
export function BeginRecovery({ told: { device, deviceName, begun } }: { readonly told: Told }) {
  const [opened, setOpened] = useState(false);
  const [onto, setOnto] = useState('');
  const [at, setAt] = useState('');
  const devices = useOperation('devices', { limit: 200 }, { enabled: opened }).data?.answer.items ?? [];
  const begin = useAct('beginRecovery', { done: () => setOpened(false) });
  const title = begun === null ? `Begin to replace ${deviceName}` : 'Begin anew';
  useActions(useMemo(() => [{ id: 'begin recovery', title: `${title}…`, hint: 'Its configuration and data, step by step', run: () => setOpened(true) }], [title]));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    begin.mutate({ device, onto: onto.trim() === '' ? null : onto.trim(), at: at.trim() === '' ? null : at.trim() });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconReplace size={16} aria-hidden />} onClick={() => setOpened(true)}>{title}…</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">Nothing is written to a device by this: the steps are listed, and looked after until all of them are done.{begun === null ? '' : ' What was said done of the recovery before is forgotten.'}</Text>
            <Autocomplete label="Onto" description="What takes its place; left empty, what stands at its address now, or the device itself." data={[...new Set(devices.filter(({ id }) => id !== device).map(({ name }) => name))]} limit={20} value={onto} onChange={setOnto} />
            <TextInput label="As it was at" description="Such as 2026-05-04T03:00:00Z; left empty, as it was last." value={at} onChange={({ currentTarget }) => setAt(currentTarget.value)} />
            {begin.error === null ? null : <Problem error={begin.error} />}
            <Group justify="flex-end"><Button variant="default" onClick={() => setOpened(false)}>Not now</Button><Button data-autofocus type="submit" loading={begin.isPending}>Begin</Button></Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
