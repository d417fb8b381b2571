import { Page } from '../parts/index.ts';

export function Changes() {
  return <Page title="Changes">{null}</Page>;
}
