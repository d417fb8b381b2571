import { Page } from '../parts/index.ts';

export function Devices() {
  return <Page title="Devices">{null}</Page>;
}
