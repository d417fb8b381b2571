import { result, worst, type Check, type Item, type State } from '@jackfield/sdk';
import { isMissed, notLoaded } from '../done-without.ts';
import { fits } from '../manager.ts';
import { readQueues, type Queue } from '../queues.ts';
import type { Settings } from '../settings.ts';

type Levels = Settings['queues'];

const level = (value: number, warning: number, critical: number): State => (value >= critical ? 'critical' : value >= warning ? 'warning' : 'ok');

function served({ served: share, completed, serviceLevel }: Queue, { servedWarning, servedFrom }: Levels): State {
  return share !== null && serviceLevel > 0 && completed >= servedFrom && share < servedWarning ? 'warning' : 'ok';
}

/** Nobody to answer is worse while somebody waits. */
function staffed({ loggedIn, paused, waiting }: Queue, { agents }: Levels): State {
  // Who is on the phone is there; who has paused is not.
  const there = Math.max(0, loggedIn - paused);
  if (there >= agents) return 'ok';
  return there === 0 && waiting > 0 ? 'critical' : 'warning';
}

function itemOf(queue: Queue, settings: Levels): Item {
  const { name, waiting, longestWait, loggedIn, available, members, paused, completed, abandoned, serviceLevel, served: share, servedOfAll, holdTime } = queue;
  const state = worst([
    level(waiting, settings.waitingWarning, settings.waitingCritical), level(longestWait, settings.longestWaitWarning, settings.longestWaitCritical),
    staffed(queue, settings), served(queue, settings),
  ]);
  const wait = waiting === 0 ? 'nobody waits' : `${waiting} waiting, for ${longestWait} s at most`;
  const service = share === null || serviceLevel === 0 ? '' : `, ${share} % answered within ${serviceLevel} s`;
  return {
    name, state, summary: `${wait}; ${available} of ${members} agents free, ${loggedIn} logged in${paused === 0 ? '' : `, ${paused} paused`}${service}`,
    metrics: [
      { name: 'queue.waiting', value: waiting }, { name: 'queue.longestWait', value: longestWait }, { name: 'queue.available', value: available }, { name: 'queue.loggedIn', value: loggedIn },
      { name: 'queue.completed', value: completed }, { name: 'queue.abandoned', value: abandoned }, ...(share === null || serviceLevel === 0 ? [] : [{ name: 'queue.served', value: share }]),
      ...(servedOfAll === null || serviceLevel === 0 ? [] : [{ name: 'queue.servedOfAll', value: servedOfAll }]), ...(holdTime === null ? [] : [{ name: 'queue.holdTime', value: holdTime }]),
    ],
  };
}

/** Who waits, who could answer, and how many were answered in time, of each queue. */
export const queues: Check<Settings> = async ({ ami, device, settings: { queues: settings, core } }) => {
  const found = await readQueues(ami);
  const all = (found ?? []).filter(({ name }) => !fits(settings.ignore, name));
  const missing = [...new Set(settings.expected)].filter((name) => !all.some((queue) => queue.name === name)).map((name): Item => ({ name, state: 'critical', summary: 'there is no such queue' }));
  const items = [...all.map((queue) => itemOf(queue, settings)), ...missing];
  if (isMissed(core, device.id, 'app_queue.so', found !== null) && items.length === 0) throw notLoaded('app_queue.so');
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  const waiting = all.reduce((sum, queue) => sum + queue.waiting, 0);
  const counted = found === null ? 'no queues: app_queue is not loaded' : items.length === 0 ? 'no queues' : `${items.length} queues, ${waiting} waiting`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 2).join('; ')}; ${counted}` : counted, items, [{ name: 'queues.waiting', value: waiting }]);
};
