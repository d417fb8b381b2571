import { Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconPin } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Schemas } from '../api/index.ts';
import { StateBadge } from '../parts/index.ts';
import { keyLeads, type MatrixRow, type Spot } from './matrix-rows.ts';
import classes from './plugins.module.css';

type Plugin = Schemas['PluginMatrix']['plugins'][number];

interface MatrixGridProps {
  readonly rows: readonly MatrixRow[];
  readonly plugins: readonly Plugin[];
  readonly choose: (plugin: string, at: string) => void;
}

/** Those lines of the matrix that are in view, whatever their number, under heads that stay. Arrows go from cell to cell, Tab goes on behind it. */
export function MatrixGrid({ rows, plugins, choose }: MatrixGridProps) {
  const place = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by what it gives
  const lines = useVirtualizer({ count: rows.length, getScrollElement: () => place.current, estimateSize: (at) => ('district' in (rows[at] ?? {}) ? 37 : 61), overscan: 8, scrollPaddingStart: 56, getItemKey: (at) => rows[at]?.at ?? at });
  const [active, setActive] = useState<Spot>({ row: 0, column: 0 });
  const wanted = useRef<Spot | null>(null);
  const take = useCallback((row: number, column: number, cell: HTMLElement | null): void => {
    if (cell === null || wanted.current?.row !== row || wanted.current.column !== column) return;
    wanted.current = null;
    cell.focus();
  }, []);
  const items = lines.getVirtualItems();
  const first = items[0]?.start ?? 0;
  const below = lines.getTotalSize() - (items.at(-1)?.end ?? 0);
  const tabbable: Spot = items.some(({ index }) => index === active.row) ? active : { row: items[0]?.index ?? 0, column: active.column };
  const step = (event: KeyboardEvent): void => {
    const next = keyLeads(event.key, event.ctrlKey, tabbable, { rows: rows.length, columns: plugins.length });
    if (next === null || event.altKey || event.metaKey) return;
    event.preventDefault();
    wanted.current = next;
    setActive(next);
    lines.scrollToIndex(next.row);
  };
  return (
    <div ref={place} className={classes.matrix ?? ''}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/no-noninteractive-element-interactions -- a table whose cells are buttons is a grid (WAI-ARIA) */}
      <table role="grid" className={classes.grid ?? ''} aria-label="Sites and plugins" aria-rowcount={rows.length + 1} aria-colcount={plugins.length + 1} onKeyDown={step}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Site</th>
            {plugins.map(({ id, title, version, upgrade }) => <th key={id} scope="col">{title}<Text size="xs" c="dimmed" fw={400}>{version ?? 'does not run'}{upgrade !== null && upgrade.added.length > 0 ? ', asks for more' : ''}</Text></th>)}
          </tr>
        </thead>
        <tbody>
          {first > 0 ? <Room height={first} columns={plugins.length + 1} /> : null}
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const isDistrict = 'district' in row;
            return (
              <tr key={key} ref={lines.measureElement} data-index={index} aria-rowindex={index + 2} className={isDistrict ? classes.district ?? '' : ''}>
                <th scope="row">{isDistrict ? row.district : <Text size="sm" span fw={400}>{row.site.title}</Text>}</th>
                {plugins.map((plugin, column) => (
                  <td key={plugin.id}>
                    <UnstyledButton
                      className={classes.cell ?? ''} tabIndex={tabbable.row === index && tabbable.column === column ? 0 : -1} ref={(cell: HTMLButtonElement | null) => take(index, column, cell)}
                      onFocus={() => setActive({ row: index, column })} onClick={() => choose(plugin.id, row.at)}
                    >
                      {isDistrict ? <Text size="xs"><VisuallyHidden>{plugin.title} in district {row.district}: </VisuallyHidden>edit for all</Text> : cellOf(row.site, plugin)}
                    </UnstyledButton>
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 ? <Room height={below} columns={plugins.length + 1} /> : null}
        </tbody>
      </table>
    </div>
  );
}

/** Where lines would be that are not in view. */
function Room({ height, columns }: { readonly height: number; readonly columns: number }) {
  return <tr aria-hidden><td className={classes.room ?? ''} colSpan={columns} style={{ height }}>{'\u00a0'}</td></tr>;
}

function cellOf({ title, plugins }: Extract<MatrixRow, { readonly site: object }>['site'], plugin: Plugin): ReactNode {
  const cell = plugins.find((one) => one.plugin === plugin.id);
  if (cell === undefined) return <VisuallyHidden>{plugin.title} at {title}: nothing is known</VisuallyHidden>;
  const { enabled, pinned, devices, state, grant } = cell;
  const wrong = grant.state === 'needs-approval' || grant.state === 'not-run' || grant.state === 'differs';
  return (
    <>
      <VisuallyHidden>{plugin.title} at {title}: {enabled ? 'enabled, ' : ''}{pinned === null ? '' : `pinned to ${pinned}, `}</VisuallyHidden>
      {enabled ? <><Group gap={4} wrap="nowrap"><IconCheck size={14} aria-hidden /><Text size="sm">{devices} {devices === 1 ? 'device' : 'devices'}</Text></Group>{state === null ? null : <StateBadge state={state} />}</> : <Text size="sm" c="dimmed">off</Text>}
      {pinned === null ? null : <Group gap={4}><IconPin size={12} aria-hidden /><Text size="xs">{pinned}</Text></Group>}
      {enabled && wrong ? <Text size="xs" fw={600} c="var(--state-warning)">{grant.state}</Text> : null}
    </>
  );
}
