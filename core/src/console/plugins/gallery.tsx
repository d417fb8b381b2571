import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice } from '../parts/index.ts';
import { Permissions } from './permissions.tsx';
import { countsOf, fits, levels } from './words.ts';

/** The plugins of this host: what each is for, and what it may do. */
export function Gallery() {
  const plugins = useOperation('plugins', {});
  const [typed, setTyped] = useState('');
  return (
    <Answer of={plugins}>{({ installed, plugins: running, refused }) => {
      const shown = installed.filter((one) => fits(one, typed));
      if (installed.length === 0 && refused.length === 0) return <Empty title="No plugin yet">A plugin knows a make of device. Its folder or package is named under <code>plugins</code> in jackfield.yaml; <code>jackfield plugin install</code> fetches one.</Empty>;
      return (
        <Stack>
          <TextInput aria-label="Search plugins" placeholder="A name, what it reads, a resource" leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
          {refused.map(({ directory, error }) => <Notice key={directory} tone="critical" title={error.message}><Text size="sm">{error.hint}</Text><Text size="xs" c="dimmed">{error.code} · {directory}</Text></Notice>)}
          {shown.length === 0 ? <Text c="dimmed">No plugin has all of these words.</Text> : null}
          <SimpleGrid cols={{ base: 1, md: 2 }}>{shown.map((one) => <Card key={one.id} plugin={one} status={running.find(({ id }) => id === one.id)} />)}</SimpleGrid>
        </Stack>
      );
    }}</Answer>
  );
}

function Card({ plugin, status }: { readonly plugin: Schemas['InstalledPlugin']; readonly status: Schemas['PluginStatus'] | undefined }) {
  const { id, title, version, level, publisher, contributions, permissions } = plugin;
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between" align="start" gap="xs">
          <div><Title order={2}><Anchor component={Link} href={`/${id}`} inherit>{title}</Anchor></Title><Text size="sm" c="dimmed">{id} {version} · {publisher ?? 'of a folder of this host'}</Text></div>
          <Badge variant="default" tt="none">{level}</Badge>
        </Group>
        <Text size="sm">{levels[level]}</Text>
        <Text size="sm" c="dimmed">{countsOf(contributions)}{status === undefined ? '' : ` · ${status.state}`}</Text>
        <details><summary>{permissions.length} {permissions.length === 1 ? 'permission' : 'permissions'}, {permissions.filter(({ writes }) => writes).length} to write</summary><Permissions of={permissions} /></details>
      </Stack>
    </Paper>
  );
}
