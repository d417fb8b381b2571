import { ActionIcon, Button, Menu, Modal, Stack, Text } from '@mantine/core';
import { IconDots, IconPlayerPlay } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAct, type Schemas } from '../../api/index.ts';
import { Problem } from '../../parts/index.ts';
import { useMay } from '../../session/index.ts';
import { useActions } from '../../shell/index.ts';
import { RemoveDevice } from '../remove-device.tsx';
import { RunProgress, useRunChecks } from './run-checks.tsx';

/** What can be done with the device, by those who may; the palette offers the same. */
export function DeviceActions({ device: { id, name, site, address, checks } }: { readonly device: Schemas['DeviceDetail'] }) {
  const operates = useMay('operator', { site });
  const [, go] = useLocation();
  const [removing, setRemoving] = useState(false);
  const [splitting, setSplitting] = useState(false);
  const running = useRunChecks(id, checks);
  const { run } = running;
  const split = useAct('splitDevice', { done: ({ id: other }) => go(`~/devices/${other}`) });
  const looking = useAct('beginDiscovery', { done: () => go('~/devices/discovery') });
  const look = looking.mutate;
  const lookAgain = useCallback(() => look({ site, ...(address === '' ? {} : { network: address }) }), [look, site, address]);
  const actions = useMemo(() => [
    { id: 'device topology', title: `Show ${name} in the topology`, run: () => go(`~/topology/${site}?device=${id}`) },
    { id: 'device charts', title: `Charts of ${name}`, run: () => go(`~/devices/${id}/charts`) },
    ...(operates ? [{ id: 'device run', title: `Run the checks of ${name}`, run }, { id: 'device look again', title: `Look at ${name} again`, hint: 'A discovery of its address', run: lookAgain }, { id: 'device record', title: `Recordings of ${name}`, run: () => go(`~/devices/${id}/recordings`) }, { id: 'device replace', title: `Replace ${name}…`, hint: 'A lost device, step by step', run: () => go(`~/devices/${id}/recovery`) }, { id: 'device remove', title: `Remove ${name}…`, run: () => setRemoving(true) }] : []),
  ], [id, name, site, operates, run, go, lookAgain]);
  useActions(actions);
  return (
    <>
      {operates && checks.length > 0 ? <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} disabled={running.progress !== null} onClick={run}>Run checks</Button> : null}
      <RunProgress of={running} />
      {looking.error === null ? null : <Problem error={looking.error} />}
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="default" size="lg" aria-label="More actions"><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} href={`~/topology/${site}?device=${id}`}>Show in the topology</Menu.Item>
          {operates ? <Menu.Item onClick={lookAgain}>Look at it again</Menu.Item> : null}
          {operates ? <Menu.Item component={Link} href={`~/devices/${id}/recovery`}>Replace it…</Menu.Item> : null}
          {operates ? <Menu.Item onClick={() => setSplitting(true)}>Undo the last merge…</Menu.Item> : null}
          {operates ? <Menu.Item c="var(--state-critical)" onClick={() => setRemoving(true)}>Remove…</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
      <RemoveDevice device={{ id, name }} opened={removing} close={() => setRemoving(false)} />
      <Modal opened={splitting} onClose={() => setSplitting(false)} title={`Split ${name}?`}>
        <Stack>
          <Text size="sm">Two devices that were taken for one are two again: the last merge into this one is undone.</Text>
          {split.error === null ? null : <Problem error={split.error} />}
          <Button loading={split.isPending} onClick={() => split.mutate({ device: id })}>Split</Button>
        </Stack>
      </Modal>
    </>
  );
}
