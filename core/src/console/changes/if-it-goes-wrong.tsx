import { Anchor, Group, Paper, Stack, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Answer, Radius } from '../parts/index.ts';

/** Who would lose what if a plan went wrong, and the way to see it drawn. */
export function IfItGoesWrong({ plan }: { readonly plan: string }) {
  const behind = useOperation('planBehind', { plan });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="if-it-goes-wrong">
      <Stack gap="sm">
        <Title order={2} id="if-it-goes-wrong">If it goes wrong</Title>
        <Answer of={behind}>{(radius) => {
          const sites = [...new Set([...radius.risks, ...radius.devices].map(({ site }) => site))];
          return (
            <>
              <Radius of={radius} />
              <Group gap="md">{sites.slice(0, 8).map((site) => <Anchor key={site} component={Link} size="sm" href={`~/topology/${site}?plan=${encodeURIComponent(radius.plan)}`}>Topology of {site}</Anchor>)}</Group>
            </>
          );
        }}</Answer>
      </Stack>
    </Paper>
  );
}
