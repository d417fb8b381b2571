import { Redirect, Route, Switch } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Answer, Empty, Page } from '../parts/index.ts';
import { SiteTopology } from './site-topology.tsx';

/** How each site hangs together. */
export function Topology() {
  const organization = useOperation('organization', {});
  return (
    <Answer of={organization}>{({ regions }) => {
      const sites = regions.flatMap(({ districts }) => districts.flatMap((district) => district.sites));
      const [first] = sites;
      if (first === undefined) return <Page title="Topology"><Empty title="No site yet">Sites are files of the configuration: <code>jackfield sites add</code> writes one.</Empty></Page>;
      return (
        <Switch>
          <Route path="/:site">{({ site }) => <SiteTopology key={site} site={site} sites={sites} />}</Route>
          <Route><Redirect to={`/${first.id}`} replace /></Route>
        </Switch>
      );
    }}</Answer>
  );
}
