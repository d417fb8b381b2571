import { Anchor, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation, usePages } from '../api/index.ts';
import { Answer, StateBadge, StateCounts } from '../parts/index.ts';

/** Regions, their districts and sites, each with how it is. */
export function Tree() {
  const organization = useOperation('organization', {});
  const { entries } = usePages('sites', {}, async (api, page, options) => api.call('sites', { limit: 1000, ...page }, options));
  const byId = new Map(entries.map((site) => [site.id, site]));
  return (
    <Answer of={organization}>{({ regions }) => (
      <Stack gap="sm" component="section" aria-label="Organization">
        {regions.map((region) => (
          <Paper key={region.id} withBorder p="md">
            <Title order={2} mb="xs">{region.title}</Title>
            {region.districts.map((district) => (
              <div key={district.id}>
                <Text size="sm" c="dimmed">{district.title}</Text>
                <Table.ScrollContainer minWidth={280}>
                  <Table aria-label={`Sites of ${district.title}`}>
                    <Table.Tbody>
                      {district.sites.map(({ id, title }) => {
                        const site = byId.get(id);
                        return (
                          <Table.Tr key={id}>
                            <Table.Td><Anchor component={Link} href={`/devices?search=site:${id}`}>{title}</Anchor></Table.Td>
                            <Table.Td><StateBadge state={site?.state ?? null} /></Table.Td>
                            <Table.Td>{site === undefined ? null : <Group gap="xs"><Text size="sm">{site.devices} devices</Text></Group>}</Table.Td>
                            <Table.Td>{site === undefined ? null : <StateCounts counts={site.checks} />}</Table.Td>
                          </Table.Tr>
                        );
                      })}
                    </Table.Tbody>
                  </Table>
                </Table.ScrollContainer>
              </div>
            ))}
          </Paper>
        ))}
      </Stack>
    )}</Answer>
  );
}
