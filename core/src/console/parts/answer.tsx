import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './problem.tsx';

/** What an operation answered: its shape while it comes, what is wrong when it is refused. */
export function Answer<Told>({ of, children }: { readonly of: UseQueryResult<{ readonly answer: Told }>; readonly children: (answer: Told) => ReactNode }) {
  if (of.data !== undefined) return children(of.data.answer);
  if (of.error !== null) return <Problem error={of.error} />;
  return <Stack gap="xs" aria-busy="true">{[70, 100, 85].map((width) => <Skeleton key={width} height={18} width={`${width}%`} />)}</Stack>;
}
