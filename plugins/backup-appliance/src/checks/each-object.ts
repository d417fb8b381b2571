import type { Item, ReadingContext } from '@jackfield/sdk';
import { objectsIn, type CopiedObject } from '../protected-objects.ts';
import { eachRepository, thatTell } from '../repositories.ts';
import type { RepositorySettings, Settings } from '../settings.ts';

interface Placed extends Item {
  readonly repository: string;
}

/** An item for each protected object in each repository; what is copied to several is named with them. */
export async function eachObject(context: ReadingContext<Settings>, itemOf: (copied: CopiedObject, repository: RepositorySettings) => Item, whenEmpty: (repository: string) => readonly Item[] = () => []): Promise<readonly Item[]> {
  const repositoriesOf = new Map<string, Set<string>>();
  const found = await eachRepository<Placed>(thatTell(context.settings.repositories, 'copies'), async (repository) => {
    const objects = await objectsIn(context, repository);
    const items = objects.length === 0 ? whenEmpty(repository.path) : objects.map((copied) => itemOf(copied, repository));
    for (const { name } of items) repositoriesOf.set(name, (repositoriesOf.get(name) ?? new Set()).add(repository.path));
    return items.map((item) => ({ ...item, repository: repository.path }));
  });
  return found.map((placed): Item => {
    if (!('repository' in placed)) return placed;
    const { repository, ...item } = placed;
    return (repositoriesOf.get(item.name)?.size ?? 0) > 1 ? { ...item, name: `${item.name} in ${repository}` } : item;
  });
}
