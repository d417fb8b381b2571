import { Drawer, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice, PlaceSelect, usePlaces } from '../parts/index.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { matrixRows } from './matrix-rows.ts';
import { Permissions, Upgrade } from './permissions.tsx';
import { PlaceSettings } from './place-settings.tsx';
import { grants } from './words.ts';

type Matrix = Schemas['PluginMatrix'];

/** Sites and plugins: what is enabled where, by whom, and how it is. */
export function Matrix() {
  const matrix = useOperation('pluginMatrix', {}, { everyMs: 30_000 });
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ readonly plugin: string; readonly at: string } | null>(null);
  return (
    <Answer of={matrix}>{(told) => {
      const { rows, found } = matrixRows(told.sites, typed);
      if (told.plugins.length === 0) return <Empty title="No plugin yet">The matrix has a column for each plugin that is installed.</Empty>;
      return (
        <Stack>
          <Group>
            <TextInput aria-label="Search sites" placeholder="Site, district, region" leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
            <Text size="sm" c="dimmed" component="output">{found === told.sites.length ? `${found} ${found === 1 ? 'site' : 'sites'}` : `${found} of ${told.sites.length} sites`}</Text>
          </Group>
          {rows.length === 0 ? <Empty title="No site is found">Each word that is typed has to fit a site, its district or its region.</Empty> : <MatrixGrid rows={rows} plugins={told.plugins} choose={(plugin, at) => setChosen({ plugin, at })} />}
          <Drawer opened={chosen !== null} onClose={() => setChosen(null)} position="right" size="lg" title={told.plugins.find(({ id }) => id === chosen?.plugin)?.title ?? ''} closeButtonProps={{ 'aria-label': 'Close' }}>
            {chosen === null ? null : <Chosen matrix={told} {...chosen} change={(at) => setChosen({ ...chosen, at })} />}
          </Drawer>
        </Stack>
      );
    }}</Answer>
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
