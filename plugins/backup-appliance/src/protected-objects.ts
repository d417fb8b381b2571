import type { ReadingContext } from '@jackfield/sdk';
import type { Copy, Driver } from './drivers/driver.ts';
import { drivers } from './drivers/index.ts';
import { ask } from './repositories.ts';
import type { RepositorySettings, Settings } from './settings.ts';

export interface ProtectedObject {
  readonly host?: string | undefined;
  readonly path: string;
  /** Recovery point objective, hours. */
  readonly rpo: number;
  readonly retention?: Settings['retention'] | undefined;
}

/** One object in one repository, with all its copies, the newest first. */
export interface CopiedObject {
  readonly object: ProtectedObject;
  readonly name: string;
  readonly copies: readonly Copy[];
}

/** What is to be protected: what the settings name, else everything that was ever backed up. */
function objectsOf(repository: RepositorySettings, copies: readonly Copy[], rpo: number): readonly ProtectedObject[] {
  if (repository.objects.length > 0) return repository.objects;
  const found = new Map<string, ProtectedObject>();
  for (const { host, parts } of copies) for (const path of parts) found.set(`${host} ${path}`, { host, path, rpo });
  return [...found.values()];
}

function nameOf({ host, path }: ProtectedObject): string {
  return host === undefined || host === '' ? path : `${host}:${path}`;
}

const shortName = (name: string): string => (/^[\d.]+$/.test(name) || name.includes(':') ? name : name.split('.')[0] ?? name).toLowerCase();

/** Products record what a machine calls itself, with its domain or in capitals, or a client that is named after it. */
function isOf(copy: Copy, host: string, { machineOf }: Driver): boolean {
  return copy.host === host || shortName(machineOf(copy)) === shortName(host);
}

export async function objectsIn(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<readonly CopiedObject[]> {
  const all = (await ask(repository, 'copies')(context, repository)).toSorted((one, other) => other.time - one.time);
  const driver = drivers[repository.product];
  return objectsOf(repository, all, context.settings.rpo).map((object) => ({
    object, name: nameOf(object),
    copies: all.filter((copy) => copy.parts.includes(object.path) && (object.host === undefined || isOf(copy, object.host, driver))),
  }));
}
