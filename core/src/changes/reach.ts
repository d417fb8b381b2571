import type { ManagedDevice } from '../inventory/index.ts';
import { readChangeFile } from './change-file.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { devicesOf } from './orders.ts';
import { namesVault } from './spec-secrets.ts';

/** What a change file would reach, before anything is asked of a device. */
export interface Reach {
  readonly devices: readonly ManagedDevice[];
  /** It takes secrets from the vault, which are of no site. */
  readonly takesSecrets: boolean;
}

/** Throws `ChangeRefused` when nothing can be made of the file; names that are of no device are left for the plan to tell. */
export function reachOf(text: string, file: string, needs: Pick<ChangeDependencies, 'inventory'>): Reach {
  const read = readChangeFile(text, file);
  return { devices: read.entries.flatMap((entry) => devicesOf(entry, read, needs, [])), takesSecrets: read.entries.some(({ spec }) => namesVault(spec)) };
}
