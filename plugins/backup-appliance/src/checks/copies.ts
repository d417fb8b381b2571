import { result, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { eachRepository } from '../repositories.ts';
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

/** Clocks of machines that are looked after differ by less. */
const skewMs = 10 * 60_000;

function nameOf({ host, path }: Pick<ProtectedObject, 'host' | 'path'>): string {
  return host === undefined ? path : `${host}:${path}`;
}

function itemOf(object: ProtectedObject, all: readonly Snapshot[], warnAt: number, now: number): Item {
  const { host, path, rpo } = object;
  const name = nameOf(object);
  const copies = all.filter((snapshot) => snapshot.paths.includes(path) && (host === undefined || snapshot.host === host));
  const good = copies.filter(isGood);
  const newest = good.reduce<Snapshot | null>((latest, copy) => (latest === null || copy.time > latest.time ? copy : latest), null);
  if (newest === null) {
    return { name, state: 'critical', summary: copies.length === 0 ? 'No copy at all' : `${copies.length} copies, all of them empty or incomplete` };
  }
  if (newest.time > now + skewMs) return { name, state: 'warning', summary: `The newest copy is ${ageText(hoursSince(now, newest.time))} ahead of the time: a clock is wrong` };
  const age = hoursSince(newest.time, now);
  const state: State = age > rpo ? 'critical' : age > (rpo * warnAt) / 100 ? 'warning' : 'ok';
  const metrics: Metric[] = [{ name: 'copy.age', value: age }, { name: 'copy.count', value: good.length }];
  if (newest.bytes !== null) metrics.push({ name: 'copy.size', value: newest.bytes });
  return { name, state, summary: `Newest copy ${ageText(age)} old, at most ${ageText(rpo)} wanted`, metrics };
}

/** The newest good copy of each protected object against its recovery point objective. */
export const copies: Check<Settings> = async ({ ssh, settings }) => {
  const now = Date.now();
  const repositoriesOf = new Map<string, Set<string>>();
  const found = await eachRepository(settings.repositories, async (repository) => {
    const snapshots = readSnapshots(await restic(ssh, 'snapshots', repository));
    const objects = objectsOf(repository, snapshots, settings.rpo);
    if (objects.length === 0) return [{ name: repository.path, state: 'critical', summary: 'The repository holds no copy at all' }];
    return objects.map((object) => {
      const item = itemOf(object, snapshots, settings.warnAt, now);
      repositoriesOf.set(item.name, (repositoriesOf.get(item.name) ?? new Set()).add(repository.path));
      return { ...item, repository: repository.path };
    });
  });
  // What is copied to several repositories is an object in each.
  const items = found.map(({ repository, ...item }: Item & { readonly repository?: string }): Item =>
    repository !== undefined && (repositoriesOf.get(item.name)?.size ?? 0) > 1 ? { ...item, name: `${item.name} in ${repository}` } : item);
  const late = items.filter((item) => item.state !== 'ok');
  return result.fromItems(late.length === 0 ? `${items.length} objects copied in time` : `${late.length} of ${items.length} objects: ${late.map(({ name, summary }) => `${name}: ${summary}`).slice(0, 3).join('; ')}`, items);
};
