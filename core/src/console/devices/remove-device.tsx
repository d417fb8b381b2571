import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useLocation } from 'wouter';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';

export interface RemoveDeviceProps {
  readonly device: { readonly id: string; readonly name: string };
  readonly opened: boolean;
  readonly close: () => void;
}

/** Asks before a device is taken out. */
export function RemoveDevice({ device: { id, name }, opened, close }: RemoveDeviceProps) {
  const [, go] = useLocation();
  const remove = useAct('removeDevice', {
    done: () => {
      close();
      go('~/devices');
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={`Remove ${name}?`}>
      <Stack>
        <Text size="sm">Its checks end, and what was measured of it is forgotten. Discovery finds it again if it still answers in a network of a site.</Text>
        {remove.error === null ? null : <Problem error={remove.error} />}
        <Group justify="end"><Button variant="default" onClick={close}>Keep it</Button><Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ device: id })}>Remove</Button></Group>
      </Stack>
    </Modal>
  );
}
