import { ActionIcon, Group, MultiSelect, NativeSelect, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useOperation } from '../../api/index.ts';
import { FieldInput, fieldsOf, Notice } from '../../parts/index.ts';
import { classWords } from '../words.ts';
import type { Entry, Path } from './change-document.ts';
import { wrongAt, wrongOnly, type Mistake } from './mistakes.ts';
import type { Nameable } from './use-known.ts';

interface EntryFormProps {
  readonly index: number;
  readonly entry: Entry;
  readonly known: Nameable;
  readonly mistakes: readonly Mistake[];
  readonly change: (path: Path, value: unknown) => void;
  readonly remove: () => void;
}

/** What one or more devices are to have: the devices, the resource, and what it is to be. */
export function EntryForm({ index, entry: { devices, resource, spec }, known, mistakes, change, remove }: EntryFormProps) {
  const path: Path = ['changes', index];
  const { all, listed } = known;
  // Resources of plugins that manage every device that is named.
  const plugins = useMemo(() => listed.filter(({ name }) => devices?.includes(name) === true).map((one) => one.plugins), [listed, devices]);
  const fitting = all.filter(({ plugin }) => plugins.every((of) => of.includes(plugin)));
  const groups = [...Map.groupBy(fitting, ({ pluginTitle }) => pluginTitle)].map(([group, of]) => ({ group, items: of.map(({ plugin, name, title }) => ({ value: `${plugin}/${name}`, label: title })) }));
  const chosen = all.find(({ plugin, name }) => `${plugin}/${name}` === resource);
  // What is written already is shown, whether it fits or not.
  const fits = chosen !== undefined && fitting.includes(chosen);
  const first = devices?.[0];
  const device = useOperation('device', { device: first ?? '' }, { enabled: first !== undefined && known.devices.includes(first) && chosen?.key.includes('port') === true });
  const ports = device.data?.answer.interfaces.map(({ name }) => name) ?? [];
  const fields = fieldsOf(chosen?.schema);
  return (
    <Paper withBorder p="md" component="section" aria-label={`Entry ${index + 1}`}>
      <Stack gap="md">
        <Group justify="space-between"><Title order={2}>{chosen?.title ?? `Entry ${index + 1}`}</Title><ActionIcon variant="subtle" color="gray" aria-label={`Take entry ${index + 1} away`} onClick={remove}><IconTrash size={16} aria-hidden /></ActionIcon></Group>
        {[...wrongOnly(mistakes, path), ...wrongOnly(mistakes, [...path, 'spec'])].map(({ message, hint, code }) => <Notice key={message} tone="critical" title={message}>{hint} <Text span size="xs">{code}</Text></Notice>)}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {devices === null ? <div><Text size="sm" fw={500}>Devices</Text><Text size="sm">They are selected by site, kind or labels, in the YAML.</Text></div> : (
            <MultiSelect label="Devices" withAsterisk searchable data={known.devices} value={[...devices]} error={wrongAt(mistakes, [...path, 'device'])} limit={200} nothingFoundMessage="No device of that name." onChange={(names) => change([...path, 'device'], names.length === 1 ? names[0] : names)} />
          )}
          <NativeSelect label="What they are to have" withAsterisk value={resource} error={wrongAt(mistakes, [...path, 'resource'])} onChange={({ currentTarget }) => change([...path, 'resource'], currentTarget.value)} data={[{ value: '', label: 'choose' }, ...groups, ...(resource === '' || fits ? [] : [{ value: resource, label: resource }])]} />
        </SimpleGrid>
        {chosen === undefined ? null : <Text size="xs" c={chosen.commitClass === 'irreversible' ? 'var(--state-critical)' : 'dimmed'}>{classWords[chosen.commitClass]}</Text>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {fields.map((field) => <FieldInput key={field.name} field={field} path={[...path, 'spec', field.name]} value={spec[field.name]} wrong={(at) => wrongAt(mistakes, at)} change={change} {...(field.name === 'port' ? { suggestions: ports } : {})} />)}
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}
