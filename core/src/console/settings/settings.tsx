import { Page } from '../parts/index.ts';

export function Settings() {
  return <Page title="Settings">{null}</Page>;
}
