import { Page } from '../parts/index.ts';

export function Reports() {
  return <Page title="Reports">{null}</Page>;
}
