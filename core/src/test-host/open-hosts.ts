import type { TestHost } from './test-host.ts';
import { hostLeftOpen } from './errors.ts';

/** The test hosts that nobody has closed yet. */
export const openHosts = new Set<TestHost>();

/** Closes what a file of tests left open, and says so. */
export async function requireHostsClosed(): Promise<void> {
  const left = [...openHosts];
  if (left.length === 0) return;
  await Promise.allSettled(left.map((host) => host[Symbol.asyncDispose]()));
  throw hostLeftOpen(`${left.length === 1 ? 'a test host was' : `${left.length} test hosts were`} never closed, of ${[...new Set(left.map(({ packaged }) => packaged.id))].join(', ')}`);
}
