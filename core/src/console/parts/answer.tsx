import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Notice } from './notice.tsx';
import { Problem } from './problem.tsx';

/** What an operation answered: its shape while it comes, what is wrong when it is refused, beside what was answered before. */
export function Answer<Told>({ of, children }: { readonly of: UseQueryResult<{ readonly answer: Told }>; readonly children: (answer: Told) => ReactNode }) {
  // One shape with and without the notice: what is typed inside stays.
  if (of.data !== undefined) return <>{of.error === null ? null : <Notice tone="warning" title="This may be old"><Problem error={of.error} /></Notice>}{children(of.data.answer)}</>;
  if (of.error !== null) return <Problem error={of.error} />;
  return <Stack gap="xs" aria-busy="true">{[70, 100, 85].map((width) => <Skeleton key={width} height={18} width={`${width}%`} />)}</Stack>;
}
