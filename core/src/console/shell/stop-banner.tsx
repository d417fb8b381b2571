import { Button, Group, Text } from '@mantine/core';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useAct, useOperation } from '../api/index.ts';
import { Notice, Problem, useConfirm, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from './actions.tsx';
import { StopDialog } from './stop-dialog.tsx';

/** Who stopped all changes; null while they may begin, undefined while nobody knows. */
const useStop = () => useOperation('changesStopped', {}).data?.answer.stop;

/** On all pages, while all changes are stopped: by whom, since when, why, and the way back. */
export function StopBanner() {
  const stop = useStop();
  const may = useMay('operator', 'organization');
  const [stopping, setStopping] = useState(false);
  const { ask, asked } = useConfirm();
  const { mutate, isPending, error } = useAct('liftStop');
  const isStopped = stop !== null && stop !== undefined;
  const lift = useMemo(() => () => ask({ title: 'Let changes begin again?', tells: 'Plans can be applied again. A change that waits where it is goes on when somebody lets it, on its own page.', act: 'Let them begin', calm: true, run: () => mutate({}) }), [ask, mutate]);
  useActions(useMemo(() => {
    if (!may || stop === undefined) return [];
    return isStopped ? [{ id: 'lift stop', title: 'Let changes begin again…', hint: 'All changes are stopped', run: lift }] : [{ id: 'stop changes', title: 'Stop all changes…', hint: 'None begins; those that run are put back or wait', run: () => setStopping(true) }];
  }, [may, stop, isStopped, lift]));
  return (
    <>
      {isStopped ? (
        <section aria-label="All changes are stopped">
          <Notice tone="critical" title="All changes are stopped">
            <Group justify="space-between" gap="sm">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>“{stop.reason}” · {stop.person}, <When at={stop.at} /></Text>
              {may ? <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={14} aria-hidden />} loading={isPending} onClick={lift}>Let them begin again</Button> : null}
            </Group>
          </Notice>
        </section>
      ) : null}
      {error === null ? null : <Problem error={error} />}
      {asked}
      {stopping ? <StopDialog close={() => setStopping(false)} /> : null}
    </>
  );
}

/** The way to stop all changes, for those who may, while they are not. */
export function StopButton() {
  const stop = useStop();
  const may = useMay('operator', 'organization');
  const [stopping, setStopping] = useState(false);
  if (!may || stop !== null) return null;
  return (
    <>
      <Button variant="default" c="var(--state-critical)" leftSection={<IconHandStop size={16} aria-hidden />} onClick={() => setStopping(true)}>Stop all changes</Button>
      {stopping ? <StopDialog close={() => setStopping(false)} /> : null}
    </>
  );
}
