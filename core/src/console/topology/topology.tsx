import { Page } from '../parts/index.ts';

export function Topology() {
  return <Page title="Topology">{null}</Page>;
}
