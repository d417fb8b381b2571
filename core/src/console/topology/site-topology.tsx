import { Anchor, Grid, Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useOperation, usePages } from '../api/index.ts';
import { Answer, Empty, marksOf, Page, Problem, type Mark } from '../parts/index.ts';
import { BehindPanel } from './behind-panel.tsx';
import { LinkList } from './link-list.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { siteGraph } from './site-graph.ts';

const Graph = lazy(async () => import('./graph.tsx'));
const none: ReadonlyMap<string, Mark> = new Map();
/** A picture of more is none: the list and the search say more. */
const drawable = 400;

/** How a site hangs together, how it is, and what hangs on what. */
export function SiteTopology({ site, sites }: { readonly site: string; readonly sites: readonly { readonly id: string; readonly title: string }[] }) {
  const [, go] = useLocation();
  const [params, setParams] = useSearchParams();
  const links = useOperation('links', { site });
  const { entries: devices, complete, error, more } = usePages('devices', { site }, async (api, page, options) => api.call('devices', { site, limit: 1_000, ...page }, options));
  useEffect(() => more(), [more]);
  const [chosenId, port] = [params.get('device'), params.get('port')];
  const all = useMemo(() => links.data?.answer ?? [], [links.data]);
  const graph = useMemo(() => siteGraph(site, devices, all), [site, devices, all]);
  const chosen = devices.find(({ id }) => id === chosenId) ?? null;
  const behind = useOperation('behind', { device: chosen?.id ?? '', ...(port === null ? {} : { port }) }, { enabled: chosen !== null });
  const plan = params.get('plan');
  const planBehind = useOperation('planBehind', { plan: plan ?? '' }, { enabled: plan !== null });
  const radius = chosen !== null ? behind.data?.answer : plan !== null ? planBehind.data?.answer : undefined;
  const marks = useMemo(() => (radius === undefined ? none : marksOf(radius)), [radius]);
  const choose = useCallback((device: string | null, at: string | null = null): void => setParams(new URLSearchParams({ ...(plan === null ? {} : { plan }), ...(device === null ? {} : { device }), ...(at === null ? {} : { port: at }) }), { replace: true }), [setParams, plan]);
  const ports = useMemo(() => [...new Set(all.flatMap(({ ends }) => ends.filter((end) => end.device === chosen?.id).flatMap((end) => end.port ?? [])))], [all, chosen]);
  return (
    <Page title="Topology" actions={<Select aria-label="Site" data={sites.map(({ id, title }) => ({ value: id, label: title }))} value={site} searchable allowDeselect={false} onChange={(next) => go(`~/topology/${next ?? site}`)} />}>
      {error === null ? null : <Problem error={error} />}
      <Answer of={links}>{() => (!complete ? <Skeleton h={300} /> : (
        <Grid>
          <Grid.Col span={{ base: 12, lg: chosen === null && plan === null ? 12 : 8 }}>
            {graph.nodes.length === 0 ? <Empty title="No link is known here">Devices tell of their neighbours by LLDP and CDP; switches tell behind which port an address is. <code>jackfield discover</code> looks anew.</Empty> : null}
            {graph.nodes.length > drawable ? <Text size="sm" c="dimmed">{graph.nodes.length} devices are too many for a picture; the list has all links.</Text> : null}
            {graph.nodes.length > 0 && graph.nodes.length <= drawable ? <Suspense fallback={<Skeleton h={400} />}><Graph key={site} graph={graph} chosen={chosen?.id ?? null} marks={marks} onChoose={(device) => choose(device)} /></Suspense> : null}
            <Text size="xs" c="dimmed" mt={4}>Choose a device to see what hangs on it. A dashed line is learnt from addresses alone.</Text>
          </Grid.Col>
          {chosen !== null || plan === null ? null : <Grid.Col span={{ base: 12, lg: 4 }}><PlanPanel behind={planBehind} close={() => setParams(new URLSearchParams(), { replace: true })} /></Grid.Col>}
          {chosen === null ? null : <Grid.Col span={{ base: 12, lg: 4 }}><BehindPanel device={chosen} ports={ports} port={port} onPort={(next) => choose(chosen.id, next)} close={() => choose(null)} /></Grid.Col>}
          <Grid.Col span={12}>
            <Stack gap="sm">
              {all.length === 0 ? null : <><Title order={2}>Links</Title><Paper withBorder><LinkList links={all} onChoose={choose} /></Paper></>}
              {graph.unlinked.length === 0 ? null : (
                <details>
                  <summary>{graph.unlinked.length} without a known link{radius === undefined ? '' : ': whether they hang on it nobody can say'}</summary>
                  {graph.unlinked.slice(0, 200).map(({ id, name }) => <Text key={id} size="sm"><Anchor component={Link} href={`~/devices/${id}`} size="sm">{name}</Anchor></Text>)}
                </details>
              )}
            </Stack>
          </Grid.Col>
        </Grid>
      ))}</Answer>
    </Page>
  );
}
