import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice, WaitingNotices } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { Permissions } from './permissions.tsx';
import { countsOf, fits, levels, madeBy, whoInstalls } from './words.ts';

/** The plugins of this host: what each is for, and what it may do. */
export function Gallery() {
  const plugins = useOperation('plugins', {});
  const [typed, setTyped] = useState('');
  const may = useMay('admin', 'organization');
  return (
    <Answer of={plugins}>{({ installed, plugins: running, refused }) => {
      const shown = installed.filter((one) => fits(one, typed));
      if (installed.length === 0 && refused.length === 0) return <Stack><WaitingNotices /><Empty title="No plugin yet">A plugin knows a make of device. {may ? 'Install one from its file or by its name in the registry; one that you develop is a folder that jackfield.yaml names.' : whoInstalls}</Empty></Stack>;
      return (
        <Stack>
          <WaitingNotices />
          <TextInput aria-label="Search plugins" placeholder="A name, what it reads, a resource" leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
          {refused.map(({ directory, error }) => <Notice key={directory} tone="critical" title={error.message}><Text size="sm">{error.hint}</Text><Text size="xs" c="dimmed">{error.code} · {directory}</Text></Notice>)}
          {shown.length === 0 ? <Text c="dimmed">No plugin has all of these words.</Text> : null}
          {may ? null : <Text size="sm" c="dimmed">{whoInstalls}</Text>}
          <SimpleGrid cols={{ base: 1, md: 2 }}>{shown.map((one) => <Card key={one.id} plugin={one} status={running.find(({ id }) => id === one.id)} />)}</SimpleGrid>
        </Stack>
      );
    }}</Answer>
  );
}

function Card({ plugin, status }: { readonly plugin: Schemas['InstalledPlugin']; readonly status: Schemas['PluginStatus'] | undefined }) {
  const { id, title, version, level, contributions, permissions } = plugin;
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between" align="start" gap="xs">
          <div><Title order={2}><Anchor component={Link} href={`/${id}`} inherit>{title}</Anchor></Title><Text size="sm" c="dimmed">{id} {version} · {madeBy(plugin)}</Text></div>
          <Badge variant="default" tt="none">{level}</Badge>
        </Group>
        <Text size="sm">{levels[level]}</Text>
        <Text size="sm" c="dimmed">{countsOf(contributions)}{status === undefined ? '' : ` · ${status.state}`}</Text>
        <details><summary>{permissions.length} {permissions.length === 1 ? 'permission' : 'permissions'}, {permissions.filter(({ writes }) => writes).length} to write</summary><Permissions of={permissions} /></details>
      </Stack>
    </Paper>
  );
}
