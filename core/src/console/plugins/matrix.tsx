import { Drawer, Group, Stack, Table, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconPin, IconSearch } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice, PlaceSelect, StateBadge, usePlaces, Wide } from '../parts/index.ts';
import { Permissions, Upgrade } from './permissions.tsx';
import { PlaceSettings } from './place-settings.tsx';
import { grants } from './words.ts';
import classes from './plugins.module.css';

type Matrix = Schemas['PluginMatrix'];
type Cell = Schemas['MatrixCell'];

/** Rows that are drawn at once: more of them are found by typing. */
const mostRows = 150;

/** Sites and plugins: what is enabled where, by whom, and how it is. */
export function Matrix() {
  const matrix = useOperation('pluginMatrix', {}, { everyMs: 30_000 });
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ readonly plugin: string; readonly at: string } | null>(null);
  return (
    <Answer of={matrix}>{(told) => {
      const found = told.sites.filter(({ site, title, district, region }) => `${site} ${title} ${district} ${region}`.toLowerCase().includes(typed.toLowerCase()));
      const shown = found.slice(0, mostRows);
      if (told.plugins.length === 0) return <Empty title="No plugin yet">The matrix has a column for each plugin that is installed.</Empty>;
      return (
        <Stack>
          <Group>
            <TextInput aria-label="Search sites" placeholder="Site, district, region" leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
            <Text size="sm" c="dimmed">{found.length} sites{found.length > mostRows ? `, the first ${mostRows} are shown: type to find others` : ''}</Text>
          </Group>
          <Wide minWidth={200 + told.plugins.length * 130}>
            <Table aria-label="Sites and plugins" withColumnBorders>
              <Table.Thead><Table.Tr><Table.Th>Site</Table.Th>{told.plugins.map(({ id, title, version, upgrade }) => <Table.Th key={id}>{title}<Text size="xs" c="dimmed">{version ?? 'does not run'}{upgrade !== null && upgrade.added.length > 0 ? ', asks for more' : ''}</Text></Table.Th>)}</Table.Tr></Table.Thead>
              <Table.Tbody>
                {shown.map(({ site, title, district, plugins }, index) => (
                  <Fragment key={site}>
                    {district === shown[index - 1]?.district ? null : (
                      <Table.Tr className={classes.district ?? ''}>
                        <Table.Th scope="row">{district}</Table.Th>
                        {told.plugins.map((plugin) => <Table.Td key={plugin.id}><UnstyledButton className={classes.cell ?? ''} onClick={() => setChosen({ plugin: plugin.id, at: `district:${district}` })}><Text size="xs"><VisuallyHidden>{plugin.title} in district {district}: </VisuallyHidden>edit for all</Text></UnstyledButton></Table.Td>)}
                      </Table.Tr>
                    )}
                    <Table.Tr>
                      <Table.Th scope="row" fw={400}>{title}</Table.Th>
                      {told.plugins.map((plugin) => <Table.Td key={plugin.id}><CellButton cell={plugins.find((one) => one.plugin === plugin.id)} title={`${plugin.title} at ${title}`} open={() => setChosen({ plugin: plugin.id, at: `site:${site}` })} /></Table.Td>)}
                    </Table.Tr>
                  </Fragment>
                ))}
              </Table.Tbody>
            </Table>
          </Wide>
          <Drawer opened={chosen !== null} onClose={() => setChosen(null)} position="right" size="lg" title={told.plugins.find(({ id }) => id === chosen?.plugin)?.title ?? ''} closeButtonProps={{ 'aria-label': 'Close' }}>
            {chosen === null ? null : <Chosen matrix={told} {...chosen} change={(at) => setChosen({ ...chosen, at })} />}
          </Drawer>
        </Stack>
      );
    }}</Answer>
  );
}

function CellButton({ cell, title, open }: { readonly cell: Cell | undefined; readonly title: string; readonly open: () => void }) {
  if (cell === undefined) return null;
  const { enabled, pinned, devices, state, grant } = cell;
  const wrong = grant.state === 'needs-approval' || grant.state === 'not-run' || grant.state === 'differs';
  return (
    <UnstyledButton className={classes.cell ?? ''} onClick={open}>
      <VisuallyHidden>{title}: {enabled ? 'enabled, ' : ''}{pinned === null ? '' : `pinned to ${pinned}, `}</VisuallyHidden>
      {enabled ? <><Group gap={4} wrap="nowrap"><IconCheck size={14} aria-hidden /><Text size="sm">{devices} {devices === 1 ? 'device' : 'devices'}</Text></Group>{state === null ? null : <StateBadge state={state} />}</> : <Text size="sm" c="dimmed">off</Text>}
      {pinned === null ? null : <Group gap={4}><IconPin size={12} aria-hidden /><Text size="xs">{pinned}</Text></Group>}
      {enabled && wrong ? <Text size="xs" fw={600} c="var(--state-warning)">{grant.state}</Text> : null}
    </UnstyledButton>
  );
}

interface ChosenProps {
  readonly matrix: Matrix;
  readonly plugin: string;
  readonly at: string;
  readonly change: (at: string) => void;
}

/** A plugin at a place: what is granted and withheld, and what can be set. */
function Chosen({ matrix, plugin, at, change }: ChosenProps) {
  const sites = usePlaces().find((place) => place.at === at)?.sites ?? [];
  const cells = matrix.sites.filter(({ site }) => sites.includes(site)).flatMap(({ plugins }) => plugins.filter((one) => one.plugin === plugin));
  const worst = cells.find(({ grant }) => grant.state === 'needs-approval' || grant.state === 'not-run') ?? cells.find(({ grant }) => grant.withheld.length > 0);
  const upgrade = matrix.plugins.find(({ id }) => id === plugin)?.upgrade ?? null;
  return (
    <Stack>
      <PlaceSelect label="At" value={at} change={change} description="What is set at a place holds for all below it, until a deeper one says otherwise." />
      {worst === undefined ? null : <Notice tone={worst.grant.state === 'granted' || worst.grant.state === 'none' ? 'info' : 'warning'} title={`Granted to ${worst.grant.given}: ${grants[worst.grant.state]}`}>{worst.grant.withheld.length === 0 ? null : <details><summary>{worst.grant.withheld.length} withheld</summary><Permissions of={worst.grant.withheld} /></details>}</Notice>}
      {upgrade === null ? null : <Upgrade {...upgrade} />}
      <PlaceSettings key={at} at={at} plugin={plugin} />
    </Stack>
  );
}
