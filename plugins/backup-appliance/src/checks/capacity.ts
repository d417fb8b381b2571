import { result, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import type { Room } from '../drivers/driver.ts';
import { forecast, type Forecast } from '../forecast.ts';
import { RememberedUsage } from '../remembered-usage.ts';
import { ask, eachRepository, thatTell } from '../repositories.ts';
import type { Settings } from '../settings.ts';

const dayMs = 86_400_000;
const remembered = new RememberedUsage();

function itemOf(name: string, { totalBytes, freeBytes, inodesUsed, fullAt }: Room, grown: Forecast | null, limits: Settings['capacity'], now: number): Item {
  const used = totalBytes === 0 ? 100 : 100 * (1 - freeBytes / totalBytes);
  const days = fullAt === undefined ? (grown?.days ?? null) : fullAt === null ? null : Math.max(0, (fullAt - now) / dayMs);
  const metrics: Metric[] = [{ name: 'room.used', value: used }];
  if (inodesUsed !== null) metrics.push({ name: 'room.inodes', value: inodesUsed });
  if (days !== null) metrics.push({ name: 'room.days', value: days });
  const fullest = Math.max(used, inodesUsed ?? 0);
  const state: State = fullest >= limits.critical ? 'critical' : fullest >= limits.warning || (days !== null && days < limits.days) ? 'warning' : 'ok';
  const when = days === null ? (fullAt === null ? ', not growing' : grown === null ? '' : ', not growing') : `, full in ${Math.round(days)} days`;
  const sure = fullAt === undefined && grown !== null ? ` (${grown.samples} samples, fit ${Math.round(100 * grown.fit)} %)` : '';
  return { name, state, summary: `${Math.round(used)} % used${inodesUsed === null ? '' : `, ${Math.round(inodesUsed)} % of the inodes`}${when}${sure}`, metrics };
}

/** How full each repository's room is, and when it will be full at the pace of the samples taken after each prune, else of the least that was seen each day. */
export const capacity: Check<Settings> = async (context) => {
  const { device, settings: { repositories, capacity: limits } } = context;
  const now = Date.now();
  const able = thatTell(repositories, 'room');
  const items = await eachRepository(able, async (repository) => {
    const room = await ask(repository, 'room')(context, repository);
    const seen = remembered.note(device.id, repository.path, room.totalBytes, { at: now, usedBytes: room.totalBytes - room.freeBytes });
    return [itemOf(repository.path, room, forecast(room.samples ?? seen, room.freeBytes), limits, now)];
  });
  const bad = items.filter(({ state }) => state !== 'ok');
  return result.fromItems(bad.length === 0 ? `${items.length} repositories have room` : bad.map(({ name, summary }) => `${name}: ${summary}`).slice(0, 3).join('; '), items);
};
