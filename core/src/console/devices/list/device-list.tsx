import { Group, Progress, Stack, Text } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { Empty, Problem } from '../../parts/index.ts';
import { ListsOfDevices } from '../frame.tsx';
import { searchOf } from '../search/index.ts';
import { DeviceTable } from './device-table.tsx';
import { useInventory } from './inventory.ts';
import { SearchBox } from './search-box.tsx';
import { ordered, orderOf, orderText, type Order } from './sorting.ts';
import { ViewsMenu } from './views-menu.tsx';

/** All devices, found by what is known of them. The link says what is searched and how it is ordered: a view is a link. */
export function DeviceList() {
  const [params, setParams] = useSearchParams();
  const { devices, known, complete, total, error } = useInventory();
  const text = params.get('search') ?? '';
  const sort = params.get('sort');
  // The letters that are typed come before the rows.
  const asked = useDeferredValue(text);
  const order = useMemo(() => orderOf(sort), [sort]);
  const inOrder = useMemo(() => ordered(devices, order), [devices, order]);
  const search = useMemo(() => searchOf(asked, known), [asked, known]);
  const found = useMemo(() => inOrder.filter(search.matches), [inOrder, search]);
  const put = useCallback((name: string, value: string): void => setParams((before) => {
    const after = new URLSearchParams(before);
    if (value === '') after.delete(name);
    else after.set(name, value);
    return after;
  }, { replace: true }), [setParams]);
  const putOrder = useCallback((next: Order): void => put('sort', orderText(next)), [put]);
  const loading = !complete && error === null;
  return (
    <ListsOfDevices shown="/" actions={<ViewsMenu query={params.toString()} />}>
      <Stack gap="xs">
        <SearchBox value={text} known={known} mistake={complete ? search.mistake : null} onChange={(value) => put('search', value)} />
        <Group justify="space-between" mih={22}>
          <Text component="output" size="sm" c="dimmed">{found.length === devices.length ? `${devices.length.toLocaleString('en')} devices` : `${found.length.toLocaleString('en')} of ${devices.length.toLocaleString('en')} devices`}</Text>
          {loading && total !== null && total > 1_000 ? <Progress value={(devices.length / total) * 100} w={160} aria-label={`${devices.length} of ${total} devices are here`} /> : null}
        </Group>
      </Stack>
      {error === null ? null : <Problem error={error} />}
      {found.length > 0 ? <DeviceTable devices={found} order={order} onOrder={putOrder} /> : null}
      {complete && devices.length === 0 ? <Empty title="No device yet">Devices are found in the networks of your sites. <code>jackfield discover</code> looks at once; <code>sites/NAME.yaml</code> says where to look.</Empty> : null}
      {complete && devices.length > 0 && found.length === 0 ? <Empty title="No device is like that">All words have to fit; of several values of one key any does. Take a word away, or begin with a key such as <code>state:</code></Empty> : null}
    </ListsOfDevices>
  );
}
