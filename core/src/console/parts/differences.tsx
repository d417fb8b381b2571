import { Skeleton } from '@mantine/core';
import { lazy, Suspense, type ComponentProps } from 'react';

const Shown = lazy(async () => import('./diff/index.ts'));

/** Things that differ, each field side by side; what compares is loaded when something is. */
export function Differences(props: ComponentProps<typeof Shown>) {
  return <Suspense fallback={<Skeleton h={80} />}><Shown {...props} /></Suspense>;
}
