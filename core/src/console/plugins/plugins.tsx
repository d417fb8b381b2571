import { Page } from '../parts/index.ts';

export function Plugins() {
  return <Page title="Plugins">{null}</Page>;
}
