import type { SshReader } from '@jackfield/sdk';
import { isRecord, textOf, timeOf, tryParse } from '../../json.ts';
import type { RepositorySettings } from '../../settings.ts';
import type { Lock } from '../driver.ts';
import { resticLocks } from './run.ts';

/** What `restic cat lock` tells of one. */
function readLock(id: string, text: string): Lock {
  const json = tryParse(text);
  const { time, hostname, exclusive } = isRecord(json) ? json : {};
  return { id, host: textOf(hostname) || 'unknown host', isExclusive: exclusive === true, time: timeOf(time) };
}

/** What scripts/restic.sh prints: `lock` and its id on a line, then what it says. */
export async function locksOf(ssh: SshReader, repository: RepositorySettings): Promise<readonly Lock[]> {
  const [, ...parts] = (await resticLocks(ssh, repository)).split(/^lock ([0-9a-f]{64})$/m);
  return parts.flatMap((part, at) => (at % 2 === 0 ? [readLock(part, parts[at + 1] ?? '')] : []));
}
