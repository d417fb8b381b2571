import { OutcomeError, type Item } from '@jackfield/sdk';
import type { RepositorySettings } from './settings.ts';

/**
 * The items of all repositories. One that cannot be looked at is an unknown item and hides nothing of the others; when none
 * can be, the first outcome is everybody's.
 */
export async function eachRepository(repositories: readonly RepositorySettings[], look: (repository: RepositorySettings) => Promise<readonly Item[]>): Promise<readonly Item[]> {
  const failures: OutcomeError[] = [];
  const items: Item[] = [];
  for (const repository of repositories) {
    try {
      items.push(...(await look(repository)));
    } catch (error) {
      if (!(error instanceof OutcomeError)) throw error;
      failures.push(error);
      items.push({ name: repository.path, state: 'unknown', summary: error.message });
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === repositories.length) throw first;
  return items;
}
