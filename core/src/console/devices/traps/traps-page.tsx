import { NativeSelect, Stack } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useOperation } from '../../api/index.ts';
import { Answer, usePlaces } from '../../parts/index.ts';
import { ListsOfDevices } from '../frame.tsx';
import { lookEveryMs } from './device-traps.tsx';
import { TrapList } from './trap-list.tsx';

/** The newest traps of all devices, or of those of a site. */
export function TrapsPage() {
  const [params, setParams] = useSearchParams();
  const site = params.get('site') ?? '';
  const traps = useOperation('recentTraps', site === '' ? {} : { site }, { everyMs: lookEveryMs });
  const sites = usePlaces().flatMap(({ level, title, sites: [id] }) => (level === 'site' && id !== undefined ? [{ value: id, label: title }] : []));
  return (
    <ListsOfDevices shown="/traps">
      <Stack gap="sm">
        <NativeSelect label="Of" w="fit-content" value={site} onChange={({ currentTarget }) => setParams(currentTarget.value === '' ? {} : { site: currentTarget.value }, { replace: true })} data={[{ value: '', label: 'All sites' }, ...sites]} />
        <Answer of={traps}>{(told) => <TrapList of={told} named />}</Answer>
      </Stack>
    </ListsOfDevices>
  );
}
