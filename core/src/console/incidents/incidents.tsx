import { Page } from '../parts/index.ts';

export function Incidents() {
  return <Page title="Incidents">{null}</Page>;
}
