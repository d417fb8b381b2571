import { OutcomeError, Unsupported, type Item } from '@jackfield/sdk';
import { drivers } from './drivers/index.ts';
import type { Driver } from './drivers/driver.ts';
import type { RepositorySettings } from './settings.ts';

/**
 * The items of all repositories. One that cannot be looked at is an unknown item and hides nothing of the others; when none
 * can be, the first outcome is everybody's.
 */
export async function eachRepository<Found extends Item>(repositories: readonly RepositorySettings[], look: (repository: RepositorySettings) => Promise<readonly Found[]>): Promise<readonly (Found | Item)[]> {
  const failures: OutcomeError[] = [];
  const items: (Found | Item)[] = [];
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

/** What a product may be unable to tell. */
type Question = 'copies' | 'locks' | 'room' | 'verification';

/** What the product of a repository is asked; a product that cannot tell is an outcome that says so, never an empty answer. */
export function ask<Asked extends Question>({ product }: RepositorySettings, question: Asked): NonNullable<Driver[Asked]> {
  const driver = drivers[product];
  const answer = driver[question];
  if (answer === undefined) throw new Unsupported(`${driver.title} does not tell of its ${question}`, { hint: 'Leave this check out for the device.' });
  return answer;
}

/** Those whose product can tell at all: of the others a check says nothing. */
export function thatTell(repositories: readonly RepositorySettings[], question: Question): readonly RepositorySettings[] {
  const able = repositories.filter(({ product }) => drivers[product][question] !== undefined);
  const [first] = repositories;
  if (able.length === 0 && first !== undefined) ask(first, question);
  return able;
}
