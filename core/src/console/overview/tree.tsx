import { ActionIcon, Anchor, Collapse, Group, Paper, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconShieldCheck, IconTopologyStar3 } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useOperation, usePages } from '../api/index.ts';
import { Answer, Empty, StateBadge, StateCounts } from '../parts/index.ts';
import { organizationTree, type TreeNode } from './organization-tree.ts';
import classes from './tree.module.css';

/** With more sites than these the regions are closed: from a region it is one click to its sites. */
const fewSites = 15;

/** Regions, their districts and sites, each with the worst that is below it. */
export function Tree() {
  const organization = useOperation('organization', {});
  const { entries, more } = usePages('sites', {}, async (api, page, options) => api.call('sites', { limit: 1_000, ...page }, options));
  useEffect(() => more(), [more]);
  const recoverability = useOperation('recoverability', {}, { everyMs: 60_000 });
  const told = organization.data?.answer;
  const tree = useMemo(() => (told === undefined ? [] : organizationTree(told, entries, recoverability.data?.answer ?? [])), [told, entries, recoverability.data]);
  const sites = tree.reduce((sum, region) => sum + region.sites, 0);
  return (
    <Answer of={organization}>{() => (sites === 0 ? <Empty title="No site yet">Sites are files below <code>sites/</code> of the configuration: each names its networks and its plugins.</Empty> : (
      <Stack gap="xs" component="section" aria-label="Organization">
        {tree.filter((region) => region.sites > 0).map((region) => <Region key={region.id} region={region} open={sites <= fewSites} />)}
      </Stack>
    ))}</Answer>
  );
}

function Region({ region, open }: { readonly region: TreeNode; readonly open: boolean }) {
  const [opened, setOpened] = useState(open);
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <Paper withBorder px="sm" py="xs">
      <Title order={2} fz="md">
        <UnstyledButton className={classes.region ?? ''} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <Group gap="xs" wrap="nowrap"><Chevron size={16} aria-hidden /><Text span fw={600}>{region.title}</Text></Group>
          <StateBadge state={region.state} />
          <Facts node={region} />
        </UnstyledButton>
      </Title>
      <Collapse expanded={opened}>
        {opened ? region.below.filter((district) => district.sites > 0).map((district) => (
          <section key={district.id} aria-label={district.title}>
            <Group gap="sm" mt="xs"><Text size="sm" c="dimmed">{district.title}</Text>{district.sites > 1 ? <StateBadge state={district.state} /> : null}</Group>
            <ul className={classes.sites ?? ''} aria-label={`Sites of ${district.title}`}>
              {district.below.map((site) => (
                <li key={site.id}>
                  <Anchor component={Link} href={`/devices?search=site:${encodeURIComponent(site.id)}`} fw={500}>{site.title}</Anchor>
                  <StateBadge state={site.state} />
                  <Facts node={site} />
                  <ActionIcon component={Link} href={`/topology/${site.id}`} variant="subtle" color="gray" aria-label={`Topology of ${site.title}`}><IconTopologyStar3 size={16} aria-hidden /></ActionIcon>
                </li>
              ))}
            </ul>
          </section>
        )) : null}
      </Collapse>
    </Paper>
  );
}

/** What there is below a node, and how that is. */
function Facts({ node: { sites, below, devices, incidents, checks, recoverability } }: { readonly node: TreeNode }) {
  return (
    <Group gap="md" className={classes.facts ?? ''} component="span">
      <Text size="sm" span c="dimmed">{below.length > 0 ? `${sites} ${sites === 1 ? 'site' : 'sites'} · ` : ''}{devices} {devices === 1 ? 'device' : 'devices'}</Text>
      {incidents === 0 ? null : <Text size="sm" span fw={600} c="var(--state-critical)">{incidents} {incidents === 1 ? 'incident' : 'incidents'}</Text>}
      <StateCounts counts={checks} />
      {recoverability === null ? null : <Group gap={4} wrap="nowrap" component="span" c={recoverability < 60 ? 'var(--state-warning)' : 'dimmed'} title="How surely the site could get back what it loses; of several sites the least sure"><IconShieldCheck size={16} aria-hidden /><Text size="sm" span>{Math.round(recoverability)} % recoverable</Text></Group>}
    </Group>
  );
}
