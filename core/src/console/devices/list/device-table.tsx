import { UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { IndexedDevice } from '../search/index.ts';
import { DeviceCard, DeviceRow } from './device-row.tsx';
import classes from './device-table.module.css';
import { columns, type Column, type Order } from './sorting.ts';

export interface DeviceTableProps {
  readonly devices: readonly IndexedDevice[];
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

const heights = { row: 39, card: 92 };
const names = ['state', 'name', 'site', 'kind', 'vendor', 'model', 'version', 'address'] as const satisfies readonly Column[];
const keySteps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -Infinity, End: Infinity };

/** Rows of those that are in view, whatever their number; on a phone they are cards. Arrows go from device to device. */
export const DeviceTable = memo(function DeviceTable({ devices, order, onOrder }: DeviceTableProps) {
  const wide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const place = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(place.current?.offsetTop ?? 0), [wide]);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by what it gives
  const rows = useWindowVirtualizer({ count: devices.length, estimateSize: () => (wide ? heights.row : heights.card), overscan: 6, scrollMargin: top, scrollPaddingStart: 100, getItemKey: (at) => devices[at]?.device.id ?? at });
  useLayoutEffect(() => rows.measure(), [wide, rows]);
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  const take = useCallback((at: number, link: HTMLElement | null): void => {
    if (link === null || wanted.current !== at) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  }, []);
  const items = rows.getVirtualItems();
  const tabbable = items.some(({ index }) => index === active) ? active : (items[0]?.index ?? 0);
  const step = (event: KeyboardEvent): void => {
    const by = keySteps[event.key];
    if (by === undefined || !(event.target instanceof HTMLElement) || event.target.dataset['device'] === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(devices.length - 1, tabbable + by));
    wanted.current = next;
    setActive(next);
    rows.scrollToIndex(next);
  };
  const shown = items.flatMap(({ index }) => {
    const device = devices[index]?.device;
    return device === undefined ? [] : [{ device, place: index, tabIndex: index === tabbable ? 0 : -1, take }];
  });
  const above = (items[0]?.start ?? top) - top;
  const below = rows.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  if (!wide) {
    return (
      <div ref={place}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows are for the links inside, that are reached by Tab as well */}
        <ul className={classes.cards ?? ''} aria-label="Devices" onKeyDown={step} style={{ paddingTop: above, paddingBottom: below }}>
          {shown.map((row) => <DeviceCard key={row.device.id} {...row} />)}
        </ul>
      </div>
    );
  }
  return (
    <div ref={place}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows are for the links inside, that are reached by Tab as well */}
      <table className={classes.table ?? ''} aria-label="Devices" aria-rowcount={devices.length + 1} onKeyDown={step}>
        <thead>
          <tr aria-rowindex={1}>
            {names.map((name) => (
              <th key={name} scope="col" className={classes[name] ?? ''} {...(order.column === name ? { 'aria-sort': order.down ? 'descending' : 'ascending' } : {})}>
                <UnstyledButton className={classes.sort ?? ''} fz="sm" onClick={() => onOrder({ column: name, down: order.column === name && !order.down })}>
                  {columns[name]}{order.column !== name ? null : order.down ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />}
                </UnstyledButton>
              </th>
            ))}
            <th scope="col" className={classes.menu ?? ''} aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Room height={above} /> : null}
          {shown.map((row) => <DeviceRow key={row.device.id} {...row} />)}
          {below > 0 ? <Room height={below} /> : null}
        </tbody>
      </table>
    </div>
  );
});

/** Where rows would be that are not in view. */
function Room({ height }: { readonly height: number }) {
  return <tr aria-hidden><td className={classes.room ?? ''} colSpan={names.length + 1} style={{ height }}>{'\u00a0'}</td></tr>;
}
