import { result, type Check, type Item } from '@jackfield/sdk';
import { linesOf } from '../gathering.ts';
import { fits } from '../levels.ts';
import { readLogins, type Login } from '../readings/logins.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

function itemOf({ user, from, terminal }: Login, { sources }: Settings['logins']): Item {
  const isForeign = sources !== '' && from !== null && !fits(sources, from);
  return { name: `${user} ${terminal}`, state: isForeign ? 'warning' : 'ok', summary: `${from === null ? 'at the machine' : `from ${from}`}${isForeign ? ', which is not expected' : ''}` };
}

/** Who is logged in and from where, who was last, and how many logins were refused lately. */
export const logins: Check<Settings> = async (context) => {
  const { settings: { logins: settings } } = context;
  const gathering = await gatherTogether(context, 'logins');
  const { now, last } = readLogins(linesOf(gathering, 'who') ?? [], linesOf(gathering, 'last') ?? []);
  const items = now.map((login) => itemOf(login, settings));
  const count = Number.parseInt(linesOf(gathering, 'refused')?.[0] ?? '', 10);
  if (count >= settings.refusedWarning) items.push({ name: 'refused logins', state: 'warning', summary: `${count} within an hour` });
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name} ${summary}`);
  const told = `${now.length} logged in${last === null ? '' : `; last: ${last.user}${last.from === null ? '' : ` from ${last.from}`}`}`;
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : told, items, [
    { name: 'logins.now', value: now.length }, ...(Number.isNaN(count) ? [] : [{ name: 'logins.refused', value: count }]),
  ]);
};
