import { result, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { restic } from '../restic/run.ts';
import { isGood, readSnapshots, type Snapshot } from '../restic/snapshots.ts';
import type { RepositorySettings, Settings } from '../settings.ts';

interface ProtectedObject {
  readonly host?: string | undefined;
  readonly path: string;
  readonly rpo: number;
}

/** What is to be protected: what the settings name, else everything that was ever backed up. */
function objectsOf(repository: RepositorySettings, snapshots: readonly Snapshot[], rpo: number): readonly ProtectedObject[] {
  if (repository.objects.length > 0) return repository.objects;
  const found = new Map<string, ProtectedObject>();
  for (const { host, paths } of snapshots) for (const path of paths) found.set(`${host} ${path}`, { host, path, rpo });
  return [...found.values()];
}

function itemOf({ host, path, rpo }: ProtectedObject, all: readonly Snapshot[], warnAt: number, now: number): Item {
  const name = host === undefined ? path : `${host}:${path}`;
  const copies = all.filter((snapshot) => snapshot.paths.includes(path) && (host === undefined || snapshot.host === host));
  const good = copies.filter(isGood);
  const newest = good.reduce<Snapshot | null>((latest, copy) => (latest === null || copy.time > latest.time ? copy : latest), null);
  if (newest === null) {
    return { name, state: 'critical', summary: copies.length === 0 ? 'No copy at all' : `${copies.length} copies, all of them empty` };
  }
  const age = hoursSince(newest.time, now);
  const state: State = age > rpo ? 'critical' : age > (rpo * warnAt) / 100 ? 'warning' : 'ok';
  const metrics: Metric[] = [{ name: 'copy.age', value: age }, { name: 'copy.count', value: good.length }];
  if (newest.bytes !== null) metrics.push({ name: 'copy.size', value: newest.bytes });
  return { name, state, summary: `Newest copy ${ageText(age)} old, at most ${ageText(rpo)} wanted`, metrics };
}

/** The newest good copy of each protected object against its recovery point objective. */
export const copies: Check<Settings> = async ({ ssh, settings }) => {
  const now = Date.now();
  const items: Item[] = [];
  for (const repository of settings.repositories) {
    const snapshots = readSnapshots(await restic(ssh, 'snapshots', repository));
    const objects = objectsOf(repository, snapshots, settings.rpo);
    if (objects.length === 0) items.push({ name: repository.path, state: 'critical', summary: 'The repository holds no copy at all' });
    items.push(...objects.map((object) => itemOf(object, snapshots, settings.warnAt, now)));
  }
  const late = items.filter((item) => item.state !== 'ok');
  return result.fromItems(late.length === 0 ? `${items.length} objects copied in time` : `${late.length} of ${items.length} objects: ${late.map(({ name, summary }) => `${name}: ${summary}`).slice(0, 3).join('; ')}`, items);
};
