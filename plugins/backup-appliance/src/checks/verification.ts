import { result, type Check, type Item, type State } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import type { Verification } from '../drivers/driver.ts';
import { ask, eachRepository, thatTell } from '../repositories.ts';
import type { Settings } from '../settings.ts';

function itemOf(name: string, last: Verification | null, { warning, critical, coverage: wanted }: Settings['verification'], now: number): Item {
  if (last === null) return { name, state: 'warning', summary: 'Never verified' };
  const age = hoursSince(last.finishedAt, now);
  const covered = last.coverage === null ? null : 100 * last.coverage;
  const metrics = [{ name: 'verification.age', value: age }, ...(covered === null ? [] : [{ name: 'verification.coverage', value: covered }])];
  if (!last.isOk) return { name, state: 'critical', summary: `The verification ${ageText(age)} ago found errors`, metrics };
  // Half a per cent: shares of a third do not add up to one.
  const isThin = covered !== null && covered < wanted - 0.5;
  const state: State = age > critical ? 'critical' : age > warning || isThin ? 'warning' : 'ok';
  return { name, state, summary: `Verified ${ageText(age)} ago${covered === null ? '' : `, ${Math.round(covered)} % of the data read in 30 days`}`, metrics };
}

/** When each repository was last verified, how that ended, and which share of the data was read for it. */
export const verification: Check<Settings> = async (context) => {
  const now = Date.now();
  const items = await eachRepository(thatTell(context.settings.repositories, 'verification'), async (repository) =>
    [itemOf(repository.path, await ask(repository, 'verification')(context, repository), context.settings.verification, now)]);
  const bad = items.filter((item) => item.state !== 'ok').length;
  return result.fromItems(bad === 0 ? `${items.length} repositories verified` : `${bad} of ${items.length} repositories not verified in time`, items);
};
