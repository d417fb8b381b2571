import { Skeleton } from '@mantine/core';
import { lazy, Suspense, type ComponentProps } from 'react';

const Shown = lazy(async () => import('./yaml/index.ts'));

/** A text as YAML, with completion and with what is wrong where it stands; loaded when one writes. */
export function YamlEditor(props: ComponentProps<typeof Shown>) {
  return <Suspense fallback={<Skeleton h={320} />}><Shown {...props} /></Suspense>;
}
