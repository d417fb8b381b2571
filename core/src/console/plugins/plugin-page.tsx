import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice, Page, PlaceSelect, Problem, WaitingNotices, When, Wide } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { PackageCard } from './package-card.tsx';
import { Permissions, Upgrade } from './permissions.tsx';
import { PlaceSettings } from './place-settings.tsx';
import { bytes, levels, madeBy, seconds } from './words.ts';

/** One plugin: how it runs, what it may do, where it is enabled, what it is told. */
export function PluginPage({ id }: { readonly id: string }) {
  const plugins = useOperation('plugins', {}, { everyMs: 10_000 });
  const matrix = useOperation('pluginMatrix', {}).data?.answer;
  const [at, setAt] = useState('organization');
  const maySet = useMay('operator', 'any');
  const title = plugins.data?.answer.installed.find((one) => one.id === id)?.title ?? id;
  const facts = matrix?.plugins.find((one) => one.id === id);
  const upgrade = facts?.upgrade ?? null;
  const sites = matrix?.sites.flatMap(({ site, title: name, plugins: cells }) => cells.filter(({ plugin, enabled }) => plugin === id && enabled).map((cell) => ({ site, name, cell }))) ?? [];
  return (
    <Page title={title} actions={<Button component={Link} href="/" variant="default">All plugins</Button>}>
      <Answer of={plugins}>{({ installed, plugins: running }) => {
        const plugin = installed.find((one) => one.id === id);
        const status = running.find((one) => one.id === id);
        if (plugin === undefined) return <Empty title="It is not installed">No plugin of this host is called {id}.</Empty>;
        return (
          <Stack>
            <Text c="dimmed">{id} {plugin.version} · {plugin.packageName} · {madeBy(plugin)} · {levels[plugin.level]}</Text>
            <WaitingNotices of={id} />
            {status === undefined ? null : <Running status={status} />}
            <PackageCard plugin={plugin} facts={facts} sites={sites.map(({ name }) => name)} />
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <Paper withBorder p="md" component="section" aria-label="Permissions"><Title order={2}>What it may do, where it is granted</Title><Permissions of={plugin.permissions} />{upgrade === null ? null : <Upgrade {...upgrade} />}</Paper>
              <Paper withBorder p="md" component="section" aria-label="Contributions">
                <Title order={2}>What it brings</Title>
                <Table><Table.Tbody>{plugin.contributions.map(({ kind, name, title: of }) => <Table.Tr key={`${kind} ${name}`}><Table.Td>{of}</Table.Td><Table.Td c="dimmed">{kind}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
              </Paper>
            </SimpleGrid>
            <section aria-label="Sites">
              <Title order={2}>Where it is enabled</Title>
              <Text size="sm">{sites.length === 0 ? 'Nowhere yet. ' : `${sites.map(({ name, cell }) => `${name} (${cell.devices})`).join(', ')}. `}<Anchor component={Link} href="/sites">Sites × plugins</Anchor></Text>
            </section>
            {maySet ? (
              <Stack gap="sm" component="section" aria-label="Settings">
                <Title order={2}>What it is told</Title>
                <PlaceSelect label="At" value={at} change={setAt} description="What is set at a place holds for all below it, until a deeper one says otherwise." />
                <PlaceSettings key={at} at={at} plugin={id} />
              </Stack>
            ) : null}
          </Stack>
        );
      }}</Answer>
    </Page>
  );
}

function Running({ status }: { readonly status: Schemas['PluginStatus'] }) {
  const { id, state, activation, cpuMs, pssBytes, operations, refused, restarts, lastExit, lastErrors, openCalls, waiting, deprecated } = status;
  const mayRelease = useMay('admin', 'organization');
  const release = useAct('releasePlugin');
  const facts = [
    ['State', state], ['Memory', bytes(pssBytes)], ['CPU', seconds(cpuMs)], ['Operations', operations.toLocaleString('en')], ['Refused', String(refused)], ['Restarts', String(restarts)], ['Under way', `${openCalls}, ${waiting} wait`],
    ['Ready after', activation === null ? '–' : seconds(activation.readyMs)],
  ] as const;
  return (
    <Paper withBorder p="md" component="section" aria-label="How it runs">
      <Stack gap="sm">
        <Title order={2}>How it runs</Title>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>{facts.map(([name, value]) => <div key={name}><Text size="xs" c="dimmed">{name}</Text><Text fw={600}>{value}</Text></div>)}</SimpleGrid>
        <Text size="sm">{activation === null ? 'It was not needed yet: it starts when something is to be done.' : <>Started <When at={activation.at} />, because of {activation.reason}.</>}{lastExit === null ? '' : ` It last ended with: ${lastExit}.`}</Text>
        {state === 'quarantined' ? (
          <Notice tone="critical" title="It ended too often, and is not started again">
            <Group>{mayRelease ? <Button size="xs" loading={release.isPending} onClick={() => release.mutate({ plugin: id })}>Try it once more</Button> : 'An administrator of the organization can have it tried once more.'}</Group>
          </Notice>
        ) : null}
        {release.error === null ? null : <Problem error={release.error} />}
        {deprecated.map(({ code, text }) => <Text key={code} size="sm" c="dimmed">{text} ({code})</Text>)}
        {lastErrors.length === 0 ? null : (
          <Wide minWidth={300}>
            <Table aria-label="Last errors"><Table.Tbody>{lastErrors.map(({ at, code, message, device }, index) => <Table.Tr key={index}><Table.Td><When at={at} /></Table.Td><Table.Td>{device}</Table.Td><Table.Td>{message} <Text span size="xs" c="dimmed">{code}</Text></Table.Td></Table.Tr>)}</Table.Tbody></Table>
          </Wide>
        )}
      </Stack>
    </Paper>
  );
}
