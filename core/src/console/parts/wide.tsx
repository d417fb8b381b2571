import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is wider than a phone: it scrolls by itself, by keys too, and the page does not. */
export function Wide({ minWidth, children }: { readonly minWidth: number; readonly children: ReactNode }) {
  return <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0}>{children}</Table.ScrollContainer>;
}
