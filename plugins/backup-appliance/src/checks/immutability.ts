import { result, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { drivers } from '../drivers/index.ts';
import { textOf, timeOf } from '../json.ts';
import { recorded } from '../recorded.ts';
import { eachRepository } from '../repositories.ts';
import type { Settings } from '../settings.ts';

function itemOf(repository: string, { triedAt, refused, said }: Record<string, unknown>, days: number, now: number): Item {
  const tried = timeOf(triedAt);
  if (tried === null) return { name: repository, state: 'unknown', summary: 'It does not say when it was tried' };
  const age = hoursSince(tried, now);
  const metrics = [{ name: 'canary.age', value: age / 24 }];
  if (refused === null) return { name: repository, state: 'unknown', summary: `A copy was deleted ${ageText(age)} ago with the key of the backups: ${textOf(said).slice(0, 120)}`, metrics };
  if (refused !== true) return { name: repository, state: 'critical', summary: `A copy could be deleted ${ageText(age)} ago with the key of the backups`, metrics };
  return { name: repository, state: age > days * 24 ? 'warning' : 'ok', summary: `The deletion of a copy was refused ${ageText(age)} ago: ${textOf(said).slice(0, 120)}`, metrics };
}

/** What a product says is no proof, and no alarm either: nobody has tried. */
function saidOf(name: string, days: number | null): readonly Item[] {
  if (days === null) return [];
  if (days === 0) return [{ name, state: 'warning', summary: 'It says itself that copies can be deleted' }];
  return [{ name, state: 'unknown', summary: `It says that copies stay for ${days} days; no deletion was tried` }];
}

/** Whether copies stay, proved by a deletion that was refused: a flag that says so proves nothing. */
export const immutability: Check<Settings> = async (context) => {
  const now = Date.now();
  const { repositories, canary } = context.settings;
  const said = await eachRepository(repositories, async (repository) => {
    const { immutability: ask } = drivers[repository.product];
    return ask === undefined ? [] : saidOf(repository.path, await ask(context, repository));
  });
  const found = said.length === repositories.length ? [] : await recorded(context, '/var/lib/jackfield/canary.json', 'Push "backup-appliance/canary"; the appliance\'s program does the rest.');
  const items = [...said, ...found.map(([repository, record]) => itemOf(repository, record, canary.days, now))];
  const bad = items.filter(({ state }) => state !== 'ok');
  if (items.length === 0) return result.warning('No deletion was ever tried');
  return result.fromItems(bad.length === 0 ? 'Copies cannot be deleted' : bad.map(({ name, summary }) => `${name}: ${summary}`).slice(0, 3).join('; '), items);
};
